"""What is open, and what of the slots changed."""

from __future__ import annotations

from dataclasses import replace

from services.patrol.domain.rosters.differences import open_places, slots_changed
from services.patrol.domain.rosters.problem import Need
from services.patrol.domain.rosters.rota import OpenPlace
from tests.fixtures.patrol_rosters import at, problem, roster, slot, worker


def test_what_nobody_has_is_open():
    one = problem([slot("a", 0, 8, 8, Need("leader"), Need("guard", count=2))], [worker()])
    assert open_places(one, roster(("a", "p-1", 1))) == (
        OpenPlace("a", 0, "leader", 1),
        OpenPlace("a", 1, "guard", 1),
    )


def test_the_same_slots_are_no_change():
    assert slots_changed([slot("a", 0), slot("b", 1)], [slot("b", 1), slot("a", 0)], None) == []


def test_each_change_is_named():
    then = [slot("gone", 0), slot("moved", 1), slot("other", 2), slot("far", 3)]
    now = [
        slot("new", 0), slot("moved", 1, 9), slot("other", 2, 8, 8, Need("x")), replace(slot("far", 3), post="p"),
    ]  # fmt: skip
    said = slots_changed(then, now, None)
    assert len(said) == 5
    assert [each.split(":")[0].split()[0] for each in said] == ["gone", "new", "far", "moved", "other"]


def test_what_begins_before_the_frozen_line_is_not_compared():
    assert slots_changed([slot("a", 0)], [slot("b", 1)], at(1)) == ["b is needed now and was not planned"]
