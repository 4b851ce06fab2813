"""What a roster costs, part by part, by hand-made cases."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings

from services.patrol.domain.rosters.problem import Assignment, Need, Past, Weights, Wish
from services.patrol.domain.rosters.score import score
from tests.fixtures.patrol_rosters import at, problem, roster, slot, span, worker
from tests.unit.patrol.domain.rosters.problems import rostered

WEEK = [slot(f"s{day}", day) for day in range(7)]


def parts(one, *places):
    return {name: cost for name, cost in score(one, roster(*places)).parts.items() if cost}


def test_turns_cost_the_growth_of_the_square():
    one = problem(WEEK, [worker("p-1", past=Past(turns=3)), worker("p-2")], weights=Weights(missing=0))
    assert parts(one, ("s0", "p-1"), ("s1", "p-1"), ("s1", "p-2")) == {"turns": 2 * (25 - 9 + 1)}


def test_a_night_is_one_that_touches_the_night_hours_and_two_in_a_weekend_are_one_weekend():
    one = problem([slot("a", 5, 20, 4), slot("b", 6, 20, 2)], [worker(past=Past(nights=1, weekends=1))])
    assert parts(one, ("a", "p-1"), ("b", "p-1")) == {"turns": 8, "nights": 4 * 3, "weekends": 4 * 3}


def test_open_places_cost_their_weight_unless_they_are_required():
    needs = (Need("one", 3, weight=2), Need("two", 2, required=True))
    one = problem([slot("s", 0, 8, 8, *needs)], [worker()])
    assert parts(one, ("s", "p-1")) == {"missing": 4_000, "turns": 2}


def test_wishes_cost_each_avoided_duty_and_each_wanted_span_without_one():
    wishes = (Wish("avoid", span(0, 0, 48), 2), Wish("want", span(4, 0, 24), 3), Wish("want", span(1, 0, 24), 5))
    one = problem(WEEK, [worker(wishes=wishes)], weights=Weights(missing=0, turns=0))
    assert parts(one, ("s0", "p-1"), ("s1", "p-1")) == {"wish": 10 * (2 + 2 + 3)}
    assert parts(one) == {"wish": 10 * (3 + 5)}


def test_a_strange_post_and_the_way_there_cost():
    near, far = (115.9, 28.7), (115.9, 28.7 + 3.4 / 111.195)
    people = [worker("p-1", usual=frozenset({"elsewhere"}), home=far), worker("p-2", home=near)]
    one = problem([slot("s", 0, place=near)], people, weights=Weights(turns=0, missing=0))
    assert parts(one, ("s", "p-1"), ("s", "p-2")) == {"strange_post": 3, "km": 3}


def test_a_change_is_an_assignment_gone_or_one_new_on_a_slot_known_before():
    former = roster(("s0", "p-1"), ("s1", "p-1"))
    one = problem(WEEK, [worker("p-1"), worker("p-2")], weights=Weights(missing=0, turns=0), former=former)
    assert parts(one, ("s0", "p-1"), ("s1", "p-2"), ("s3", "p-2")) == {"change": 100}
    assert parts(one, *[(place.slot, place.person) for place in former]) == {}


def test_what_the_problem_does_not_know_costs_nothing():
    one = problem([], [worker()])
    assert score(one, frozenset({Assignment("s9", 0, "p-1"), Assignment("s9", 0, "p-9")})).total == 0


@settings(max_examples=30, deadline=None)
@given(rostered())
def test_the_total_is_the_sum_and_no_part_is_negative(case):
    made = score(*case)
    assert made.total == sum(made.parts.values())
    assert min(made.parts.values()) >= 0
    assert set(made.parts) == {
        "missing", "turns", "nights", "weekends", "wish", "strange_post", "km", "change",
    }  # fmt: skip


def test_a_night_may_begin_the_day_before():
    one = problem([slot("s", 0, 4, 4)], [worker()], weights=Weights(turns=0))
    assert parts(one, ("s", "p-1")) == {"nights": 4}
    assert one.slots[0].start - at(0) == timedelta(hours=4)
