"""A county's release as the page draws it: names, grids, rings, teams, categories. Compact, for 10,000 grids."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lianfang.caller import Caller
from lianfang.regions import codes
from lianfang.regions.county import CountyModel
from lianfang.regions.model import Grid
from lianfang.regions.world import World

DIGITS = 5
"""Decimals of a degree kept: about a metre."""
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Atlas:
    """world, releases: what the registry's replica holds now; county -> id of its release."""

    world: Callable[[], World]
    releases: Callable[[], Mapping[str, str]]

    def counties(self, caller: Caller) -> dict[str, str]:
        """Return county -> release of the counties of the caller's region, or around it."""
        return {
            county: release
            for county, release in sorted(self.releases().items())
            if codes.contains(caller.region, county) or codes.contains(county, caller.region)
        }

    def county(self, code: str, caller: Caller) -> Json | None:
        """Return the county as the caller may see it; None when it is not known, or not the caller's."""
        if code not in self.counties(caller) or (model := self.world().counties.get(code)) is None:
            return None
        within = caller.region
        grids = [grid for grid in model.grids.values() if codes.contains(within, grid.code)]
        return {
            "county": code, "release": self.releases()[code], "name": model.county.name,
            "places": [[place, name] for place, name in model.places],
            "grids": [_grid(grid) for grid in grids],
            "rings": [[ring.ring, ring.name, ring.lon, ring.lat, ring.radius_m] for ring in model.rings],
            **_forces(model),
        }  # fmt: skip


def _forces(model: CountyModel) -> Json:
    return {
        "teams": [[team.full_id, team.name] for team in model.teams.values()],
        "categories": [[each.code, each.name, each.name_en, each.priority] for each in model.categories.values()],
        "shops": [[shop.full_id, shop.name, shop.grid, shop.lon, shop.lat] for shop in model.shops.values()],
        "groups": [[group.id, group.name, list(group.shops)] for group in model.groups],
    }


def _grid(grid: Grid) -> list[Any]:
    """Return code, name, response class, and the outlines as flat lists of longitude and latitude."""
    return [grid.code, grid.name, grid.response_class, [_flat(ring) for ring in _outlines(grid.geometry)]]


def _outlines(geometry: Mapping[str, Any] | None) -> list[Any]:
    if geometry is None:
        return []
    if geometry["type"] == "Polygon":
        return list(geometry["coordinates"])
    return [ring for polygon in geometry["coordinates"] for ring in polygon]


def _flat(ring: Any) -> list[float]:
    return [round(number, DIGITS) for point in ring for number in point[:2]]
