"""Why somebody cannot take a slot: the quick test of one person that solvers and replacement seekers use.

It only narrows down; what a whole roster keeps to is proved by `check`, which shares nothing with this.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from services.patrol.domain.rosters.facts import Fact
from services.patrol.domain.rosters.problem import Need, Past, Worker

FOREVER = date.max.toordinal()


def held_until(worker: Worker, need: Need) -> int | None:
    """Return the ordinal of the last day on which somebody holds all a need asks; None: never did."""
    if (need.forces and worker.force not in need.forces) or (need.groups and not need.groups & worker.groups):
        return None
    last = FOREVER
    for skill in need.skills:
        if skill not in worker.skills:
            return None
        until = worker.skills[skill]
        if until is not None:
            last = min(last, until.toordinal())
    return last


def by_itself(worker: Worker, fact: Fact, until: int) -> list[str]:
    """Return the rules by which a person who holds what is asked until a day cannot take the slot, ever."""
    against = ["skills"] if until < fact.last_day else []
    if worker.away and any(span.meets(fact.slot.span) for span in worker.away):
        against.append("away")
    longest, last = worker.limits.longest, worker.past.last_end
    if longest is not None and fact.minutes > longest:
        against.append("longest")
    if last is not None and fact.start < last.timestamp() + worker.limits.rest.total_seconds():
        against.append("rest")
    return against


def too_near(worker: Worker, one: Fact, other: Fact) -> bool:
    """Tell whether nobody with this person's rest could do both."""
    first, second = (one, other) if one.start <= other.start else (other, one)
    return second.start < first.end + worker.limits.rest.total_seconds()


def beside(worker: Worker, fact: Fact, held: Sequence[Fact]) -> str | None:
    """Return the first rule that the slot breaks beside what a person holds already, None if it breaks none."""
    if any(too_near(worker, fact, other) for other in held):
        return "rest"
    return _beyond_counts(worker, fact, held) or _beyond_runs(worker, fact, held)


def _beyond_counts(worker: Worker, fact: Fact, held: Sequence[Fact]) -> str | None:
    limits, after = worker.limits, [*held, fact]
    this_week = worker.weeks.get(fact.week, 0) + sum(one.minutes for one in after if one.week == fact.week)
    weekends = {one.weekend for one in after if one.weekend is not None} if fact.weekend is not None else set()
    counts = (
        ("most_turns", len(after), limits.most_turns),
        ("most_minutes", sum(one.minutes for one in after), limits.most_minutes),
        ("week_minutes", this_week, limits.week_minutes),
        ("most_weekends", len(weekends), limits.most_weekends),
    )
    return next((rule for rule, count, most in counts if most is not None and count > most), None)


def _beyond_runs(worker: Worker, fact: Fact, held: Sequence[Fact]) -> str | None:
    limits = worker.limits
    if limits.most_days is not None and run(fact.day, days_before(worker.past, held)) > limits.most_days:
        return "most_days"
    if limits.most_nights is None or not fact.night:
        return None
    return "most_nights" if run(fact.day, nights_before(worker.past, held)) > limits.most_nights else None


def days_before(past: Past, held: Iterable[Fact]) -> set[int]:
    """Return the days with a duty, those just before the horizon too."""
    return _run_before(past, past.days_in_row) | {fact.day for fact in held}


def nights_before(past: Past, held: Iterable[Fact]) -> set[int]:
    """Return the days with a night duty, those just before the horizon too."""
    return _run_before(past, past.nights_in_row) | {fact.day for fact in held if fact.night}


def _run_before(past: Past, length: int) -> set[int]:
    if past.last_day is None:
        return set()
    last = past.last_day.toordinal()
    return set(range(last - length + 1, last + 1))


def run(day: int, days: set[int]) -> int:
    """Return how many days in a row there are when this one is among them."""
    first = last = day
    while first - 1 in days:
        first -= 1
    while last + 1 in days:
        last += 1
    return last - first + 1
