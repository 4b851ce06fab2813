"""Reports are due on the morning after their period, one by one, and a long silence is not made up in full."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.analytics.domain.figures.period import Period
from services.analytics.domain.reports.report import KINDS
from services.analytics.domain.reports.schedule import (
    CAUGHT_UP_MOST,
    Plan,
    after,
    due_at,
    first_plan,
    following,
    is_over,
)

ZONE = ZoneInfo("Asia/Shanghai")
MINUTES = st.integers(0, 15 * 366 * 24 * 60)
MOMENTS = MINUTES.map(lambda minutes: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("2026-11-22", "2026-11-22T23:30:00+00:00"),  # 07:30 on the 23rd in Shanghai
        ("2026-W47", "2026-11-22T23:30:00+00:00"),
        ("2026-11", "2026-11-30T23:30:00+00:00"),
        ("2025-12", "2025-12-31T23:30:00+00:00"),
    ],
)
def test_a_report_is_due_on_the_morning_after_its_period(text, due):
    assert due_at(Period.parse(text), time(7, 30), ZONE).isoformat() == due


@given(MOMENTS, st.sampled_from(list(KINDS)))
def test_the_first_report_is_of_the_period_that_runs_now(now, kind):
    period = Period.parse(first_plan(kind, "350924", now, ZONE).period)
    start, end = period.bounds(ZONE)
    assert start <= now < end
    assert period.kind == KINDS[kind]
    assert not is_over(period, now, ZONE)
    assert is_over(period, end, ZONE)


@given(MOMENTS, st.sampled_from(list(KINDS)), st.integers(0, 800))
def test_missed_reports_are_made_up_one_by_one_but_not_without_end(start, kind, days):
    now = start + timedelta(days=days)
    plan, made = first_plan(kind, "350924", start, ZONE), []
    while is_over(Period.parse(plan.period), now, ZONE):
        made.append(plan.period)
        plan = after(plan, now, ZONE)
    assert len(made) <= CAUGHT_UP_MOST[kind] + 1
    if made:
        assert following(Period.parse(made[-1])).text == plan.period
    gaps = [
        (one, other) for one, other in pairwise(made[1:])
        if following(Period.parse(one)).text != other
    ]  # fmt: skip
    assert gaps == []


def test_a_plan_on_time_goes_to_the_next_period():
    now = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
    assert after(Plan("weekly", "350924", "2026-W47"), now, ZONE).period == "2026-W48"
