"""What duties before a roster count for."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.patrol.domain.rosters.past import Looks, past_of
from services.patrol.domain.rosters.problem import Night, Past
from tests.fixtures.patrol_rosters import ZONE, at, span


def past(*spans):
    looks = Looks(Night(), ZONE)
    return past_of(looks(each) for each in spans)


def test_who_had_no_duty_has_no_past():
    assert past() == Past()


def test_turns_nights_weekends_and_runs():
    found = past(span(0, 8, 8), span(4, 22, 4), span(5, 22, 4), span(6, 8, 8))
    assert (found.turns, found.nights, found.weekends) == (4, 2, 1)
    assert (found.last_end, found.last_day) == (at(6, 16), date(2026, 3, 8))
    assert (found.nights_in_row, found.days_in_row) == (0, 3)


def test_nights_in_a_row_are_those_up_to_the_last_duty():
    found = past(span(1, 22, 4), span(3, 22, 4), span(4, 22, 4))
    assert (found.nights_in_row, found.days_in_row) == (2, 2)


@given(st.lists(st.integers(0, 13), min_size=1, max_size=8, unique=True))
def test_a_run_ends_where_a_day_is_missing(days):
    found = past(*(span(day, 8, 8) for day in days))
    before = max(days) - found.days_in_row
    assert before not in days
    assert found.last_day == at(max(days)).date()
    assert {max(days) - back for back in range(found.days_in_row)} <= set(days)
    assert found.last_end - at(max(days)) == timedelta(hours=16)
