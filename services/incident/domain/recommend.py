"""Which units on duty are best sent to an incident, nearest suitable first, each with its reasons.

What counts is put into seconds, so that it can be added up and argued about: the way there, and handicaps for units
of others, for load and for being available only conditionally. The figures are the platform's defaults; nobody has
published any.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import asin, cos, radians, sin, sqrt

from services.incident.domain.duty import Unit
from services.incident.domain.teams import COMMUNITY, MUTUAL_AID

EARTH_M = 6_371_008.8


@dataclass(frozen=True, slots=True)
class Handicaps:
    """Seconds added to the way, and the speeds of ways in metres a second.

    zone: of the incident's zone, but another team; county: another zone; abroad: another county. load: for each
    assignment it has. conditional: it may be called away, or is short of people. unplaced: nobody knows where it
    is. detour: how much longer ways are than straight lines.
    """

    zone: int = 60
    county: int = 180
    abroad: int = 600
    load: int = 180
    conditional: int = 300
    unplaced: int = 1200
    speeds: Mapping[str, float] = field(default_factory=lambda: {"car": 8.3, "foot": 1.4})
    detour: float = 1.3

    def speed(self, mode: str) -> float:
        """Return metres a second; by default a car in town 30 km/h, on foot 5 km/h."""
        return self.speeds[mode if mode in self.speeds else "foot"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What an incident asks of units.

    capabilities: of its tasks for those who go there; empty: anything. teams: whose tasks these are. lon, lat:
    where, None when no place is known. zone: ``<county>.<zone>`` of it. limit_s: arrival deadline, None: as soon as
    possible. community_alone: community officers may be the only ones sent.
    """

    capabilities: frozenset[str]
    teams: frozenset[str]
    county: str
    zone: str
    emergency: bool
    community_alone: bool
    lon: float | None = None
    lat: float | None = None
    ring: int | None = None
    limit_s: int | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """One unit and how well it suits. way_s: estimated seconds on the way, None: unknown. cost: with handicaps."""

    unit: str
    team: str
    state: str
    suitable: bool
    cost: int
    way_s: int | None
    in_time: bool | None
    why: tuple[str, ...]


def recommend(
    asked: Asked, units: Iterable[Unit], now: datetime, handicaps: Handicaps | None = None
) -> list[Advice]:
    """Return the suitable units in order, then the others with what speaks against them, nearest first."""
    rules = handicaps or Handicaps()
    judged = [_judge(asked, unit, now, rules) for unit in units]
    return sorted(judged, key=lambda one: (not one.suitable, one.cost, one.unit))


def _judge(asked: Asked, unit: Unit, now: datetime, rules: Handicaps) -> Advice:
    against = _against(asked, unit, now)
    way = _way(asked, unit, rules)
    costs = [(way if way is not None else rules.unplaced, _say_way(way, unit)), *_handicaps(asked, unit, rules)]
    in_time = None if way is None or asked.limit_s is None else way <= asked.limit_s
    why = [text for _, text in costs]
    if in_time is not None:
        minutes = _minutes(asked.limit_s or 0)
        ring = f" (ring {asked.ring})" if asked.ring else ""
        why.append(f"within the {minutes} allowed{ring}" if in_time else f"later than the {minutes} allowed{ring}")
    return Advice(
        unit.id, unit.team, unit.state, not against, sum(seconds for seconds, _ in costs), way, in_time,
        (*against, *why),
    )  # fmt: skip


def _against(asked: Asked, unit: Unit, now: datetime) -> list[str]:
    """Return what makes a unit unsuitable, nothing for one that may be sent."""
    found = []
    if not unit.on_duty(now):
        found.append("nobody is on duty")
    elif unit.state == "unavailable":
        found.append(f"not available: {unit.reason}" if unit.reason else "not available")
    if unit.mode == "fixed":
        found.append("stays where it is")
    if not unit.people.get("officer"):
        found.append("no officer is in it")
    if asked.capabilities and not asked.capabilities & set(unit.capabilities):
        found.append(f"can do none of {', '.join(sorted(asked.capabilities))}")
    helpers = {COMMUNITY, MUTUAL_AID}
    if asked.emergency and not asked.community_alone and unit.capabilities and set(unit.capabilities) <= helpers:
        found.append("community officers are never the only ones sent to an emergency")
    return found


def _handicaps(asked: Asked, unit: Unit, rules: Handicaps) -> list[tuple[int, str]]:
    found = [_ownership(asked, unit, rules)]
    if fits := sorted(asked.capabilities & set(unit.capabilities)):
        found.append((0, f"can do {', '.join(fits)}"))
    if unit.load:
        found.append((rules.load * unit.load, f"has {unit.load} assignment{'s' * (unit.load > 1)} already"))
    if unit.state == "conditional":
        found.append((rules.conditional, f"only conditionally: {unit.reason}" if unit.reason else "conditionally"))
    return found


def _ownership(asked: Asked, unit: Unit, rules: Handicaps) -> tuple[int, str]:
    if unit.team and unit.team in asked.teams:
        return 0, "of a team that has the task"
    if asked.zone and unit.id.startswith(f"{asked.zone}."):
        return rules.zone, "of the same zone"
    if unit.county == asked.county:
        return rules.county, "of another zone"
    return rules.abroad, "of another county"


def _way(asked: Asked, unit: Unit, rules: Handicaps) -> int | None:
    if asked.lon is None or asked.lat is None or unit.lon is None or unit.lat is None:
        return None
    return round(_metres(asked.lon, asked.lat, unit.lon, unit.lat) * rules.detour / rules.speed(unit.mode))


def _metres(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Return the great-circle distance (haversine)."""
    north, east = radians(lat2 - lat1), radians(lon2 - lon1)
    chord = sin(north / 2) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(east / 2) ** 2
    return 2 * EARTH_M * asin(sqrt(chord))


def _say_way(way: int | None, unit: Unit) -> str:
    if way is None:
        return "how far it is, nobody knows"
    return f"about {_minutes(way)} {'by car' if unit.mode == 'car' else 'on foot'}"


def _minutes(seconds: int) -> str:
    return f"{seconds / 60:.1f} min"
