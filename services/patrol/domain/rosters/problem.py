"""The problem of a roster: slots that need people, people who may take them, rules and wishes.

It is plain data, the same for a command room's month and for four weeks of a city's volunteers. All times are
aware. What must hold is checked by `check`, what is better or worse is counted by `score`; solvers keep to both and
know nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal

from services.patrol.domain.geo import Point
from services.patrol.domain.span import Span

Force = Literal["officer", "auxiliary", "volunteer"]
FORCES: tuple[Force, ...] = ("officer", "auxiliary", "volunteer")


@dataclass(frozen=True, slots=True)
class Need:
    """Some places of a slot that ask the same.

    forces: who may take them; empty: anybody. skills: all must be held, and still be valid when the slot ends.
    groups: when given, the person must belong to one of them (a shop, a volunteer team).
    required: a roster without them is no roster; the others may stay open, at `weight` each.
    """

    role: str
    count: int = 1
    forces: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    required: bool = False
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Slot:
    """A duty from start to end at a post: the thing people are assigned to.

    together: of all who take it, at least so many must hold a skill (one of the two officers on a market day does
    household registration).
    """

    id: str
    post: str
    kind: str
    start: datetime
    end: datetime
    needs: tuple[Need, ...]
    place: Point | None = None
    together: Mapping[str, int] = field(default_factory=dict)

    @property
    def span(self) -> Span:
        """When it is."""
        return Span(self.start, self.end)

    @property
    def minutes(self) -> int:
        """How long it is, in minutes."""
        return int((self.end - self.start) / timedelta(minutes=1))


@dataclass(frozen=True, slots=True)
class Limits:
    """What nobody of a force may be asked beyond. None: no such rule.

    rest: between the end of one duty and the start of the next. most_minutes, most_turns, most_weekends: in the
    horizon (a weekend counts when a duty starts on its Saturday or Sunday). week_minutes: in any ISO week, counted
    where the duty starts. most_nights: nights in a row; a night is a duty that touches the policy's night hours.
    most_days: days in a row with a duty. longest: minutes of one duty. min_minutes: the least in the horizon.
    """

    rest: timedelta = timedelta(0)
    most_minutes: int | None = None
    min_minutes: int | None = None
    week_minutes: int | None = None
    most_turns: int | None = None
    most_nights: int | None = None
    most_days: int | None = None
    most_weekends: int | None = None
    longest: int | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person would like: avoid: no duty that meets the span; want: one that does. weight: its price."""

    kind: Literal["want", "avoid"]
    span: Span
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Past:
    """What somebody did before the horizon: fairness goes on from it, and rest and runs do too.

    turns, nights, weekends: since the fairness period began. last_end: of the last duty.
    nights_in_row, days_in_row: up to and with `last_day`, the local day on which the last duty started.
    """

    turns: int = 0
    nights: int = 0
    weekends: int = 0
    last_end: datetime | None = None
    last_day: date | None = None
    nights_in_row: int = 0
    days_in_row: int = 0


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who may be put on the roster. No name, only an id.

    skills: skill -> the last local day it is valid, None: for ever. groups: team, shop, station. away: leave and
    times that are not theirs to give. usual: posts they know. home: where they set out from. weeks: minutes
    of duties in other rosters, by ISO year and week, where a week is shared: they count for week_minutes.
    """

    id: str
    force: str
    limits: Limits = Limits()
    skills: Mapping[str, date | None] = field(default_factory=dict)
    groups: frozenset[str] = frozenset()
    away: tuple[Span, ...] = ()
    wishes: tuple[Wish, ...] = ()
    usual: frozenset[str] = frozenset()
    home: Point | None = None
    past: Past = Past()
    weeks: Mapping[tuple[int, int], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Night:
    """The hours that make a duty a night: it is one when it meets [start, end) of local time, across midnight."""

    start: int = 23
    end: int = 5


@dataclass(frozen=True, slots=True)
class Weights:
    """What a roster pays for. Fairness costs the growth of the sum of squares of each person's count."""

    missing: int = 1000
    turns: int = 2
    nights: int = 4
    weekends: int = 4
    wish: int = 10
    strange_post: int = 3
    km: int = 1
    change: int = 50


@dataclass(frozen=True, slots=True, order=True)
class Assignment:
    """A person takes a place of a slot. need: index into the slot's needs."""

    slot: str
    need: int
    person: str


Roster = frozenset[Assignment]


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything a solver is told.

    accompanied: who of a force is in a slot needs somebody of another in it (volunteer -> officer: never without).
    fixed: assignments that stand (published, begun): every roster has them. former: a roster whose changes cost
    `weights.change` each. zone: local days and nights are told by it.
    """

    id: str
    unit: str
    zone: tzinfo
    slots: tuple[Slot, ...]
    workers: tuple[Worker, ...]
    accompanied: Mapping[str, str] = field(default_factory=dict)
    night: Night = Night()
    weights: Weights = Weights()
    fixed: Roster = frozenset()
    former: Roster | None = None


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a roster breaks. rule: a word for programs; message: a line for people, by ids."""

    rule: str
    message: str
    people: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """What a roster costs, by part (missing, turns, nights, weekends, wish, strange_post, km, change)."""

    parts: Mapping[str, int]

    @property
    def total(self) -> int:
        """The sum."""
        return sum(self.parts.values())
