"""What is true of the checker on any roster."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from services.patrol.domain.rosters.check import WORDS, check
from services.patrol.domain.rosters.problem import Assignment, Limits, Need
from tests.fixtures.patrol_rosters import problem, slot, worker
from tests.unit.patrol.domain.rosters.problems import rostered

few = settings(max_examples=25)


@few
@given(rostered(), st.randoms(use_true_random=False))
def test_the_order_of_slots_and_people_changes_nothing(case, shuffled):
    one, places = case
    slots, workers = list(one.slots), list(one.workers)
    shuffled.shuffle(slots)
    shuffled.shuffle(workers)
    other = replace(one, slots=tuple(slots), workers=tuple(workers))
    assert set(check(one, places)) == set(check(other, places))


@few
@given(rostered())
def test_every_violation_speaks_of_a_known_rule_in_words(case):
    for violation in check(*case):
        assert violation.rule in WORDS
        assert violation.message


@few
@given(rostered())
def test_a_second_overlapping_assignment_is_always_found(case):
    one, places = case
    taken = next(iter(sorted(places)), Assignment(one.slots[0].id, 0, one.workers[0].id))
    twin = replace(next(each for each in one.slots if each.id == taken.slot), id="twin", needs=(Need("any"),))
    bigger = replace(one, slots=(*one.slots, twin))
    found = check(bigger, places | {taken, Assignment("twin", 0, taken.person)})
    assert any({taken.slot, "twin"} == set(each.slots) for each in found if each.rule == "overlap")


@few
@given(rostered())
def test_what_is_wholly_fixed_breaks_nothing_but_what_is_missing(case):
    one, places = case
    found = check(replace(one, fixed=places), places)
    assert {each.rule for each in found} <= {"required", "min_minutes"}


@few
@given(rostered())
def test_a_person_taken_off_leaves_no_violation_that_names_them_but_the_least(case):
    one, places = case
    person = one.workers[0].id
    rest = frozenset(each for each in places if each.person != person)
    assert {each.rule for each in check(one, rest) if person in each.people} <= {"min_minutes"}


def test_a_station_of_five_thousand_for_four_weeks_breaks_no_rule_when_all_are_kept():
    limits = Limits(rest=timedelta(hours=11), most_nights=1, most_days=6, week_minutes=2400, most_turns=10)
    slots = [slot(f"s{day}-{one}", day, 22, 4, Need("volunteer", 25)) for day in range(28) for one in range(50)]
    workers = [worker(f"p{number}", "volunteer", limits=limits) for number in range(5000)]
    places = frozenset(
        Assignment(f"s{day}-{number // 4 // 25}", 0, f"p{number}")
        for number in range(5000) for day in range(number % 4, 28, 4)
    )  # fmt: skip
    assert check(problem(slots, workers), places) == []
