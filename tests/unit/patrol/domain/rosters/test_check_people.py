"""Rules about one place and the person in it: each hand-made roster breaks one rule exactly."""

from __future__ import annotations

from datetime import date

import pytest

from services.patrol.domain.rosters.check import check
from services.patrol.domain.rosters.problem import Assignment, Limits, Need
from tests.fixtures.patrol_rosters import fixing, problem, roster, slot, span, worker


def rules(one, places):
    return [violation.rule for violation in check(one, places)]


def test_a_roster_that_breaks_nothing_is_let_through():
    assert check(problem([slot("a", 0)], [worker()]), roster(("a", "p-1"))) == []


def test_two_slots_of_one_id_are_no_problem_to_check():
    with pytest.raises(ValueError, match="two slots"):
        check(problem([slot("a", 0), slot("a", 1)], [worker()]), frozenset())


@pytest.mark.parametrize(
    "place",
    [Assignment("b", 0, "p-1"), Assignment("a", 1, "p-1"), Assignment("a", -1, "p-1"), Assignment("a", 0, "q")],
)
def test_who_or_what_the_problem_does_not_know_is_named(place):
    (found,) = check(problem([slot("a", 0)], [worker()]), frozenset({place}))
    assert found.rule == "unknown"
    assert found.slots == (place.slot,)


def test_what_was_fixed_must_stay():
    one = fixing(problem([slot("a", 0)], [worker()]), ("a", "p-1"))
    assert rules(one, roster()) == ["fixed"]


@pytest.mark.parametrize(
    ("need", "who", "rule"),
    [
        (Need("x", forces=frozenset({"officer"})), worker(force="volunteer"), "force"),
        (Need("x", skills=frozenset({"legal"})), worker(), "skill"),
        (Need("x", skills=frozenset({"legal"})), worker(skills={"legal": date(2026, 3, 1)}), "skill"),
        (Need("x", groups=frozenset({"shop:1"})), worker(groups=frozenset({"shop:2"})), "group"),
        (Need("x"), worker(away=(span(0, 15, 2),)), "away"),
        (Need("x"), worker(limits=Limits(longest=479)), "longest"),
    ],
)
def test_a_person_unfit_for_the_place_is_found_but_not_when_it_was_fixed(need, who, rule):
    one = problem([slot("a", 0, 8, 8, need)], [who])
    places = roster(("a", "p-1"))
    assert rules(one, places) == [rule]
    assert check(fixing(one, ("a", "p-1")), places) == []


def test_leave_that_ends_as_the_duty_begins_is_no_hindrance():
    one = problem([slot("a", 0)], [worker(away=(span(0, 0, 8), span(0, 16, 8)))])
    assert check(one, roster(("a", "p-1"))) == []


@pytest.mark.parametrize(("hours", "expected"), [(4, []), (4.5, ["skill"])])
def test_a_certificate_must_be_valid_on_the_day_the_duty_ends(hours, expected):
    need = Need("x", skills=frozenset({"armed"}))
    one = problem([slot("a", 0, 20, hours, need)], [worker(skills={"armed": date(2026, 3, 2)})])
    assert rules(one, roster(("a", "p-1"))) == expected
