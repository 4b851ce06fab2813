from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.analytics.domain.figures.period import BadPeriod, Period, last_periods

KINDS = ("day", "week", "month", "quarter", "year")
DAYS = st.dates(date(1995, 1, 1), date(2190, 12, 31))


@given(st.sampled_from(KINDS), DAYS)
def test_what_is_written_is_read_back(kind, day):
    period = Period.of(kind, day)
    assert period.first <= day <= period.last
    assert Period.parse(period.text) == period


@given(st.sampled_from(KINDS), DAYS)
def test_the_period_before_ends_the_day_before(kind, day):
    period = Period.of(kind, day)
    assert period.previous().last + timedelta(days=1) == period.first
    assert period.previous().kind == kind


@given(st.sampled_from(("month", "quarter", "year")), DAYS)
def test_a_year_before_is_the_same_part_of_the_year(kind, day):
    period, before = Period.of(kind, day), Period.of(kind, day).year_before()
    assert (before.first.year, before.first.month) == (period.first.year - 1, period.first.month)


@pytest.mark.parametrize(
    ("text", "first", "last", "before", "year_before"),
    [
        ("2026-W53", "2026-12-28", "2027-01-03", "2026-W52", "2025-W52"),
        ("2024-02-29", "2024-02-29", "2024-02-29", "2024-02-28", "2023-02-28"),
        ("2026-Q1", "2026-01-01", "2026-03-31", "2025-Q4", "2025-Q1"),
        ("2026-03-02..2026-03-04", "2026-03-02", "2026-03-04", "2026-02-27..2026-03-01", "2025-03-02..2025-03-04"),
    ],
)  # fmt: skip
def test_known_periods(text, first, last, before, year_before):
    period = Period.parse(text)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)
    assert (period.previous().text, period.year_before().text) == (before, year_before)


@pytest.mark.parametrize(
    "text", ["", "2026-13", "2026-02-30", "2025-W53", "2026-Q5", "26", "2026-03-04..2026-03-02", "1026", "9999",
             "2026-1", "２０２６", "2026-03..2026-04", "2026-W00", "2026; DROP TABLE facts"],
)  # fmt: skip
def test_what_is_no_period_is_refused_with_the_forms_there_are(text):
    with pytest.raises(BadPeriod, match=r"2026-W47|out of reach"):
        Period.parse(text)


def test_days_are_local_and_bounds_are_in_utc():
    start, end = Period.parse("2026-03-02").bounds(ZoneInfo("Asia/Shanghai"))
    assert (start, end) == (datetime(2026, 3, 1, 16, tzinfo=UTC), datetime(2026, 3, 2, 16, tzinfo=UTC))


def test_slots_are_those_that_begin_in_the_period():
    assert [each.text for each in Period.parse("2026-03").slots("week")] == [
        "2026-W10", "2026-W11", "2026-W12", "2026-W13", "2026-W14",
    ]  # fmt: skip
    assert len(Period.parse("2026-02").slots("day")) == 28
    assert Period.parse("2026-03-02").slots("month") == []


def test_a_series_ends_with_the_period_asked_for():
    assert [each.text for each in last_periods(Period.parse("2026-02"), 3)] == ["2025-12", "2026-01", "2026-02"]


def test_a_period_that_has_not_begun_has_no_part():
    with pytest.raises(BadPeriod, match="has not begun"):
        Period.parse("2026-03").until(date(2026, 2, 1))
