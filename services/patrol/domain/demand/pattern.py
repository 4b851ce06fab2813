"""A pattern of duty at a post: on which days, from when to when, and who is needed. All of it is data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from services.patrol.domain.demand.calendar import Calendar
from services.patrol.domain.demand.tide import Tide
from services.patrol.domain.demand.when import ALWAYS, When
from services.patrol.domain.rosters.problem import Need

LONGEST_DAYS = 7
"""The longest duty is the week of a rural post (泰宁: one officer in weekly rotation)."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Team:
    """A team whose turn comes round. needs: what it brings (a clerk from each of its shops)."""

    id: str
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Rotation:
    """Teams take the days of a pattern one after another.

    anchor: a day from which they are counted; the first team's. keeps_turns: a day on which there is no duty
    costs no team its turn; if not, each day of the calendar counts.
    """

    teams: tuple[Team, ...]
    anchor: date
    keeps_turns: bool = True


@dataclass(frozen=True, slots=True)
class Pattern:
    """Duty from `start` to `end`, local times of the clock; `end` is `days` days after the day it starts on.

    kind: a word, one pattern's within its post. needs: of each slot. together: see `Slot`. rotation: whose turn it
    is, besides the needs. tide: people by hour instead; then start, end and needs say nothing.
    """

    kind: str
    when: When = ALWAYS
    start: time = time(0)
    end: time = time(0)
    days: int = 1
    needs: tuple[Need, ...] = ()
    together: Mapping[str, int] = field(default_factory=dict)
    rotation: Rotation | None = None
    tide: Tide | None = None


def turns(pattern: Pattern, calendar: Calendar, first: date, last: date) -> dict[date, Team]:
    """Return whose turn it is on each day of duty from first to last, both in; nothing without a rotation.

    The answer for a day does not depend on the days asked for: months put together are the year.
    """
    rotation = pattern.rotation
    if rotation is None:
        return {}
    number = _count(pattern, calendar, rotation.anchor, first)
    found, day = {}, first
    while day <= last:
        if pattern.when.holds(day, calendar):
            at = number if rotation.keeps_turns else (day - rotation.anchor).days
            found[day] = rotation.teams[at % len(rotation.teams)]
            number += 1
        day += _DAY
    return found


def _count(pattern: Pattern, calendar: Calendar, anchor: date, day: date) -> int:
    """Return how many days of duty lie from the anchor up to a day, that day not counted; below 0 before it."""
    if pattern.rotation is None or not pattern.rotation.keeps_turns:
        return 0
    low, high = min(anchor, day), max(anchor, day)
    held = sum(pattern.when.holds(low + n * _DAY, calendar) for n in range((high - low).days))
    return held if anchor <= day else -held
