"""Rules about how much anybody is asked."""

from __future__ import annotations

import pytest

from services.patrol.domain.rosters.check import check
from services.patrol.domain.rosters.problem import Limits
from tests.fixtures.patrol_rosters import fixing, problem, roster, slot, worker


def rules(one, places):
    return [violation.rule for violation in check(one, places)]


def over(limits, *days):
    return problem([slot(f"d{day}", day) for day in days], [worker(limits=limits)])


def taken(one):
    return roster(*((each.id, "p-1") for each in one.slots))


@pytest.mark.parametrize(
    ("rule", "limit", "days"),
    [
        ("most_minutes", 960, (0, 1, 2)),
        ("most_turns", 2, (0, 2, 4)),
        ("week_minutes", 960, (0, 3, 6)),
        ("most_weekends", 1, (5, 12)),
    ],
)
def test_too_much_is_found_but_not_what_was_fixed(rule, limit, days):
    one = over(Limits(**{rule: limit}), *days)
    assert rules(one, taken(one)) == [rule]
    first = fixing(one, (f"d{days[0]}", "p-1"))
    assert rules(first, taken(one)) == [rule]
    assert check(fixing(one, *((each.id, "p-1") for each in one.slots)), taken(one)) == []
    enough = over(Limits(**{rule: limit}), *days[:-1])
    assert check(enough, taken(enough)) == []


def test_a_week_is_from_monday_to_sunday():
    one = over(Limits(week_minutes=960), 5, 6, 7, 8)
    assert check(one, taken(one)) == []


def test_both_days_of_a_weekend_are_one_weekend():
    one = over(Limits(most_weekends=1), 5, 6)
    assert check(one, taken(one)) == []


def test_a_new_duty_on_a_weekend_that_is_worked_already_is_no_further_weekend():
    one = fixing(over(Limits(most_weekends=1), 5, 12, 13), ("d5", "p-1"), ("d12", "p-1"))
    assert check(one, taken(one)) == []


@pytest.mark.parametrize("days", [(), (0,)])
def test_everybody_has_the_least_they_must_have(days):
    one = over(Limits(min_minutes=481), 0, 1)
    places = roster(*((f"d{day}", "p-1") for day in days))
    assert rules(one, places) == ["min_minutes"]


def test_what_somebody_has_in_other_rosters_counts_for_a_week_that_is_shared():
    who = worker(limits=Limits(week_minutes=1200), weeks={(2026, 10): 721})
    one = problem([slot("d0", 0), slot("d7", 7)], [who])
    (found,) = check(one, taken(one))
    assert (found.rule, found.slots) == ("week_minutes", ("d0",))
    assert check(fixing(one, ("d0", "p-1")), taken(one)) == []
