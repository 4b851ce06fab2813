"""What a region pack and a release say, as plain records. Codes and ids only: no record names a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

COUNTY_ZONE = "county"  # the zone word of teams that serve the whole county
RESPONSE_CLASSES = ("urban", "suburban", "rural")
RINGS = (1, 3, 5)
PRIORITIES = (1, 2, 3, 4)
SOURCES = ("call", "grid", "shop")
ESCALATION_STEPS = ("next_team", "neighbour_zone", "county")


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid (网格) and its one police assistant (警务助理), who is an id and never a name.

    geometry: GeoJSON in WGS 84; None where only the code is known. synthetic: the polygon is made up.
    """

    code: str
    name: str
    assistant: str
    response_class: str = "rural"
    synthetic: bool = False
    geometry: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class ZonePolicy:
    """What a zone does differently. community_only_responder: community officers may be the only ones sent."""

    community_only_responder: bool = False


@dataclass(frozen=True, slots=True)
class Zone:
    """A police zone (警区): neighbouring townships grouped from `start` until the day before `until`."""

    zone: str
    name: str
    townships: tuple[str, ...]
    start: date
    until: date | None = None
    policy: ZonePolicy = ZonePolicy()
    county: str = ""

    def holds_on(self, day: date) -> bool:
        """Tell whether the zone exists on that day."""
        return self.start <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Station:
    """A police station, post or command room, with its place in WGS 84 degrees."""

    id: str
    name: str
    zone: str
    kind: str
    township: str = ""
    lon: float | None = None
    lat: float | None = None
    county: str = ""


@dataclass(frozen=True, slots=True)
class Team:
    """A team that takes tasks.

    tier: 1 is asked first, higher ones when it can't. units: the police units its people belong to, which a
    complaint (95) may accuse; a complaint never goes to a team of an accused unit.
    """

    id: str
    name: str
    zone: str
    kind: str
    capabilities: tuple[str, ...]
    station: str = ""
    tier: int = 1
    units: tuple[str, ...] = ()
    county: str = ""

    @property
    def full_id(self) -> str:
        """The id by which the team is addressed: ``<county>.<zone>.<id>``."""
        return f"{self.county}.{self.zone}.{self.id}"

    @property
    def addressee(self) -> str:
        """The envelope's addressee, ``<zone>.<id>``."""
        return f"{self.zone}.{self.id}"


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop that can raise an alert and be called to help."""

    id: str
    name: str
    grid: str
    zone: str
    lon: float | None = None
    lat: float | None = None
    county: str = ""

    @property
    def full_id(self) -> str:
        """The id by which the shop is addressed: ``<county>.<zone>.<id>``."""
        return f"{self.county}.{self.zone}.{self.id}"

    @property
    def addressee(self) -> str:
        """The envelope's addressee, ``<zone>.<id>``."""
        return f"{self.zone}.{self.id}"


@dataclass(frozen=True, slots=True)
class ShopGroup:
    """A 三户联防 group: adjacent shops with a signed agreement; duties: shop id -> its part of the work."""

    id: str
    name: str
    shops: tuple[str, ...]
    agreed: date
    duties: Mapping[str, str] = field(default_factory=dict)
    county: str = ""


@dataclass(frozen=True, slots=True)
class Capability:
    """A thing teams can do; fallbacks: capabilities to ask for, in order, when nobody provides it."""

    name: str
    title: str = ""
    fallbacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """When a rule holds. An empty tuple asks nothing; all that are given must hold.

    categories: prefixes of the six-digit code. places: prefixes of the region code. sources: call, grid, shop.
    """

    categories: tuple[str, ...] = ()
    priorities: tuple[int, ...] = ()
    places: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def holds(self, *, category: str, priority: int, place: str, source: str) -> bool:
        """Tell whether an incident meets the condition."""
        return (
            (not self.categories or category.startswith(self.categories))
            and (not self.priorities or priority in self.priorities)
            and (not self.places or place.startswith(self.places))
            and (not self.sources or source in self.sources)
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """A routing rule. Every rule that holds adds its capabilities, in the pack's order; `stop` ends the reading."""

    id: str
    capabilities: tuple[str, ...]
    when: Condition = Condition()
    note: str = ""
    stop: bool = False


@dataclass(frozen=True, slots=True)
class Routing:
    """A county's routing table.

    emergencies: what counts as an emergency. neighbours: zone -> zones asked next, in order.
    community_only_responder: whether community officers may be the only ones sent to an emergency (汉阴 forbids
    it); a zone's policy may allow it again.
    """

    version: str
    capabilities: tuple[Capability, ...]
    rules: tuple[Rule, ...]
    emergencies: Condition = Condition()
    neighbours: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    community_only_responder: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    """Seconds allowed, for one priority in one ring or, outside all rings, in one response class.

    arrive_s None: as soon as possible, without a deadline.
    """

    priority: int
    acknowledge_s: int
    arrive_s: int | None = None
    ring: int | None = None
    response_class: str | None = None


@dataclass(frozen=True, slots=True)
class Deadlines:
    """A county's deadlines and what a missed one escalates to, step by step (see ESCALATION_STEPS)."""

    version: str
    table: tuple[Deadline, ...]
    escalation: tuple[str, ...] = ESCALATION_STEPS


@dataclass(frozen=True, slots=True)
class Ring:
    """A circle of the "1, 3, 5 minutes" rule: everything within radius_m of a kind of place."""

    id: str
    ring: int
    kind: str
    name: str
    lon: float
    lat: float
    radius_m: float
    county: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """A six-digit incident category (first two digits: its class) and the priority it has by default."""

    code: str
    name: str
    name_en: str
    priority: int


@dataclass(frozen=True, slots=True)
class County:
    """Head of a pack. datum: that of the source; everything in a release is WGS 84. label: version for people."""

    code: str
    name: str
    label: str
    datum: str
    effective: date
    categories_version: str = ""
    synthetic: bool = False
