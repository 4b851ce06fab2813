"""A day-by-day shift problem: people, kinds of shift, rules, wishes and demand.

It holds the rules of the public staff-scheduling instances (Curtois and Qu 2014) and what a working roster needs
beyond them: days frozen by publication, what was worked before the horizon, cover that must be met, fair shares,
and the price of departing from a former roster. Days are numbered from 0; a person has at most one shift a day.

What is frozen is a fact, and a fact breaks no rule: a stretch of days all frozen or past is not judged, and
where frozen shifts alone exceed a maximum, that number is the maximum.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SATURDAY, SUNDAY = 5, 6


class BadProblem(ValueError):
    """The problem contradicts itself or names what is not there; the text says which field and what would do."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of shift. minutes: its length. not_followed_by: kinds nobody may work the day after it."""

    id: str
    minutes: int
    not_followed_by: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Worker:
    """One person and the hard rules that bind them; None means no limit.

    most: most shifts of a kind over the horizon; a kind that is missing has no limit.
    max_run, min_run: most and fewest days worked in a row; min_rest: fewest days off in a row. Fewest is not asked
    of a stretch that reaches beyond what is known, at either end.
    max_weekends: most weekends with work on their Saturday or Sunday, counted within the horizon.
    allowed: for a day, the only kinds allowed; a day that is missing allows all.
    frozen: days that are settled, with their kind or None for off; they outrank days_off and allowed.
    before: kinds worked on the last days before day 0, oldest first, None for off.
    """

    id: str
    most: Mapping[str, int] = field(default_factory=dict)
    min_minutes: int | None = None
    max_minutes: int | None = None
    max_run: int | None = None
    min_run: int = 1
    min_rest: int = 1
    max_weekends: int | None = None
    days_off: frozenset[int] = frozenset()
    allowed: Mapping[int, frozenset[str]] = field(default_factory=dict)
    frozen: Mapping[int, str | None] = field(default_factory=dict)
    before: tuple[str | None, ...] = ()

    def allows(self, day: int, kind: str) -> bool:
        """Say whether frozen days, days off, allowed kinds and a maximum of 0 leave this cell open."""
        if day in self.frozen:
            return self.frozen[day] == kind
        if day in self.days_off or self.most.get(kind, 1) <= 0:
            return False
        return day not in self.allowed or kind in self.allowed[day]


@dataclass(frozen=True, slots=True)
class Request:
    """A wish: to work this kind that day (wanted), or not to. weight: the penalty when it is not granted."""

    worker: str
    day: int
    kind: str
    weight: int
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Cover:
    """How many are needed. under and over: penalty for each one short or too many; hard: short is not allowed."""

    day: int
    kind: str
    needed: int
    under: int = 0
    over: int = 0
    hard: bool = False


@dataclass(frozen=True, slots=True)
class Keep:
    """What a former roster had: a penalty when the new one differs there."""

    worker: str
    day: int
    kind: str | None
    weight: int


@dataclass(frozen=True, slots=True)
class Share:
    """A fair share: a penalty for each shift of these kinds on these days above `most` or below `least`."""

    worker: str
    kinds: frozenset[str]
    days: frozenset[int]
    weight: int
    most: int
    least: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """The whole problem. first_weekday: the weekday of day 0, Monday = 0. `sound.faults` tells what is amiss."""

    days: int
    kinds: tuple[Kind, ...]
    workers: tuple[Worker, ...]
    cover: tuple[Cover, ...] = ()
    requests: tuple[Request, ...] = ()
    keep: tuple[Keep, ...] = ()
    shares: tuple[Share, ...] = ()
    first_weekday: int = 0

    def weekday(self, day: int) -> int:
        """The weekday of a day, Monday = 0."""
        return (self.first_weekday + day) % 7

    def weekends(self) -> list[tuple[int, ...]]:
        """The weekends as tuples of their days within the horizon; a half weekend has one."""
        found: list[tuple[int, ...]] = []
        for day in range(self.days):
            if self.weekday(day) == SATURDAY:
                found.append((day, day + 1) if day + 1 < self.days else (day,))
            elif self.weekday(day) == SUNDAY and day == 0:
                found.append((day,))
        return found

    def minutes(self) -> dict[str, int]:
        """The length of each kind in minutes, by its id."""
        return {each.id: each.minutes for each in self.kinds}

    def kind_ids(self) -> tuple[str, ...]:
        """The ids of the kinds, in order."""
        return tuple(each.id for each in self.kinds)
