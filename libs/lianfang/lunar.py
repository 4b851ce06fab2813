"""The Chinese lunar calendar (农历, GB/T 33661-2017): which lunar day a civil day is.

The months come from lunar_python (6tail; MIT, pure Python, no dependencies), which reckons them for any year. Its
own way from a day to its lunar day takes over a millisecond, a table of one year's months three orders less.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from functools import cache
from typing import NamedTuple

from lunar_python import LunarYear  # type: ignore[import-untyped]

FIRST_YEAR, LAST_YEAR = 1901, 2199
_JULIAN_OF_ORDINAL = 1_721_425
"""Julian day number, at noon, of the day whose proleptic ordinal is 0."""


class LunarDay(NamedTuple):
    """A day of the lunar calendar. leap: it lies in a leap month (闰月), which repeats the month's number."""

    year: int
    month: int
    day: int
    leap: bool = False


def lunar_day(day: date) -> LunarDay:
    """Return the lunar day of a civil day. Raises ValueError before 1901 and after 2199."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"{day} is out of range: the lunar calendar is known for {FIRST_YEAR} to {LAST_YEAR}")
    for year in (day.year, day.year - 1):
        starts, months = _months(year)
        at = bisect_right(starts, day.toordinal()) - 1
        if at >= 0:
            month, leap = months[at]
            return LunarDay(year, month, day.toordinal() - starts[at] + 1, leap)
    raise ValueError(f"{day} lies before the lunar year {day.year - 1}")


@cache
def _months(year: int) -> tuple[tuple[int, ...], tuple[tuple[int, bool], ...]]:
    """Return the first days (ordinals) of a lunar year's months, and each month's number and whether it is leap."""
    found = [month for month in LunarYear.fromYear(year).getMonths() if month.getYear() == year]
    starts = tuple(int(month.getFirstJulianDay()) - _JULIAN_OF_ORDINAL for month in found)
    return starts, tuple((abs(month.getMonth()), month.getMonth() < 0) for month in found)
