"""The read model of regions and forces that services keep: the releases of one or more counties, merged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from statistics import fmean
from typing import Any

from lianfang.regions.codes import Level, at_level, level_of
from lianfang.regions.county import CountyModel
from lianfang.regions.model import (
    COUNTY_ZONE,
    Category,
    Deadline,
    Grid,
    Ring,
    Rule,
    Shop,
    ShopGroup,
    Team,
    Zone,
)
from lianfang.regions.spatial import GridIndex, Located
from lianfang.regions.tree import RegionTree

OWN_ZONE, NEIGHBOUR_ZONE, COUNTY = "own_zone", "neighbour_zone", "county"


@dataclass(frozen=True, slots=True)
class Choice:
    """A team that can be asked. reason: own_zone, neighbour_zone or county; capability: the one it provides."""

    team: Team
    reason: str
    capability: str


class World:
    """All counties a service knows. Immutable: a new release makes a new World, so readers see old or new, whole.

    A place of a county that is not known gives empty answers, never an error: intake turns nobody away.
    """

    def __init__(self, counties: Mapping[str, CountyModel] | None = None) -> None:
        self.counties: dict[str, CountyModel] = dict(counties or {})
        self._middles: dict[str, tuple[float, float]] = {}  # of places that were asked for

    @classmethod
    def from_items(cls, items: Iterable[Mapping[str, Any]]) -> World:
        """Build from the items of one or several releases. Raises ValueError for items that can't be read."""
        return cls().with_items(items)

    def with_items(self, items: Iterable[Mapping[str, Any]]) -> World:
        """Return a World in which the counties of these items are replaced. Raises ValueError."""
        by_county: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for item in items:
            by_county[item["county"]].append(item)
        fresh = {county: CountyModel(its) for county, its in by_county.items()}
        return World({**self.counties, **fresh})

    @cached_property
    def tree(self) -> RegionTree:
        """Counties, townships, villages and grids."""
        return RegionTree(self._regions())

    @cached_property
    def index(self) -> GridIndex:
        """The spatial index over all grids that have a geometry; built when first asked for."""
        grids = (grid for county in self.counties.values() for grid in county.grids.values())
        return GridIndex.from_geojson((grid.code, grid.geometry) for grid in grids if grid.geometry)

    def locate(self, lon: float, lat: float) -> Located | None:
        """Return the grid of a point (see GridIndex.locate). Raises BadPoint."""
        return self.index.locate(lon, lat)

    def middle_of(self, code: str) -> tuple[float, float] | None:
        """Return longitude and latitude of a point that stands for a place, None when it is not known where it is.

        For a grid a point in it; for a wider place the mean of its grids' points, which may lie outside of it.
        """
        county = self.counties.get(code[: Level.COUNTY])
        if county is not None and code not in self._middles:
            points = [
                self.index.polygon_of(grid.code).representative_point()
                for grid in county.grids.values()
                if grid.geometry and grid.code.startswith(code)
            ]
            if not points:
                return None
            self._middles[code] = fmean(each.x for each in points), fmean(each.y for each in points)
        return self._middles.get(code)

    def county_of(self, code: str) -> CountyModel | None:
        """Return the release of the place's county."""
        return self.counties.get(at_level(code, Level.COUNTY)) if level_of(code) >= Level.COUNTY else None

    def grid(self, code: str) -> Grid | None:
        """Return a grid by its code."""
        county = self.counties.get(code[: Level.COUNTY])
        return county.grids.get(code) if county else None

    def zone_of(self, code: str, day: date) -> Zone | None:
        """Return the zone of a place (township or below) on a day."""
        county = self.county_of(code)
        return county.zone_of(code, day) if county else None

    def team(self, full_id: str) -> Team | None:
        """Return a team by its full id, ``<county>.<zone>.<team>``."""
        county = self.counties.get(full_id.partition(".")[0])
        return county.teams.get(full_id) if county else None

    def teams_for(
        self, place: str, capability: str, day: date, *, avoid_units: Collection[str] = ()
    ) -> list[Choice]:
        """Return whom to ask for a capability at a place, in order: own zone, neighbour zones, county.

        Within a zone by tier, then id. When nobody provides it, its fallbacks are tried in their order.
        avoid_units: police units (e.g. accused ones) none of whose teams may be chosen.
        """
        county = self.county_of(place)
        if county is None:
            return []
        for wanted in (capability, *county.capability(capability).fallbacks):
            choices = [
                Choice(team, reason, wanted)
                for zone, reason in _zones_to_ask(county, place, day)
                for team in county.teams_of(zone, wanted)
                if not set(team.units) & set(avoid_units)
            ]
            if choices:
                return choices
        return []

    def shop(self, full_id: str) -> Shop | None:
        """Return a shop by its full id, ``<county>.<zone>.<shop>``."""
        county = self.counties.get(full_id.partition(".")[0])
        return county.shops.get(full_id) if county else None

    def group_of(self, shop: str) -> ShopGroup | None:
        """Return the 三户联防 group of a shop (full id)."""
        county = self.counties.get(shop.partition(".")[0])
        return county.group_of(shop) if county and shop in county.shops else None

    def partners_of(self, shop: str) -> list[Shop]:
        """Return the other shops of the shop's group, by id; none for a shop without a group."""
        group = self.group_of(shop)
        if group is None:
            return []
        members = self.counties[group.county].shops.values()
        return sorted(
            (each for each in members if each.id in group.shops and each.full_id != shop), key=lambda each: each.id
        )

    def category(self, code: str, place: str = "") -> Category | None:
        """Return a category of the place's county, or else of any county; None when the code is unknown."""
        county = self.county_of(place)
        for each in (county,) if county else self.counties.values():
            if found := each.categories.get(code):
                return found
        return None

    def ring_of(self, lon: float, lat: float) -> Ring | None:
        """Return the smallest "1, 3, 5 minutes" ring that holds the point, None outside all."""
        found = (ring for county in self.counties.values() if (ring := county.ring_of(lon, lat)))
        return min(found, key=lambda ring: ring.ring, default=None)

    def response_class(self, code: str) -> str:
        """Return urban, suburban or rural: the grid's, or that of most grids of a wider place; unknown is rural."""
        county = self.county_of(code)
        return county.response_class(code) if county else "rural"

    def rules_for(self, *, category: str, priority: int, place: str, source: str) -> list[Rule]:
        """Return the routing rules of the place's county that hold, in their order."""
        county = self.county_of(place)
        if county is None:
            return []
        return county.rules_for(category=category, priority=priority, place=place, source=source)

    def deadline(self, place: str, priority: int, ring: int | None) -> Deadline | None:
        """Return the deadlines for a place, by its ring or else its response class; None when not configured."""
        county = self.county_of(place)
        return county.deadline(priority, ring, self.response_class(place)) if county else None

    def is_emergency(self, *, category: str, priority: int, place: str, source: str) -> bool:
        """Tell whether the place's county counts such an incident among its emergencies."""
        county = self.county_of(place)
        return county is not None and county.routing.emergencies.holds(
            category=category, priority=priority, place=place, source=source
        )

    def community_may_be_alone(self, place: str, day: date) -> bool:
        """Tell whether community officers may be the only responders to an emergency there (汉阴: never)."""
        county = self.county_of(place)
        if county is None:
            return False
        zone = county.zone_of(place, day)
        return county.routing.community_only_responder or (
            zone is not None and zone.policy.community_only_responder
        )

    def _regions(self) -> Iterator[tuple[str, str]]:
        for county in self.counties.values():
            yield county.code, county.county.name
            yield from county.places
            yield from ((grid.code, grid.name) for grid in county.grids.values())


def _zones_to_ask(county: CountyModel, place: str, day: date) -> Iterator[tuple[str, str]]:
    own = county.zone_of(place, day)
    if own is not None:
        yield own.zone, OWN_ZONE
        live = {zone.zone for zone in county.zones if zone.holds_on(day)}
        yield from ((each, NEIGHBOUR_ZONE) for each in county.routing.neighbours.get(own.zone, ()) if each in live)
    yield COUNTY_ZONE, COUNTY
