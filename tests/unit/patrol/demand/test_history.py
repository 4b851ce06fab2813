"""What happened before, as what is to be expected and as people to send."""

from __future__ import annotations

import os
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from lianfang.runtime.calllog.layout import PRESETS
from lianfang.runtime.calllog.rows import Row, read_rows
from services.patrol.domain.demand.history import HOURS, WEEK, Count, Memory, Work, by_grid, expected, suggest

GRID, OTHER = "3504292010011001", "3504291010011001"
SINCE, UNTIL = date(2026, 1, 5), date(2026, 3, 29)  # twelve weeks from a Monday
DAYS = [SINCE + timedelta(days=n) for n in range((UNTIL - SINCE).days + 1)]
STEADY = Memory(half_life=10**6)
FRIDAY_23 = 4 * HOURS + 23
LOG = Path(os.environ.get("LIANFANG_DATA", Path(__file__).parents[5] / "shared" / "data")) / "calls"


def fridays(number, grid=GRID):
    return [Count(day, 23, grid, "10", number) for day in DAYS if day.weekday() == 4]


def test_what_comes_every_friday_is_expected_on_fridays():
    found = expected(fridays(2), SINCE, UNTIL, [GRID], STEADY)
    assert (found.counted, found.days, found.small) == (24, 84, True)
    assert max(range(WEEK), key=lambda at: found.hours[at]) == FRIDAY_23
    assert 0.8 < found.hours[FRIDAY_23] < 2.0
    assert sum(found.hours) == pytest.approx(2)  # two a week, whatever the hour


def test_a_quiet_grid_leans_on_the_county():
    quiet = [Count(DAYS[0], 3, GRID, "10", 1)]
    found = expected([*fridays(20, OTHER), *quiet], SINCE, UNTIL, [GRID], STEADY)
    assert found.small
    assert found.hours[FRIDAY_23] > found.hours[3]


def test_old_weeks_count_less():
    early, late = [Count(DAYS[0], 8, GRID, "10", 9)], [Count(DAYS[-7], 8, GRID, "10", 9)]
    memory = Memory(half_life=14)
    assert (
        expected(late, SINCE, UNTIL, None, memory).hours[8]
        > 5 * expected(early, SINCE, UNTIL, None, memory).hours[8]
    )


def test_a_wider_code_is_all_that_lies_in_it():
    counts = [*fridays(2), *fridays(1, OTHER)]
    assert expected(counts, SINCE, UNTIL, ["350429201"]).counted == 24
    assert expected(counts, SINCE, UNTIL, ["350429"]).counted == 36
    assert by_grid(counts) == {GRID: 24, OTHER: 12}


def test_nothing_counted_is_nothing_expected():
    found = expected([], UNTIL + timedelta(days=1), UNTIL)
    assert (found.hours, found.small, found.days) == ((0.0,) * WEEK, True, 0)
    assert suggest(found).rows == ((frozenset(range(1, 8)), (0,) * HOURS),)


def test_people_are_the_load_rounded_up_within_bounds_and_with_reasons():
    found = expected(fridays(4), SINCE, UNTIL, [GRID], STEADY)
    suggested = suggest(found, Work(minutes=60, share=0.5, least=1, most=6))
    friday = next(hours for days, hours in suggested.rows if 5 in days)
    assert (friday[23], friday[4]) == (6, 1)
    assert {day for days, _ in suggested.rows for day in days} == set(range(1, 8))
    assert suggested.reasons[0] == "48 incidents were counted on 84 days"
    assert any("weekday 5, 23:00" in reason for reason in suggested.reasons)
    assert not any("few" in reason for reason in suggested.reasons[:2])


def test_a_real_log_gives_the_profile_of_a_day_as_people_live_it():
    path = LOG / "montgomery_pa_911.csv.gz"
    if not path.exists():
        pytest.skip(f"{path.name} is not here: set LIANFANG_DATA to a folder that has calls/")
    zone = ZoneInfo("America/New_York")
    rows = [row for row in islice(read_rows(path, PRESETS["montgomery"], zone), 15_000) if isinstance(row, Row)]
    days = [row.time.astimezone(zone) for row in rows]
    counts = [Count(at.date(), at.hour, row.place, "10", 1) for at, row in zip(days, rows, strict=True)]
    first, last = min(at.date() for at in days), max(at.date() for at in days)
    found = expected(counts, first, last, None, STEADY)
    by_hour = [sum(found.hours[at] for at in range(hour, WEEK, HOURS)) / 7 for hour in range(HOURS)]
    assert not found.small
    assert max(range(HOURS), key=by_hour.__getitem__) in range(14, 20)  # the afternoon's traffic
    assert min(range(HOURS), key=by_hour.__getitem__) in range(1, 6)
    assert max(by_hour) > 2.5 * min(by_hour)
    per_week = len(rows) / ((last - first).days + 1) * 7
    assert sum(found.hours) == pytest.approx(per_week, rel=0.1)
