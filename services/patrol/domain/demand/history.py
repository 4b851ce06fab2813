"""What happened before, by grid and hour of the week, as what is to be expected and as people to send.

Counts only: no incident, no person. Old weeks count less (exponential decay), and what a grid has seen seldom leans
on the county's profile (shrinkage, a gamma prior on a Poisson rate), so that one bad night does not make a trouble
spot. How little was counted is told beside every figure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

WEEK = 168
HOURS = 24


@dataclass(frozen=True, slots=True)
class Count:
    """So many incidents of a class in a grid in an hour of a local day."""

    day: date
    hour: int
    grid: str
    category_class: str
    number: int


@dataclass(frozen=True, slots=True)
class Memory:
    """How the past is weighed. half_life: days after which an incident counts half. lean: incidents as much as
    which the county's profile weighs. few: incidents below which a count is called small."""

    half_life: int = 90
    lean: float = 30.0
    few: int = 30


PLAIN_MEMORY = Memory()


@dataclass(frozen=True, slots=True)
class Expected:
    """Incidents expected in each hour of the week (Monday 0:00 first). counted: incidents it rests on, unweighed;
    days: days they were counted on; small: too few to say much."""

    hours: tuple[float, ...]
    counted: int
    days: int
    small: bool


def expected(
    counts: Iterable[Count], since: date, until: date, grids: Collection[str] | None = None,
    memory: Memory = PLAIN_MEMORY,
) -> Expected:  # fmt: skip
    """Return what is to be expected in some grids together, in the whole county by default.

    counts: the county's. since, until: the days over which incidents were counted, both in; days without one count
    as such. grids: codes; a wider code stands for all that lies in it. Nothing counted gives nothing expected.
    """
    inside = [count for count in counts if since <= count.day <= until]
    weeks = _exposure(since, until, memory)
    county = _weighed(inside, until, memory)
    chosen = inside if grids is None else [each for each in inside if each.grid.startswith(tuple(grids))]
    number, days = sum(each.number for each in chosen), max(0, (until - since).days + 1)
    small = number < memory.few
    profile = _profile(county)
    own = _weighed(chosen, until, memory)
    mean = sum(own) / sum(weeks) if any(weeks) else 0.0
    if not mean:
        return Expected((0.0,) * WEEK, number, days, small)
    lean = memory.lean / (mean * WEEK)  # the prior in weeks: as long as it takes to see as many
    hours = tuple((seen + lean * mean * profile[at]) / (weeks[at] + lean) for at, seen in enumerate(own))
    return Expected(hours, number, days, small)


def _exposure(since: date, until: date, memory: Memory) -> list[float]:
    """Return, for each hour of the week, how many weeks it was watched, old ones counting less."""
    weeks = [0.0] * WEEK
    for number in range(max(0, (until - since).days + 1)):
        day = date.fromordinal(since.toordinal() + number)
        weight = _weight(day, until, memory)
        for hour in range(HOURS):
            weeks[day.weekday() * HOURS + hour] += weight
    return weeks


def _weighed(counts: Iterable[Count], until: date, memory: Memory) -> list[float]:
    hours = [0.0] * WEEK
    for each in counts:
        hours[each.day.weekday() * HOURS + each.hour] += each.number * _weight(each.day, until, memory)
    return hours


def _weight(day: date, until: date, memory: Memory) -> float:
    return float(0.5 ** ((until - day).days / memory.half_life))


def _profile(county: Sequence[float]) -> list[float]:
    """Return the county's shape of the week, 1 on average; with little to go by it leans on the shape of a day."""
    total = sum(county)
    if not total:
        return [1.0] * WEEK
    flat = 1.0  # one incident in each hour of the day, so that none is impossible
    by_hour = [sum(county[at] for at in range(hour, WEEK, HOURS)) for hour in range(HOURS)]
    day = [(seen + flat) * HOURS / (total + flat * HOURS) for seen in by_hour]
    lean = float(WEEK)  # as many incidents as there are hours to tell apart
    return [(county[at] * WEEK + lean * day[at % HOURS]) / (total + lean) for at in range(WEEK)]


@dataclass(frozen=True, slots=True)
class Work:
    """How incidents become people. minutes: one takes, for one person. share: of an hour that is to be filled so.
    least, most: people of any hour."""

    minutes: int = 40
    share: float = 0.5
    least: int = 0
    most: int = 100


@dataclass(frozen=True, slots=True)
class Suggested:
    """A tide to look at: weekdays (ISO) with the same people by hour, and why."""

    rows: tuple[tuple[frozenset[int], tuple[int, ...]], ...]
    reasons: tuple[str, ...]


PLAIN_WORK = Work()


def suggest(it: Expected, work: Work = PLAIN_WORK) -> Suggested:
    """Return people by hour: as many as the load of the hour, rounded up, within least and most."""
    load = [rate * work.minutes / 60 / work.share for rate in it.hours]
    people = [min(work.most, max(work.least, ceil(round(each, 6)))) for each in load]
    days: dict[tuple[int, ...], set[int]] = {}
    for day in range(7):
        days.setdefault(tuple(people[day * HOURS : (day + 1) * HOURS]), set()).add(day + 1)
    rows = tuple((frozenset(weekdays), hours) for hours, weekdays in days.items())
    return Suggested(rows, tuple(_reasons(it, work, load)))


def _reasons(it: Expected, work: Work, load: Sequence[float]) -> Iterable[str]:
    yield f"{it.counted} incidents were counted on {it.days} days"
    if it.small:
        yield "that is few: each hour leans on the profile of the whole county"
    yield f"an incident takes {work.minutes} minutes of one person, who is to be busy {work.share:.0%} of the hour"
    busiest = max(range(WEEK), key=lambda at: load[at])
    if load[busiest] > 0:
        at = f"weekday {busiest // HOURS + 1}, {busiest % HOURS:02}:00"
        yield f"the busiest hour is {at}: {it.hours[busiest]:.2f} incidents, {load[busiest]:.2f} people"
    if work.least:
        yield f"never fewer than {work.least}"


def by_grid(counts: Iterable[Count]) -> Mapping[str, int]:
    """Return how many were counted in each grid, the most first."""
    totals: dict[str, int] = {}
    for each in counts:
        totals[each.grid] = totals.get(each.grid, 0) + each.number
    return dict(sorted(totals.items(), key=lambda item: (-item[1], item[0])))
