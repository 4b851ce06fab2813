"""One county's release, ready to be asked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from lianfang.regions.codes import Level, at_level, level_of
from lianfang.regions.geometry import haversine_m
from lianfang.regions.model import (
    Capability,
    Category,
    County,
    Deadline,
    Deadlines,
    Grid,
    Ring,
    Routing,
    Rule,
    Shop,
    ShopGroup,
    Station,
    Team,
    Zone,
)
from lianfang.regions.pack.items import KINDS, from_item

_METRES_PER_DEGREE = 111_000


class CountyModel:
    """The records of one county by their ids. Built once from a release's items and never changed."""

    def __init__(self, items: Iterable[Mapping[str, Any]]) -> None:
        """Read the items; kinds this version does not know are passed over.

        Raises ValueError for an item that can't be read, or when county, routing or deadlines are not among them.
        """
        records: dict[str, list[Any]] = defaultdict(list)
        self.places: list[tuple[str, str]] = []  # (code, name) from township to village
        for item in items:
            if item["kind"] in ("township", "village"):
                self.places.append((item["code"], item["name"]))
            elif item["kind"] in KINDS:
                records[item["kind"]].append(from_item(item))
        for kind in ("county", "routing", "deadlines"):
            if len(records[kind]) != 1:
                raise ValueError(f"a release holds exactly one item {kind!r}, not {len(records[kind])}")
        self.county: County = records["county"][0]
        self.routing: Routing = records["routing"][0]
        self.deadlines: Deadlines = records["deadlines"][0]
        self.grids: dict[str, Grid] = {grid.code: grid for grid in records["grid"]}
        self.zones: list[Zone] = records["zone"]
        self.stations: dict[str, Station] = {station.id: station for station in records["station"]}
        self.teams: dict[str, Team] = {team.full_id: team for team in records["team"]}
        self.shops: dict[str, Shop] = {shop.full_id: shop for shop in records["shop"]}
        self.groups: list[ShopGroup] = records["group"]
        self.rings: list[Ring] = sorted(records["ring"], key=lambda ring: (ring.ring, ring.id))
        self.categories: dict[str, Category] = {each.code: each for each in records["category"]}

    @property
    def code(self) -> str:
        """The county's six-digit code."""
        return self.county.code

    def zone_of(self, code: str, day: date) -> Zone | None:
        """Return the zone that holds the place's township on that day."""
        if level_of(code) < Level.TOWNSHIP:
            return None
        township = at_level(code, Level.TOWNSHIP)
        return next((zone for zone in self.zones if township in zone.townships and zone.holds_on(day)), None)

    def teams_of(self, zone: str, capability: str) -> list[Team]:
        """Return a zone's providers of a capability, by tier and id."""
        return self._providers.get((zone, capability), [])

    def capability(self, name: str) -> Capability:
        """Return a capability of the catalogue; an unknown one has no fallbacks."""
        return next((each for each in self.routing.capabilities if each.name == name), Capability(name))

    def group_of(self, shop: str) -> ShopGroup | None:
        """Return the 三户联防 group that a shop (full id) belongs to."""
        return self._groups.get(shop.rpartition(".")[2])

    def ring_of(self, lon: float, lat: float) -> Ring | None:
        """Return the smallest ring that holds the point."""
        for ring in self.rings:
            near = abs(ring.lat - lat) * _METRES_PER_DEGREE <= ring.radius_m * 1.02
            if near and haversine_m(lon, lat, ring.lon, ring.lat) <= ring.radius_m:
                return ring
        return None

    def rules_for(self, *, category: str, priority: int, place: str, source: str) -> list[Rule]:
        """Return the routing rules that hold for an incident, in their order, none after one that stops."""
        chosen: list[Rule] = []
        for rule in self.routing.rules:
            if rule.when.holds(category=category, priority=priority, place=place, source=source):
                chosen.append(rule)
                if rule.stop:
                    break
        return chosen

    def response_class(self, code: str) -> str:
        """Return the grid's response class, or the one of most grids in a wider place; rural when there is none."""
        if grid := self.grids.get(code):
            return grid.response_class
        counts = self._classes.get(code[: Level.VILLAGE])
        return counts.most_common(1)[0][0] if counts else "rural"

    def deadline(self, priority: int, ring: int | None, response_class: str) -> Deadline | None:
        """Return the deadline of the ring, or outside all rings that of the response class."""
        return self._deadlines.get((priority, ring, None if ring else response_class))

    @cached_property
    def _providers(self) -> dict[tuple[str, str], list[Team]]:
        out: dict[tuple[str, str], list[Team]] = defaultdict(list)
        for team in sorted(self.teams.values(), key=lambda team: (team.tier, team.id)):
            for capability in team.capabilities:
                out[team.zone, capability].append(team)
        return dict(out)

    @cached_property
    def _classes(self) -> dict[str, Counter[str]]:
        out: dict[str, Counter[str]] = defaultdict(Counter)
        for code in sorted(self.grids):
            for level in (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE):
                out[code[:level]][self.grids[code].response_class] += 1
        return dict(out)

    @cached_property
    def _groups(self) -> dict[str, ShopGroup]:
        return {shop: group for group in self.groups for shop in group.shops}

    @cached_property
    def _deadlines(self) -> dict[tuple[int, int | None, str | None], Deadline]:
        return {(row.priority, row.ring, row.response_class): row for row in self.deadlines.table}
