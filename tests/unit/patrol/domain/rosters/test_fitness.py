"""Who could take an open place, and who is asked first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from services.patrol.domain.rosters.check import check
from services.patrol.domain.rosters.fitness import candidates
from services.patrol.domain.rosters.problem import Assignment, Limits, Need, Past, Wish
from services.patrol.domain.rosters.score import score
from tests.fixtures.patrol_rosters import problem, roster, slot, span, worker
from tests.unit.patrol.domain.rosters.problems import rostered

VOLUNTEER = Need("volunteer", 2, frozenset({"volunteer"}))
OFFICER = Need("officer", 1, frozenset({"officer"}))
COMPANY = {"volunteer": "officer"}


def ids(found):
    return [each.person for each in found]


def test_the_least_served_comes_first_and_says_why():
    people = [
        worker("p-1", past=Past(turns=5)),
        worker("p-2", past=Past(turns=1)),
        worker("p-3", past=Past(turns=9)),
    ]
    found = candidates(problem([slot("s", 0)], people), roster(), "s", 0)
    assert ids(found) == ["p-2", "p-1", "p-3"]
    assert found[0].why == ("1 turns and 0 earlier nights so far",)


def test_who_is_away_tired_taken_expired_or_of_another_force_is_not_asked():
    people = [
        worker("p-away", away=(span(1, 0, 24),)),
        worker("p-tired", limits=Limits(rest=timedelta(hours=12))),
        worker("p-expired", skills={"legal": date(2026, 3, 2)}),
        worker("p-aux", "auxiliary"),
        worker("p-can", skills={"legal": None}),
    ]
    held = [replace(each, skills={"legal": None}) if not each.skills else each for each in people]
    need = Need("legal", 1, frozenset({"officer"}), frozenset({"legal"}))
    one = problem([slot("before", 0, 20, 8), slot("s", 1, 8, 8, need)], held)
    assert ids(candidates(one, roster(("before", "p-tired")), "s", 0)) == ["p-can"]


def test_a_volunteer_is_asked_only_where_an_officer_is():
    people = [worker("p-1"), worker("p-2", "volunteer")]
    one = problem([slot("s", 0, 8, 8, VOLUNTEER, OFFICER)], people, accompanied=COMPANY)
    assert candidates(one, roster(), "s", 0) == []
    assert ids(candidates(one, roster(("s", "p-1", 1)), "s", 0)) == ["p-2"]


def test_a_lacking_skill_is_asked_for():
    people = [worker("p-1"), worker("p-2", skills={"legal": None}), worker("p-3")]
    one = problem([slot("s", 0, 8, 8, Need("any", 2), together={"legal": 1})], people)
    assert ids(candidates(one, roster(("s", "p-1")), "s", 0)) == ["p-2"]
    assert ids(candidates(one, roster(("s", "p-2")), "s", 0)) == ["p-1", "p-3"]


def test_unknown_slots_and_needs_are_errors():
    one = problem([slot("s", 0)], [worker()])
    with pytest.raises(KeyError):
        candidates(one, roster(), "elsewhere", 0)
    with pytest.raises(IndexError):
        candidates(one, roster(), "s", 3)


@settings(max_examples=40, deadline=None)
@given(rostered())
def test_taking_a_candidate_breaks_nothing_new_and_costs_what_was_said(case):
    one, places = case
    one = replace(one, fixed=frozenset(), workers=tuple(_wanting(each) for each in one.workers))
    before = {violation.rule for violation in check(one, places)}
    slots = [each for each in one.slots if sum(place.slot == each.id for place in places) < each.needs[0].count]
    for each in slots:
        for found in candidates(one, places, each.id, 0):
            after = places | {Assignment(each.id, 0, found.person)}
            assert {violation.rule for violation in check(one, after)} <= before
            assert score(one, after).total - score(one, places).total == found.cost


def _wanting(each):
    return replace(each, wishes=(*each.wishes, Wish("want", span(3, 0, 72), 2)))


def test_among_five_thousand_the_first_twenty_are_named():
    past = [Past(turns=number % 7) for number in range(5_000)]
    people = [
        worker(f"p-{number:04}", "volunteer", past=past[number], home=(115.9, 28.7)) for number in range(5_000)
    ]
    slots = [slot(f"s{day}", day, 20, 4, VOLUNTEER, place=(115.8, 28.6)) for day in range(28)]
    one = problem(slots, people)
    taken = frozenset(Assignment(f"s{n % 28}", 0, f"p-{n:04}") for n in range(0, 5_000, 2))
    assert len(candidates(one, taken, "s9", 0)) == 20
