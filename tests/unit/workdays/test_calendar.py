"""Terms in working days end when the law says, whatever they start on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.workdays import WorkCalendar, load

CHINA = load()
SHANGHAI = ZoneInfo("Asia/Shanghai")
ZONES = st.sampled_from([UTC, SHANGHAI, ZoneInfo("America/New_York")])
MOMENTS = st.datetimes(datetime(2023, 6, 1), datetime(2027, 6, 1), timezones=ZONES)  # noqa: DTZ001 - zones come after
NUMBERS = st.integers(1, 40)
COVERED = [date(2024, 1, 1) + timedelta(days=n) for n in range(366 + 365 + 365)]


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def test_every_covered_day_is_as_an_independent_calendar_has_it():
    assert [day for day in COVERED if CHINA.is_working(day) != chinese_calendar.is_workday(day)] == []
    assert all(map(CHINA.covers, COVERED))
    assert COVERED[-1] == date(2026, 12, 31)


def test_beyond_the_covered_years_monday_to_friday_are_worked_and_it_is_said():
    assert CHINA.is_working(date(2027, 10, 1))  # a Friday; its holiday is not announced yet
    assert not CHINA.is_working(date(2027, 10, 2))
    assert not CHINA.covers(date(2027, 10, 1))


@pytest.mark.parametrize(
    ("start", "n", "last"),
    [
        ("2026-03-02T10:00", 3, "2026-03-05"),  # Monday: Tuesday, Wednesday, Thursday
        ("2026-03-06T23:59:59", 1, "2026-03-09"),  # Friday: Monday
        ("2026-02-13T09:00", 3, "2026-02-25"),  # Saturday 14th is worked, then Spring Festival until the 23rd
        ("2026-10-01T09:00", 1, "2026-10-08"),
        ("2026-10-09T09:00", 1, "2026-10-10"),  # a Saturday that makes up
        ("2026-03-03T00:00", 1, "2026-03-04"),  # midnight belongs to the day it begins
    ],
)
def test_a_term_in_working_days(start, n, last):
    end = CHINA.add_working_days(local(start), n)
    assert end == local(last) + timedelta(days=1)
    assert end.tzinfo is UTC


def test_the_local_day_counts_not_that_of_utc():
    assert CHINA.add_working_days(datetime(2026, 3, 2, 17, tzinfo=UTC), 1) == local(
        "2026-03-05"
    )  # 01:00 on Tuesday


def test_a_legal_term_moves_off_a_holiday():
    start = local("2026-09-03T12:00")
    assert CHINA.add_legal_days(start, 30) == local("2026-10-09")  # 3 October is a holiday: the 8th is the last day
    assert CHINA.add_legal_days(start, 1) == local("2026-09-05")


def test_a_day_that_a_clock_change_shortens_still_ends_at_midnight():
    berlin = WorkCalendar(frozenset(), frozenset(), frozenset({2026}), ZoneInfo("Europe/Berlin"))
    friday = datetime(2026, 3, 27, 12, tzinfo=UTC)
    assert berlin.end_of(friday.date() + timedelta(1)) == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert berlin.end_of(friday.date() + timedelta(2)) == datetime(2026, 3, 29, 22, tzinfo=UTC)
    assert berlin.add_working_days(friday, 1) == datetime(2026, 3, 30, 22, tzinfo=UTC)


@pytest.mark.parametrize("n", [0, -1])
def test_no_days_are_no_term(n):
    with pytest.raises(ValueError, match="1 or more"):
        CHINA.add_working_days(local("2026-03-02"), n)


def test_a_moment_without_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        CHINA.add_working_days(datetime(2026, 3, 2), 1)  # noqa: DTZ001 - on purpose


@given(MOMENTS, NUMBERS)
def test_a_term_ends_with_a_working_day_after_its_start(moment, n):
    last = CHINA.day_of(CHINA.add_working_days(moment, n) - timedelta(microseconds=1))
    assert CHINA.is_working(last)
    start = CHINA.day_of(moment)
    between = [start + timedelta(days=each + 1) for each in range((last - start).days)]
    assert sum(map(CHINA.is_working, between)) == n


@given(MOMENTS, MOMENTS, NUMBERS)
def test_who_starts_later_never_ends_earlier(one, other, n):
    early, late = sorted([one, other])
    assert CHINA.add_working_days(early, n) <= CHINA.add_working_days(late, n)
    assert CHINA.add_working_days(early, n) < CHINA.add_working_days(early, n + 1)
    assert CHINA.add_legal_days(early, n) <= CHINA.add_legal_days(late, n)


@given(st.dates(date(2023, 6, 1), date(2027, 6, 1)), st.integers(0, 40), st.integers(0, 40))
def test_counting_in_two_steps_is_counting_at_once(day, first, second):
    assert CHINA.nth_working_day(CHINA.nth_working_day(day, first), second) == CHINA.nth_working_day(
        day, first + second
    )
