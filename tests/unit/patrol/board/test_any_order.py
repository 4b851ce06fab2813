"""Shifts and incidents may be heard of in any order, late and twice: the unit comes out the same."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.patrol.domain.board.assigning import choose, let_go, move
from services.patrol.domain.board.duties import take_duties
from services.patrol.domain.board.picture import picture
from services.patrol.domain.board.telling import KEPT, tell
from services.patrol.domain.board.unit import Base, Duty, Unit
from services.patrol.domain.refused import Refused
from tests.fixtures.clock import MORNING
from tests.fixtures.patrol_shifts import COUNTY, POST

EMPTY = Unit(Base(POST, COUNTY, COUNTY, capabilities=("patrol",)))


@st.composite
def histories(draw):
    """Return all versions of some shifts, and all choices and releases of some incidents."""
    told = []
    for shift in range(draw(st.integers(0, 3))):
        for version in range(1, draw(st.integers(1, 4)) + 1):
            people = {"officer": draw(st.integers(0, 2)), "volunteer": draw(st.integers(0, 2))}
            end = MORNING + timedelta(hours=draw(st.integers(1, 8)))
            told.append(("duty", Duty(f"s{shift}", version, MORNING, end, people, draw(st.booleans()),
                                      over=draw(st.booleans()))))  # fmt: skip
    for incident in range(draw(st.integers(0, 3))):
        for sequence in range(1, draw(st.integers(1, 4)) + 1):
            priority = draw(st.integers(1, 4)) if sequence % 2 else 0
            told.append(("incident", (f"i{incident}", sequence, priority)))
    return told


def hear(unit, item, now):
    kind, said = item
    if kind == "duty":
        return take_duties(unit, [said], now)
    incident, sequence, priority = said
    if priority:
        return choose(unit, incident, sequence, now, priority=priority)
    return let_go(unit, incident, sequence, now, "closed")


def after(items):
    unit, facts = EMPTY, []
    for number, item in enumerate(items):
        step = hear(unit, item, MORNING + timedelta(seconds=number))
        unit, facts = step.unit, [*facts, *step.facts]
    return unit, facts


@given(histories(), st.data())
def test_the_order_and_the_repeats_in_which_things_are_heard_do_not_matter(told, data):
    expected, _ = after(told)
    twice = data.draw(st.lists(st.sampled_from(told), max_size=4)) if told else []
    found, facts = after(data.draw(st.permutations(told + twice)))
    assert found.told == expected.told
    assert {each.incident: each.state for each in found.assignments} == {
        each.incident: each.state for each in expected.assignments
    }
    pictures = [dict(fact.data) for fact in facts if fact.name == "duty_changed"]
    assert all(one != other for one, other in pairwise(pictures))
    assert not told or pictures[-1] == found.told == picture(found, MORNING + timedelta(minutes=1))


@given(histories())
def test_each_assignment_is_told_to_begin_before_it_is_told_to_end(told):
    _, facts = after(told)
    open_now: set[str] = set()
    for fact in facts:
        if fact.name == "unit_assigned":
            open_now.add(fact.data["incident_id"])
        if fact.name == "unit_released":
            assert fact.data["incident_id"] in open_now
            open_now.remove(fact.data["incident_id"])
        if fact.name == "duty_changed":
            assert fact.data["assignments"] == len(open_now)


def test_a_release_heard_long_before_its_choice_still_ends_it():
    unit = let_go(EMPTY, "i-1", 5, MORNING, "closed").unit
    later = MORNING + 2 * KEPT
    unit = tell(unit, later).unit
    assert choose(unit, "i-1", 4, later, priority=1).unit.open == ()


def test_ended_assignments_are_forgotten_in_time():
    unit = let_go(choose(EMPTY, "i-1", 4, MORNING, priority=1).unit, "i-1", 5, MORNING, "closed").unit
    assert unit.assignments
    assert tell(unit, MORNING + KEPT).unit.assignments == ()


def test_an_assignment_goes_forward_only_and_steps_may_be_left_out():
    unit = choose(EMPTY, "i-1", 4, MORNING, priority=1).unit
    there = move(unit, "i-1", "on_scene", MORNING)
    assert there.facts[0].data["state"] == "on_scene"
    assert move(there.unit, "i-1", "on_scene", MORNING).facts == ()
    with pytest.raises(Refused, match="does not go back"):
        move(there.unit, "i-1", "accepted", MORNING)
    done = move(there.unit, "i-1", "done", MORNING)
    assert [fact.name for fact in done.facts] == ["unit_released", "duty_changed"]
    with pytest.raises(Refused, match="is done"):
        move(done.unit, "i-1", "accepted", MORNING)
    with pytest.raises(Refused, match="no part"):
        move(unit, "i-2", "accepted", MORNING)


def test_a_unit_that_was_let_go_may_be_chosen_again():
    unit = move(choose(EMPTY, "i-1", 4, MORNING, priority=1).unit, "i-1", "done", MORNING).unit
    again = choose(unit, "i-1", 7, MORNING, priority=1)
    assert [each.state for each in again.unit.open] == ["offered"]
    assert let_go(again.unit, "i-1", 5, MORNING, "closed").unit.open
