"""Who had how many duties of a unit, by weeks: those that are over are counted once, kept, and never read again.

Fairness looks back a year. A unit of some thousands has tens of thousands of shifts a year, far too many to be read
whenever somebody is to be asked; of a week there is one document, of a year fifty-two.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime, time, timedelta, tzinfo
from typing import NamedTuple

from lianfang.persistence.store import AlreadyExists, Collection, Store, find_all
from services.patrol.app.shifts.codec import time_from
from services.patrol.app.shifts.storage import NAME as SHIFTS
from services.patrol.app.shifts.storage import within
from services.patrol.domain.policy import Policy
from services.patrol.domain.rosters.past import Done, Looks
from services.patrol.domain.rosters.problem import Night
from services.patrol.domain.span import Span

NAME = "shift_turns"
WEEK = timedelta(days=7)
SETTLED = timedelta(days=10)
"""When a week is over for good: its longest shifts have ended, and what phones kept offline has come."""
UNITS = 32
"""Of so many units the sums are held in memory."""


class Count(NamedTuple):
    """Turns, nights, weekends with a duty."""

    turns: int = 0
    nights: int = 0
    weekends: int = 0


Counts = Mapping[str, Count]


def collections() -> tuple[Collection, ...]:
    """Declare the collection: one document for each unit and week with duties."""
    return (Collection(NAME),)


def week_start(moment: datetime, zone: tzinfo) -> datetime:
    """Return the first moment of the ISO week that a moment lies in."""
    day = moment.astimezone(zone).date()
    return datetime.combine(day - timedelta(days=day.weekday()), time(), zone)


def counted(duties: Iterable[Done]) -> Count:
    """Return what one person's duties come to."""
    had = list(duties)
    return Count(len(had), sum(each.night for each in had), len({each.weekend for each in had} - {None}))


class Turns:
    """See the module's text. zone: whose weeks count."""

    def __init__(self, store: Store, clock: Callable[[], datetime], zone: tzinfo) -> None:
        self._store, self._clock, self._zone = store, clock, zone
        self._sums: OrderedDict[tuple[str, datetime, datetime], Counts] = OrderedDict()

    def until(self, moment: datetime) -> datetime:
        """Return up to when duties are counted here if they are wanted up to a moment: a whole week's end."""
        return week_start(min(moment, self._clock() - SETTLED), self._zone)

    def __call__(self, policy: Policy, unit: str, until: datetime) -> Counts:
        """Return what people did in the fairness period up to a moment of `until`; who did nothing is left out."""
        first = week_start(until - policy.fairness_period, self._zone)
        key = (unit, first, until)
        sums = self._sums.get(key)
        if sums is None:
            sums = self._sums[key] = self._sum(unit, first, until, policy.night)
        self._sums.move_to_end(key)
        while len(self._sums) > UNITS:
            self._sums.popitem(last=False)
        return sums

    def _sum(self, unit: str, first: datetime, until: datetime, night: Night) -> Counts:
        sums: defaultdict[str, Count] = defaultdict(Count)
        begin = first
        while begin < until:
            for person, count in self._week(unit, begin, night).items():
                known = sums[person]
                sums[person] = Count(*(own + more for own, more in zip(known, count, strict=True)))
            begin = week_start(begin + WEEK + timedelta(hours=12), self._zone)
        return dict(sums)

    def _week(self, unit: str, begin: datetime, night: Night) -> Counts:
        id = f"{unit}/{begin.astimezone(self._zone).date()}"
        known = self._store.get(NAME, id)
        if known is not None:
            return {person: Count(*count) for person, *count in known["people"]}
        found = self._count(unit, begin, night)
        if found:
            with suppress(AlreadyExists):
                self._store.insert(NAME, {"id": id, "people": [[who, *count] for who, count in found.items()]})
        return found

    def _count(self, unit: str, begin: datetime, night: Night) -> Counts:
        end = week_start(begin + WEEK + timedelta(hours=12), self._zone)
        looks, had = Looks(night, self._zone), defaultdict[str, list[Done]](list)
        week = within("unit_at", unit, begin, end)
        for document in find_all(self._store, SHIFTS, week, sort="unit_at"):
            keys = document["keys"]
            done = looks(Span(time_from(keys["start"]), time_from(keys["end"])))
            for person in keys["people"]:
                had[person].append(done)
        return {person: counted(duties) for person, duties in had.items()}
