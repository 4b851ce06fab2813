"""The tide (潮汐): people wanted by hour and kind of day, and the turns that cover them at least cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from services.patrol.domain.demand.calendar import Calendar
from services.patrol.domain.demand.flow import Arc, least_cost
from services.patrol.domain.demand.when import When
from services.patrol.domain.rosters.problem import Need

HOURS = 24


@dataclass(frozen=True, slots=True)
class Row:
    """People wanted on a kind of day: hours[h] from h:00 to h+1:00 by the clock."""

    when: When
    hours: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tide:
    """The first row that holds on a day says how many are wanted; a day without a row wants nobody.

    need: what each of them must be; its count is not used. begins: hour at which a day of duty begins: the hours
    before it belong to the night of the day before. lengths: hours that a turn may last.
    """

    need: Need
    rows: tuple[Row, ...]
    begins: int = 6
    lengths: tuple[int, ...] = (4, 6, 8)

    def demand(self, day: date, calendar: Calendar) -> tuple[int, ...]:
        """Return the people wanted in each of the 24 hours from `begins` o'clock of a day."""
        row = next((row for row in self.rows if row.when.holds(day, calendar)), None)
        if row is None:
            return (0,) * HOURS
        return row.hours[self.begins :] + row.hours[: self.begins]


@dataclass(frozen=True, slots=True, order=True)
class Turn:
    """So many people from an hour on for some hours, both counted from the beginning of the day of duty."""

    start: int
    hours: int
    people: int


@lru_cache(maxsize=4096)
def cover(demand: tuple[int, ...], lengths: tuple[int, ...]) -> tuple[Turn, ...]:
    """Return turns of allowed lengths that cover a demand hour by hour, within its hours.

    No choice of turns has fewer person-hours, and none of those that have as few has fewer turns. That is exact:
    turns are consecutive hours, so the covering program is a flow (Veinott and Wagner 1962; Segal 1974): a turn is
    an arc from its first hour to its end, a surplus goes back by an hour, and the supply of an hour is by how much
    its demand exceeds that of the hour before. Raises ValueError when no length fits into the hours of the demand.
    """
    hours = len(demand)
    fitting = sorted({length for length in lengths if 0 < length <= hours})
    if any(demand) and not fitting:
        raise ValueError(f"no turn of {lengths} hours fits into {hours}: allow a shorter one")
    turns = [(start, length) for length in fitting for start in range(hours - length + 1)]
    unit = sum(demand) + 1  # an hour costs more than any number of turns
    arcs = [Arc(start, start + length, length * unit + 1) for start, length in turns]
    back = [Arc(hour + 1, hour, 0) for hour in range(hours)]
    edges = (0, *demand, 0)
    flow = least_cost([edges[at + 1] - edges[at] for at in range(hours + 1)], [*arcs, *back])
    return tuple(sorted(
        Turn(start, length, people) for (start, length), people in zip(turns, flow, strict=False) if people
    ))  # fmt: skip
