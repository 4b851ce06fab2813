"""Rules about one duty after another."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.patrol.domain.rosters.check import check
from services.patrol.domain.rosters.problem import Limits, Past
from tests.fixtures.patrol_rosters import at, fixing, problem, roster, slot, worker

REST = Limits(rest=timedelta(hours=11))


def rules(one, places):
    return [violation.rule for violation in check(one, places)]


def taken(one, person="p-1"):
    return roster(*((each.id, person) for each in one.slots))


def test_nobody_is_in_two_places_at_once():
    one = problem([slot("a", 0, 8, 8), slot("b", 0, 15, 4)], [worker()])
    assert rules(one, taken(one)) == ["overlap"]
    assert rules(fixing(one, ("a", "p-1")), taken(one)) == ["overlap"]
    assert rules(fixing(one, ("a", "p-1"), ("b", "p-1")), taken(one)) == []


def test_a_duty_may_begin_as_another_ends_where_no_rest_is_asked():
    one = problem([slot("a", 0, 8, 8), slot("b", 0, 16, 4)], [worker()])
    assert check(one, taken(one)) == []


def test_a_long_duty_overlaps_one_that_is_not_the_next():
    one = problem([slot("a", 0, 0, 24), slot("b", 0, 1, 1), slot("c", 0, 22, 1)], [worker()])
    pairs = [violation.slots for violation in check(one, taken(one))]
    assert pairs == [("a", "b"), ("a", "c")]


@pytest.mark.parametrize(("hour", "expected"), [(2, ["rest"]), (3, [])])
def test_rest_between_two_duties(hour, expected):
    one = problem([slot("a", 0, 8, 8), slot("b", 1, hour, 4)], [worker(limits=REST)])
    assert rules(one, taken(one)) == expected


@pytest.mark.parametrize(("ends", "expected"), [(at(-1, 21), []), (at(-1, 22), ["rest"]), (at(0, 9), ["overlap"])])
def test_rest_after_what_was_before_the_roster(ends, expected):
    one = problem([slot("a", 0, 8, 8)], [worker(limits=REST, past=Past(last_end=ends))])
    assert rules(one, taken(one)) == expected
    assert check(fixing(one, ("a", "p-1")), taken(one)) == []


def nights(days):
    return [slot(f"n{day}", day, 22, 4) for day in days]


def test_no_night_after_night():
    limits = Limits(most_nights=1)
    one = problem(nights([0, 1]), [worker(limits=limits)])
    assert rules(one, taken(one)) == ["most_nights"]
    assert rules(fixing(one, ("n0", "p-1")), taken(one)) == ["most_nights"]
    assert rules(fixing(one, ("n0", "p-1"), ("n1", "p-1")), taken(one)) == []
    assert check(problem(nights([0, 2]), [worker(limits=limits)]), roster(("n0", "p-1"), ("n2", "p-1"))) == []


def test_a_day_duty_between_does_not_join_two_nights():
    one = problem([*nights([0, 2]), slot("d", 1, 10, 4)], [worker(limits=Limits(most_nights=1))])
    assert check(one, taken(one)) == []


def test_the_night_before_the_roster_counts():
    past = Past(last_day=at(-1).date(), nights_in_row=1, days_in_row=1)
    one = problem(nights([0]), [worker(limits=Limits(most_nights=1), past=past)])
    assert rules(one, taken(one)) == ["most_nights"]


def test_days_in_a_row_with_those_before():
    past = Past(last_day=at(-1).date(), days_in_row=2)
    slots = [slot(f"d{day}", day) for day in range(3)]
    one = problem(slots, [worker(limits=Limits(most_days=4), past=past)])
    assert rules(one, roster(("d0", "p-1"), ("d1", "p-1"))) == []
    (found,) = check(one, taken(one))
    assert (found.rule, found.slots) == ("most_days", ("d0", "d1", "d2"))


def test_a_new_day_that_joins_two_fixed_runs_is_found():
    slots = [slot(f"d{day}", day) for day in range(5)]
    one = fixing(
        problem(slots, [worker(limits=Limits(most_days=4))]), *((f"d{day}", "p-1") for day in (0, 1, 3, 4))
    )
    assert check(one, one.fixed) == []
    assert rules(one, taken(one)) == ["most_days"]
