"""Lunar days agree with another calendar of other making, day by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from lunardate import LunarDate

from lianfang.lunar import lunar_day


def test_every_day_of_half_a_century_is_as_in_another_library():
    day = date(2000, 1, 1)
    while day < date(2051, 1, 1):
        other = LunarDate.from_solar_date(day.year, day.month, day.day)
        assert lunar_day(day) == (other.year, other.month, other.day, bool(other.is_leap_month)), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 2, 16), (2025, 12, 29, False)),
        (date(2026, 2, 17), (2026, 1, 1, False)),  # New Year's day
        (date(2025, 7, 25), (2025, 6, 1, True)),  # the leap month of 2025
        (date(2033, 12, 22), (2033, 11, 1, True)),  # the problem of 2033
    ],
)
def test_known_days(day, told):
    assert lunar_day(day) == told


@pytest.mark.parametrize("day", [date(1900, 12, 31), date(2200, 1, 1)])
def test_beyond_its_years_it_says_so(day):
    with pytest.raises(ValueError, match="1901 to 2199"):
        lunar_day(day)
