"""The process dies between any two writes; another one finishes what was begun, and nothing is done twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.patrol.domain.shifts.places import LIVE
from tests.fixtures.patrol_mortal import Crash, Mortal
from tests.fixtures.patrol_shifts import (
    START,
    broken_promises,
    command,
    pid,
    published,
    shift_office,
    slot,
    waiting,
)

TWO = [slot("s1"), slot("s2", START + timedelta(days=1))]
TAKEN = {("s1", 0): 1, ("s1", 1): 101, ("s2", 0): 2, ("s2", 1): 101}


def dying(path, office, lives):
    """Return another process of the office, which dies before its n-th write."""
    return shift_office(path, like=office, wrapped=lambda store: Mortal(store, lives))


@pytest.mark.parametrize("lives", range(14))
def test_opening_cut_short_is_finished_without_doubling(tmp_path, lives):
    path = tmp_path / "store.db"
    office = shift_office(path)
    roster = published(TWO, TAKEN)
    try:
        dying(path, office, lives).uses.open_shifts(roster)
    except Crash:
        office.uses.open_shifts(roster)
    office.clock.forward(3600)
    office.uses.settle()
    assert len(office.events("shift_published")) == 2
    assert [each.people for each in sorted(office.shifts(), key=lambda shift: shift.start)] == [
        (pid(1), pid(101)), (pid(2), pid(101)),
    ]  # fmt: skip
    assert all(not entry.look_at for who in (1, 2, 101) for entry in office.uses.diaries.of(pid(who)).entries)
    assert not broken_promises(office)


@pytest.mark.parametrize("lives", range(6))
def test_a_place_taken_cut_short_is_taken_whole_or_not_at_all(tmp_path, lives):
    path = tmp_path / "store.db"
    office = shift_office(path)
    shift = office.publish(*TWO, taken=TAKEN)[0]
    shift = office.uses.duty.drop_out(shift.id, pid(101), "ill", command())
    asked = waiting(shift, 1)[0]
    try:
        dying(path, office, lives).uses.duty.accept(shift.id, asked, command("a"))
    except Crash:
        office.clock.forward(180)
        office.uses.settle()
    assert not broken_promises(office)
    after = office.uses.duty.accept(shift.id, asked, command("a"))
    assert after.people == (pid(1), asked)
    assert [event["data"]["person"] for event in office.events("place_filled")] == [asked]
    office.clock.forward(180)
    office.uses.settle()
    assert [entry.look_at for entry in office.uses.diaries.of(asked).entries] == [None]
    notices = [each["name"] for each in office.uses.notices.of(asked).documents]
    assert notices.count("place_filled") == 1


@pytest.mark.parametrize("lives", range(10))
def test_firing_cut_short_loses_nothing_and_doubles_nothing(tmp_path, lives):
    path = tmp_path / "store.db"
    office = shift_office(path)
    shift = office.publish(*TWO, taken=TAKEN)[0]
    office.clock.now = START + timedelta(minutes=20)
    try:
        dying(path, office, lives).fire()
    except Crash:
        office.fire()
    assert [event["data"]["person"] for event in office.events("no_show_found")] == [pid(1), pid(101)]
    assert len(office.events("shift_started")) == 1
    assert waiting(office.get(shift.id), 0)
    assert [entry.shift for entry in office.uses.diaries.of(pid(1)).entries] == []
    assert [each["name"] for each in office.uses.notices.of(pid(1)).documents].count("no_show_found") == 1
    assert not broken_promises(office)


def test_two_replicas_fire_each_deadline_once(tmp_path):
    path = tmp_path / "store.db"
    one = shift_office(path)
    other = shift_office(path, like=one)
    shift = one.publish(*TWO, taken=TAKEN)[0]
    for moment in (START - timedelta(days=1), START - timedelta(hours=2), START, START + timedelta(minutes=15)):
        one.clock.now = moment + timedelta(seconds=1)
        assert one.uses.fire() + other.uses.fire() == (2 if moment == START else 1)
    mine = [event["type"] for event in one.events() if event["subject"] == shift.id]
    assert mine.count("patrol.no_show_found.v1") == 2
    assert mine.count("patrol.shift_started.v1") == 1
    assert one.get(shift.id).state in LIVE


def test_a_hold_that_never_became_a_place_is_refused_for_ever(office):
    shift = office.publish(slot(), taken={("s1", 0): 1})[0]
    hold = office.uses.act.hold(shift, pid(101))
    office.clock.forward(180)
    office.uses.settle()
    assert office.uses.diaries.of(pid(101)).entries == ()
    assert office.get(shift.id).given_up == (hold,)


def test_a_shift_that_can_not_be_fired_holds_up_no_other(office, monkeypatch):
    one, other = office.publish(
        slot("s1"), slot("s2", START + timedelta(hours=1)), taken={("s1", 0): 1, ("s2", 0): 2}
    )
    broken = {one.id}

    def gone(shift, person):
        if shift.id in broken:
            raise ValueError("as a defect would")
        return ""

    monkeypatch.setattr(type(office.uses.act), "gone", lambda self, shift, person: gone(shift, person))
    office.clock.now = START - timedelta(hours=20)
    office.fire()
    assert [office.get(each.id).reminded != () for each in (one, other)] == [False, True]
    broken.clear()
    office.fire()
    assert office.get(one.id).reminded
