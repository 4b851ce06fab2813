"""Where an incident is (警情地点). Every claim gives a place, however poor: flags say how good it is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from services.incident.domain.registry import Registry

NEAR_M = 2_000.0
"""A point in no grid is dealt with as the nearest one's up to this distance in metres, and beyond by the county."""

_COUNTY_DIGITS, _GRID_DIGITS = 6, 16


@dataclass(frozen=True, slots=True)
class Claim:
    """What the caller says about the place. region: the caller's own, the county at least; county: its county."""

    region: str
    county: str
    lon: float | None = None
    lat: float | None = None
    grid: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is. region: the best known code, a county's at least. method: coordinates, grid, text or none.

    flags: outside (in no grid), unplaced, over_border (another county's), shared_edge, unknown_grid, by_name.
    lon, lat: degrees in WGS 84, which never leave the service. distance_m: metres to the nearest grid if outside.
    """

    region: str
    method: str
    lon: float | None = None
    lat: float | None = None
    ring: int | None = None
    distance_m: float = 0.0
    flags: tuple[str, ...] = ()

    @property
    def grid(self) -> str:
        """The grid, empty when only a wider region is known."""
        return self.region if len(self.region) == _GRID_DIGITS else ""

    @property
    def county(self) -> str:
        """The county that the place lies in, as far as is known."""
        return self.region[:_COUNTY_DIGITS]


def find(claim: Claim, registry: Registry) -> Place:
    """Return the place of a claim: by coordinates, else by code, else by a name in the text, else the caller's."""
    place = _by_coordinates(claim, registry) or _by_code(claim, registry) or _by_name(claim, registry)
    if place is None:
        method = "coordinates" if claim.lon is not None else "text" if claim.text else "none"
        place = Place(claim.region, method, flags=("unplaced",))
    if claim.lon is not None and place.lon is None:
        place = replace(place, lon=claim.lon, lat=claim.lat)
    if place.county != claim.county:
        return replace(place, flags=(*place.flags, "over_border"))
    return place


def _by_coordinates(claim: Claim, registry: Registry) -> Place | None:
    if claim.lon is None or claim.lat is None:
        return None
    spot = registry.locate(claim.lon, claim.lat)
    if spot is None:
        return None
    ring = registry.ring(claim.lon, claim.lat)
    if spot.inside:
        flags = ("shared_edge",) if spot.shared else ()
        return Place(spot.grid, "coordinates", claim.lon, claim.lat, ring, flags=flags)
    region = spot.grid if spot.distance_m <= NEAR_M else claim.region
    return Place(region, "coordinates", claim.lon, claim.lat, ring, round(spot.distance_m, 1), ("outside",))


def _by_code(claim: Claim, registry: Registry) -> Place | None:
    code = claim.grid
    if not (code.isascii() and code.isdigit() and len(code) >= _COUNTY_DIGITS):
        return Place(claim.region, "grid", flags=("unknown_grid", "unplaced")) if code and not claim.text else None
    known = registry.known_region(code)
    if known == code:
        ring = registry.grid_ring(code) if len(code) == _GRID_DIGITS else None
        return Place(code, "grid", ring=ring)
    if len(known) < _COUNTY_DIGITS:  # nothing is known of that county, or it is another one
        same = code.startswith(claim.county)
        known = claim.region if same else code[:_COUNTY_DIGITS]
    return Place(known, "grid", flags=("unknown_grid",))


def _by_name(claim: Claim, registry: Registry) -> Place | None:
    if not claim.text:
        return None
    found = registry.region_named(claim.text, claim.county)
    return Place(found, "text", flags=("by_name",)) if found else None
