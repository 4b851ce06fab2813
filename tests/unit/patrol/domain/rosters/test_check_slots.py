"""Rules about all who take one slot."""

from __future__ import annotations

from services.patrol.domain.rosters.check import check
from services.patrol.domain.rosters.problem import Need
from tests.fixtures.patrol_rosters import fixing, problem, roster, slot, worker

OFFICER, VOLUNTEER, OTHER = worker("p-1"), worker("p-2", "volunteer"), worker("p-3", "volunteer")
TWO = Need("anybody", count=2)


def rules(one, places):
    return [violation.rule for violation in check(one, places)]


def test_no_more_people_than_asked():
    one = problem([slot("a", 0)], [OFFICER, VOLUNTEER])
    both = roster(("a", "p-1"), ("a", "p-2"))
    assert rules(one, both) == ["count"]
    assert rules(fixing(one, ("a", "p-1")), both) == ["count"]
    assert rules(fixing(one, ("a", "p-1"), ("a", "p-2")), both) == []


def test_a_required_need_must_be_met_and_another_may_stay_open():
    needs = (Need("leader", required=True), Need("specialist"))
    one = problem([slot("a", 0, 8, 8, *needs)], [OFFICER, VOLUNTEER])
    (found,) = check(one, roster(("a", "p-2", 1)))
    assert (found.rule, found.slots) == ("required", ("a",))
    assert "leader" in found.message
    assert check(one, roster(("a", "p-1", 0))) == []


def test_nobody_takes_two_places_of_one_slot():
    needs = (Need("one"), Need("two"))
    assert rules(problem([slot("a", 0, 8, 8, *needs)], [OFFICER]), roster(("a", "p-1", 0), ("a", "p-1", 1))) == [
        "twice"
    ]


def test_among_them_somebody_holds_the_skill_unless_nobody_is_there():
    clerk = worker("p-4", skills={"household_registration": None})
    one = problem(
        [slot("a", 0, 8, 8, TWO, together={"household_registration": 1})], [OFFICER, worker("p-5"), clerk]
    )
    assert rules(one, roster(("a", "p-1"), ("a", "p-5"))) == ["together"]
    assert rules(one, roster(("a", "p-1"), ("a", "p-4"))) == []
    assert rules(one, roster()) == []
    assert rules(fixing(one, ("a", "p-1")), roster(("a", "p-1"))) == []
    assert rules(fixing(one, ("a", "p-1")), roster(("a", "p-1"), ("a", "p-5"))) == ["together"]


def test_one_person_in_two_places_is_one_holder():
    clerk = worker("p-4", skills={"first_aid": None})
    one = problem([slot("a", 0, 8, 8, TWO, Need("x"), together={"first_aid": 2})], [clerk])
    assert set(rules(one, roster(("a", "p-4", 0), ("a", "p-4", 1)))) == {"twice", "together"}


def test_a_volunteer_is_never_without_an_officer():
    one = problem([slot("a", 0, 8, 8, TWO)], [OFFICER, VOLUNTEER, OTHER], accompanied={"volunteer": "officer"})
    (found,) = check(one, roster(("a", "p-2"), ("a", "p-3")))
    assert (found.rule, found.people) == ("accompanied", ("p-2", "p-3"))
    assert rules(one, roster(("a", "p-1"), ("a", "p-3"))) == []
    alone = fixing(one, ("a", "p-2"))
    assert rules(alone, roster(("a", "p-2"))) == []
    assert [found.people for found in check(alone, roster(("a", "p-2"), ("a", "p-3")))] == [("p-3",)]
