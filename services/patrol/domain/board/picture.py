"""What is true of a unit at a moment: can it be sent, by whom is it manned, what can it do, where does it stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from services.patrol.domain.board.unit import Availability, Duty, Unit
from services.patrol.domain.geo import Point
from services.patrol.domain.rosters.problem import FORCES

SERIOUS = 2
"""Priorities up to this one: who is on scene of such an incident is not called away."""
EARLY = timedelta(hours=1)
"""A mark that was visited so long before a duty's start was visited by those who came early to it."""
SKILLS_OF = {"command": frozenset({"command", "leader"})}
"""Capability -> skills that stand for it, where that is another word than the capability itself."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a unit can be sent. reason: a word, "" when it is simply available."""

    state: Availability
    reason: str = ""


def picture(unit: Unit, now: datetime) -> dict[str, Any]:
    """Return all that is told of a unit, as the data of ``patrol.duty_changed``; what is not known is left out."""
    manned = _manned(unit, now)
    standing = standing_of(unit, now)
    (point, region), base = _place(unit, manned), unit.base
    people = sum((Counter(duty.people) for duty in manned), Counter())
    told: dict[str, Any] = {
        "unit": base.id, "county": base.county, "region": region, "mode": base.mode, "state": standing.state,
        "capabilities": _capabilities(unit, manned), "people": {force: people[force] for force in FORCES},
        "assignments": len(unit.open),
    }  # fmt: skip
    if base.team:
        told["team"] = base.team
    if standing.reason:
        told["reason"] = standing.reason
    if point is not None:
        told |= {"lon": float(point[0]), "lat": float(point[1])}
    if manned:
        told["on_duty_until"] = max(duty.end for duty in manned).astimezone(UTC).isoformat()
    return told


def standing_of(unit: Unit, now: datetime) -> Standing:
    """Return whether a unit can be sent, and the weightiest reason why not."""
    running = _running(unit, now)
    if not _manned(unit, now):
        return Standing("unavailable", "not_arrived" if running else "off_duty")
    hand = unit.hand if unit.hand is not None and now < unit.hand.until else None
    if hand is not None and hand.state == "unavailable":
        return Standing("unavailable", hand.reason)
    serious = [each for each in unit.open if each.priority <= SERIOUS]
    if any(each.state == "on_scene" for each in serious):
        return Standing("unavailable", "on_scene")
    conditions = (
        hand.reason if hand is not None else "",
        "short_of_people" if any(duty.short for duty in running) else "",
        "task_may_be_left" if serious else "",
        "low_priority_task" if unit.open else "",
    )
    reason = next(filter(None, conditions), "")
    return Standing("conditional" if reason else "available", reason)


def changes_at(unit: Unit, now: datetime) -> datetime | None:
    """Return when the picture may change next by itself, None: it stays."""
    moments = [moment for duty in unit.duties if not duty.over for moment in (duty.start, duty.end)]
    if unit.hand is not None:
        moments.append(unit.hand.until)
    return min((moment for moment in moments if moment > now), default=None)


def _running(unit: Unit, now: datetime) -> list[Duty]:
    return [duty for duty in unit.duties if not duty.over and duty.start <= now < duty.end]


def _manned(unit: Unit, now: datetime) -> list[Duty]:
    return [duty for duty in _running(unit, now) if any(duty.people.values())]


def _capabilities(unit: Unit, manned: Sequence[Duty]) -> list[str]:
    """Return what it can do: what the post can, without that whose skill is asked for and held by nobody there."""
    if not manned:
        return []
    asked = frozenset[str]().union(*(duty.asked for duty in manned))
    held = frozenset[str]().union(*(duty.held for duty in manned))
    found = []
    for each in unit.base.capabilities:
        skills = SKILLS_OF.get(each, frozenset({each.replace("-", "_")}))
        if not skills & asked or skills & held:
            found.append(each)
    return found


def _place(unit: Unit, manned: Sequence[Duty]) -> tuple[Point | None, str]:
    seen = unit.seen
    if seen is not None and any(duty.start - EARLY <= seen.at < duty.end for duty in manned):
        return seen.point, seen.region or unit.base.region
    return unit.base.point, unit.base.region
