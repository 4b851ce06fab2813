"""A published roster is planned anew: its shifts follow it, and whom it concerns is told, once."""

from __future__ import annotations

from datetime import timedelta

from services.patrol.domain.shifts.moving import Clear
from tests.fixtures.patrol_shifts import HOURS, START, broken_promises, command, pid, shift_office, slot

TAKEN = {("s1", 0): 1, ("s1", 1): 101}


def told(office, number, name):
    return [each["data"] for each in office.uses.notices.of(pid(number)).documents if each["name"] == name]


def test_other_hours_of_the_same_slot_reach_shift_diaries_and_people(office):
    office.publish(slot(), taken=TAKEN)
    longer = slot(length=HOURS * 2)
    (shift,) = office.publish(longer, taken=TAKEN, version=2)
    assert (shift.span, shift.people) == (longer.span, (pid(1), pid(101)))
    assert [each.span for each in office.uses.diaries.of(pid(101)).entries] == [longer.span]
    assert [each["what"] for each in told(office, 101, "shift_changed")] == ["replanned"]
    assert office.events("replacement_asked") == []
    assert not broken_promises(office)
    before = len(office.events())
    office.publish(longer, taken=TAKEN, version=2)
    assert len(office.events()) == before


def test_a_slot_that_was_given_up_and_comes_again_is_a_shift_again(office):
    office.publish(slot(), taken=TAKEN)
    office.publish(slot("s2", START + timedelta(days=1)), taken={("s2", 0): 1}, version=2)
    assert {each.slot: each.state for each in office.shifts()} == {"s1": "cancelled", "s2": "published"}
    (shift,) = office.publish(slot(), taken={("s1", 0): 2, ("s1", 1): 101}, version=3)
    assert (shift.state, shift.people) == ("published", (pid(2), pid(101)))
    assert len(told(office, 101, "shift_published")) == 2
    assert not broken_promises(office)


def test_a_shift_that_a_planner_called_off_stays_so(office):
    (shift,) = office.publish(slot(), taken=TAKEN)
    office.uses.duty.cancel(shift.id, "storm", command())
    (shift,) = office.publish(slot(), taken={("s1", 0): 2, ("s1", 1): 101}, version=2)
    assert (shift.state, shift.people) == ("cancelled", ())
    assert office.uses.diaries.of(pid(2)).entries == ()


def test_nobody_is_asked_while_people_change_places(tmp_path):
    office = shift_office(tmp_path / "store.db", (1, 2, 3, 101), accompanied={"volunteer": "officer"})
    (shift,) = office.publish(slot(), taken=TAKEN)
    office.publish(slot(), taken={("s1", 0): 2, ("s1", 1): 101}, version=2)
    assert office.events("replacement_asked") == []
    assert told(office, 101, "shift_changed") == []
    cleared = office.uses.act(shift.id, Clear(0, pid(2)), command())
    assert [ask for place in cleared.places for ask in place.asks] == []
    office.uses.duty.assign(shift.id, pid(3), 0, "", command())
    assert office.events("replacement_asked") == []
    assert not broken_promises(office)
