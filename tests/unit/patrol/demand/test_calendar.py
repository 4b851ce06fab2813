"""Market days, festivals and what a pattern makes of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lianfang.lunar import lunar_day
from services.patrol.domain.demand.calendar import Market, Occasion
from services.patrol.domain.demand.when import When
from tests.fixtures.patrol_posts import PLAIN_CALENDAR

MARCH = [date(2026, 3, 1) + timedelta(days=n) for n in range(31)]


def market(**rules):
    return Market("m", "墟", "350429201", **rules)


def held(it):
    return [day.day for day in MARCH if it.on(day, lunar_day)]


@pytest.mark.parametrize(
    ("rules", "days"),
    [
        ({"solar_endings": frozenset({3, 8})}, [3, 8, 13, 18, 23, 28]),
        ({"solar_days": frozenset({1, 31})}, [1, 31]),
        ({"weekdays": frozenset({7})}, [1, 8, 15, 22, 29]),
        # 1 March 2026 is the 13th of the first lunar month, 19 March the 1st of the second
        ({"lunar_endings": frozenset({5})}, [3, 13, 23]),
        ({"lunar_days": frozenset({1, 30})}, [18, 19]),
    ],
)
def test_a_market_is_held_on_the_days_its_rule_names(rules, days):
    assert held(market(**rules)) == days


def test_what_is_told_of_a_date_stands_against_the_rule():
    third, fourth = date(2026, 3, 3), date(2026, 3, 4)
    rules = market(solar_endings=frozenset({3}), skipped=frozenset({third}), added=frozenset({fourth}))
    assert held(rules) == [4, 13, 23]


def test_a_lunar_festival_comes_every_year_and_not_in_leap_months():
    festival = Occasion("duanwu", "端午", frozenset({"festival"}), lunar=(6, 1), days=2)
    days = [date(2025, 1, 1) + timedelta(days=n) for n in range(365)]
    found = [day for day in days if festival.on(day, lunar_day)]
    assert found == [date(2025, 6, 25), date(2025, 6, 26)]  # the leap sixth month begins on 25 July


def test_a_pattern_holds_when_all_that_it_says_does():
    match = Occasion("match", "足球赛", frozenset({"match"}), date(2026, 3, 7), date(2026, 3, 8))
    markets = {"m": market(solar_endings=frozenset({3, 8}))}
    calendar = replace(PLAIN_CALENDAR, markets=markets, occasions=(match,))

    def days(**when):
        return [day.day for day in MARCH if When(**when).holds(day, calendar)]

    assert days(tags=frozenset({"match", "fair"})) == [7, 8]
    assert days(market="m", no_tags=frozenset({"match"})) == [3, 13, 18, 23, 28]
    assert days(market="m", day="off") == [8, 28]
    assert days(market="unknown") == []
    assert days(first=date(2026, 3, 30), skip=frozenset({date(2026, 3, 31)})) == [30]
    assert 8 not in days(no_market="m")
    assert days(day="working", weekdays=frozenset({6, 7})) == []


def test_a_worked_sunday_is_no_day_off():
    assert When(day="working").holds(date(2026, 2, 14), PLAIN_CALENDAR)  # made up for the Spring Festival
    assert When(day="off").holds(date(2026, 2, 17), PLAIN_CALENDAR)
