"""Slots from patterns: the same in any part of the year, in any zone, and covering what is wanted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.patrol.domain.demand import slots
from services.patrol.domain.demand.calendar import Market
from services.patrol.domain.demand.local_time import moment
from services.patrol.domain.demand.pattern import Pattern, Rotation, Team
from services.patrol.domain.demand.tide import Row, Tide
from services.patrol.domain.demand.when import ALWAYS, When
from services.patrol.domain.rosters.problem import Need
from tests.fixtures.patrol_posts import PLAIN_CALENDAR, PLAIN_POST, POST, ZONE

CALENDAR = replace(
    PLAIN_CALENDAR, markets={"m": Market("m", "墟", "350429201", lunar_endings=frozenset({2, 5, 8}))}
)
OFFICER = (Need("officer"),)
TEAMS = tuple(Team(f"t{n}", (Need("volunteer", groups=frozenset({f"team:t{n}"})),)) for n in range(6))
NIGHT = Pattern("night", ALWAYS, time(22), time(2), 1, OFFICER, rotation=Rotation(TEAMS, date(2026, 1, 1)))
WEEK = Pattern("week", When(weekdays=frozenset({1})), time(8), time(8), 7, OFFICER)
MARKET = Pattern("market", When(market="m"), time(8), time(17), 0, OFFICER, {"household_registration": 1})
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def of(pattern, first, last, zone=ZONE, calendar=CALENDAR):
    return slots(PLAIN_POST, [pattern], calendar, first, last, zone)


def team(slot):
    return next(group for need in slot.needs for group in need.groups)


def test_a_night_ends_on_the_next_day_and_is_named_after_the_evening():
    (slot,) = of(NIGHT, date(2026, 3, 31), date(2026, 3, 31))
    assert slot.id == f"{POST}/night/2026-03-31T22:00"
    assert (slot.start, slot.end) == (datetime(2026, 3, 31, 14, tzinfo=UTC), datetime(2026, 3, 31, 18, tzinfo=UTC))
    assert slot.place == PLAIN_POST.place


def test_a_week_lasts_seven_days():
    (slot,) = of(WEEK, date(2026, 3, 1), date(2026, 3, 7))
    assert (slot.end - slot.start, slot.start.astimezone(ZONE).weekday()) == (timedelta(days=7), 0)


def test_a_market_day_has_its_second_officer():
    found = of(MARKET, date(2026, 3, 1), date(2026, 3, 31))
    assert [slot.start.astimezone(ZONE).day for slot in found] == [3, 6, 10, 13, 16, 20, 23, 26, 30]
    assert all(slot.together == {"household_registration": 1} for slot in found)


def test_over_a_year_each_team_has_its_turn_as_often_as_any_other():
    found = of(NIGHT, *YEAR)
    turns = [team(slot) for slot in found]
    assert turns[:7] == [f"team:t{n}" for n in (0, 1, 2, 3, 4, 5, 0)]
    assert {turns.count(f"team:t{n}") for n in range(6)} == {60, 61}


@pytest.mark.parametrize(("keeps", "after"), [(True, "team:t2"), (False, "team:t4")])
def test_skipped_days_cost_a_team_its_turn_only_if_that_is_the_rule(keeps, after):
    when = When(skip=frozenset({date(2026, 1, 3), date(2026, 1, 4)}))
    rotation = Rotation(TEAMS, date(2026, 1, 1), keeps)
    found = of(replace(NIGHT, when=when, rotation=rotation), date(2026, 1, 1), date(2026, 1, 5))
    assert [team(slot) for slot in found] == ["team:t0", "team:t1", after]


def test_turns_before_the_anchor_are_those_that_lead_up_to_it():
    assert [team(slot) for slot in of(NIGHT, date(2025, 12, 30), date(2026, 1, 1))] == [
        "team:t4", "team:t5", "team:t0"
    ]  # fmt: skip


TIDES = st.lists(st.integers(0, 4), min_size=24, max_size=24).map(tuple)
ZONES = ["Asia/Shanghai", "America/New_York", "Australia/Lord_Howe"]
DAYS = st.dates(date(2025, 10, 1), date(2026, 12, 31))


def tide(hours, begins=6, when=ALWAYS):
    rows = (Row(When(day="off"), hours[::-1]), Row(when, hours))
    return Pattern("tide", tide=Tide(Need("officer"), rows, begins, (3, 5, 8)))


@settings(max_examples=20)
@given(DAYS, st.integers(0, 40), st.integers(1, 40), TIDES, st.integers(0, 23), st.booleans())
def test_parts_put_together_are_the_whole(first, before, after, hours, begins, keeps):
    cut, last = first + timedelta(days=before), first + timedelta(days=before + after)
    rotating = replace(NIGHT, when=When(no_market="m"), rotation=Rotation(TEAMS, date(2026, 2, 11), keeps))
    patterns = [rotating, WEEK, MARKET, tide(hours, begins)]

    def part(start, end):
        return slots(PLAIN_POST, patterns, CALENDAR, start, end, ZONE)

    whole = part(first, last)
    halves = part(first, cut) + part(cut + timedelta(days=1), last)
    assert sorted(halves, key=lambda slot: (slot.start, slot.id)) == whole
    assert len({slot.id for slot in whole}) == len(whole)


@settings(max_examples=40)
@given(
    DAYS, TIDES, st.integers(0, 23), st.sampled_from(["Asia/Shanghai", "America/New_York", "Australia/Lord_Howe"])
)
def test_every_demanded_hour_that_there_is_is_covered(day, hours, begins, name):
    zone, pattern = ZoneInfo(name), tide(hours, begins)
    found = of(pattern, day, day, zone)
    wanted = pattern.tide.demand(day, CALENDAR)
    for number, people in enumerate(wanted):
        at = begins + number
        start = moment(day + timedelta(days=at // 24), time(at % 24), zone)
        end = moment(day + timedelta(days=(at + 1) // 24), time((at + 1) % 24), zone)
        there = sum(need.count for slot in found if slot.start <= start and end <= slot.end for need in slot.needs)
        assert start == end or there >= people
    assert all(slot.start < slot.end for slot in found)


@pytest.mark.parametrize(
    ("day", "clock", "shown"),
    [
        (date(2026, 3, 8), time(2, 30), "2026-03-08T07:00"),  # clocks go from 2:00 to 3:00
        (date(2026, 3, 8), time(3), "2026-03-08T07:00"),
        (date(2026, 11, 1), time(1, 30), "2026-11-01T05:30"),  # comes twice: the first
        (date(2026, 11, 1), time(2), "2026-11-01T07:00"),
    ],
)
def test_times_of_the_clock_where_clocks_are_set(day, clock, shown):
    assert f"{moment(day, clock, ZoneInfo('America/New_York')):%Y-%m-%dT%H:%M}" == shown


def test_a_duty_within_an_hour_that_is_left_out_is_none():
    pattern = Pattern("short", start=time(2, 15), end=time(2, 45), days=0, needs=OFFICER)
    assert of(pattern, date(2026, 3, 8), date(2026, 3, 8), ZoneInfo("America/New_York")) == []
    assert len(of(pattern, date(2026, 3, 9), date(2026, 3, 9), ZoneInfo("America/New_York"))) == 1
