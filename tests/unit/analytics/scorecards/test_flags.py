"""What looks made to fit is told with its reason; honest figures aren't."""

from __future__ import annotations

import random
from datetime import timedelta
from zoneinfo import ZoneInfo

from services.analytics.domain.scorecards.flags import flags
from services.analytics.domain.wanted import Row, Span
from tests.unit.analytics.scorecards.conftest import END, START

ZONE = ZoneInfo("Asia/Shanghai")
SPAN = Span(START, END)
DAYS = 90


def visits(minutes, at=None):
    """A visit of so many minutes each, spread over the period unless told otherwise."""
    times = at or [START + timedelta(days=DAYS * n / len(minutes), hours=1) for n in range(len(minutes))]
    return [
        Row(f"e{n}", "visit_made", moment, value=value, other="p-1")
        for n, (value, moment) in enumerate(zip(minutes, times, strict=True))
    ]


def told(rules, rows):
    """The checks that found something among visits."""
    found = flags(
        rules.flags, {check.word: rows for check in rules.flags.checks if "visit" in check.word}, SPAN, ZONE
    )
    return {flag.check: flag for flag in found}


def test_honest_visits_are_not_flagged(rules):
    for seed in range(20):
        drawn = random.Random(seed)
        assert not told(rules, visits([round(drawn.gauss(38, 9)) for _ in range(120)]))


def test_visits_of_exactly_thirty_minutes_are(rules):
    flag = told(rules, visits([30] * 40 + [31, 32, 33, 34, 36, 41]))["visits_at_the_limit"]
    assert (flag.count, flag.of, flag.expected) == (40, 44, 8.8)
    assert flag.p < 1e-9
    assert "30" in flag.reason_zh
    assert "40 of 44" in flag.reason_en
    assert flag.events[0] == "e0"


def test_rounded_minutes_are_and_the_required_value_is_no_rounding(rules):
    assert "rounded_visits" in told(rules, visits([35, 40, 45, 50] * 10))
    assert "rounded_visits" not in told(rules, visits([30] * 100))


def test_entries_at_the_end_of_the_period_are(rules):
    late = [END - timedelta(hours=hour) for hour in range(1, 31)]
    assert told(rules, visits([37 + n % 9 for n in range(30)], late))["visits_at_the_end"].count == 30


def test_a_day_with_more_visits_than_hours_is(rules):
    one_day = [START + timedelta(hours=2 + n / 10) for n in range(30)]
    flag = told(rules, visits([33] * 30, one_day))["full_days_of_visits"]
    assert flag.count == 1
    assert "990" in flag.reason_en


def test_few_values_say_nothing(rules):
    assert not told(rules, visits([30] * 9))
