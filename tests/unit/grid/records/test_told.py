"""When something was that a phone tells, and which period that is."""

from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from services.grid.domain.records.duty import period_of
from services.grid.domain.records.told import SKEW, told

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WEEK = timedelta(days=7)
spans = st.timedeltas(timedelta(days=-30), timedelta(days=30))


@given(spans, st.none() | spans)
def test_nothing_is_told_before_it_was(behind, off):
    sent = None if off is None else NOON + off
    it = told(NOON - behind, NOON, sent, WEEK, "p-1")
    assert it.at <= it.received == NOON


@given(st.timedeltas(timedelta(0), timedelta(days=6)), spans)
def test_a_clock_however_wrong_tells_the_same_time(behind, off):
    right = told(NOON - behind, NOON, NOON, WEEK, "p-1")
    wrong = told(NOON - behind + off, NOON, NOON + off, WEEK, "p-1")
    assert abs(wrong.at - right.at) <= SKEW
    assert ("clock_skew" in wrong.flags) == (abs(off) > SKEW)


def test_what_is_old_is_flagged_and_taken():
    assert told(NOON - timedelta(days=8), NOON, None, WEEK, "p-1").flags == ("late_report", "too_old")
    assert told(NOON + timedelta(hours=1), NOON, None, WEEK, "p-1").flags == ("clock_ahead",)
    assert told(NOON - timedelta(minutes=4), NOON, None, WEEK, "p-1").flags == ()


def test_periods_are_days_iso_weeks_and_months():
    assert [period_of(date(2027, 1, 1), often) for often in ("day", "week", "month")] == [
        "2027-01-01", "2026-W53", "2027-01",
    ]  # fmt: skip


# What HTTP lets through: years from 1000 to 9000
years = st.integers(-366_000, 2_500_000).map(lambda days: datetime(2002, 1, 28, tzinfo=UTC) + timedelta(days=days))


@given(years, st.none() | years)
def test_whatever_a_phone_claims_there_is_a_day_for_it(at, sent):
    it = told(at, NOON, sent, WEEK, "p-1")
    assert it.at <= NOON
    assert it.at.astimezone(timezone(timedelta(hours=14))).year >= 999
