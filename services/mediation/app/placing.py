"""Where a dispute is, as far as is told: no place is too poor to open a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lianfang.regions.codes import Level
from lianfang.registry.view import RegistryView

NEAR_M = 2_000.0
"""A point in no grid counts as in the nearest up to this distance in metres."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A county, and the best known region in it."""

    county: str
    region: str


def place_of(view: RegistryView, said: Mapping[str, Any], caller_region: str) -> Placed:
    """Return the place: by region, point, grid, or a name in the text; unknown: the caller's own county.

    said: ``region``, ``lon`` and ``lat`` (degrees, WGS 84), ``grid``, ``text``, all optional. The result may lie
    outside of the caller's region: whether that is allowed is for the caller of this to say.
    """
    home = view.home_county(caller_region)
    own = caller_region if caller_region.startswith(home) else home
    found = (
        _coded(view, said.get("region") or "", own)
        or _at(view, said.get("lon"), said.get("lat"))
        or _coded(view, said.get("grid") or "", own)
        or view.region_named(said.get("text") or "", home)
        or own
    )
    return Placed(found[: Level.COUNTY], found)


def _coded(view: RegistryView, code: str, own: str) -> str:
    if not (code.isascii() and code.isdigit()) or len(code) < Level.COUNTY or own.startswith(code):
        return ""  # no code, or wider than what the caller's own region says already
    # A county that the registry does not know is named all the same: who may not act there is then refused.
    return view.known_region(code) or (own if code.startswith(own) else code[: Level.COUNTY])


def _at(view: RegistryView, lon: float | None, lat: float | None) -> str:
    if lon is None or lat is None:
        return ""
    spot = view.locate(lon, lat)
    return spot.grid if spot and (spot.inside or spot.distance_m <= NEAR_M) else ""
