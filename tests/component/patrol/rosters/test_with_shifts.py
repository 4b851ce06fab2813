"""Rosters and their real shifts: made when published, brought to the newer version, ended when withdrawn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.patrol.app.rosters import storage
from services.patrol.app.rosters.desk import Around, roster_desk
from services.patrol.domain.shifts.leaving import DropOut
from tests.fixtures.patrol_roster_desk import FakeJobs, Office, World, command, greedy
from tests.fixtures.patrol_shifts import POLICY, UNIT, ZONE, shift_office


@pytest.fixture
def shifts(tmp_path):
    return shift_office(tmp_path / "store.db", (1, 2, 3, 4))


@pytest.fixture
def here(shifts):
    shifts.store.declare(*storage.collections())
    world = World(shifts.clock, people=shifts.folk.people, policy=POLICY)
    world.policy = replace(POLICY, horizon_frozen=world.policy.horizon_frozen * 0, accompanied={})
    jobs = FakeJobs(world)
    queries = shifts.uses.shifts
    around = Around(world, shifts.folk, world.rules, jobs, shifts.uses.open_shifts, queries.of_roster)
    return Office(
        world, shifts.store, roster_desk(shifts.store, shifts.clock, lambda _pending: None, ZONE, around), jobs
    )


def taken(shifts, id):
    return {(each.slot, person) for each in shifts.uses.shifts.of_roster(id) for person in each.people}


def as_planned(here, id):
    return {(place.slot, place.person) for place in here.roster(id)}


def test_a_published_roster_becomes_shifts_and_a_withdrawn_one_ends_them(here, shifts):
    id = here.published(1, 3, UNIT)
    assert taken(shifts, id) == as_planned(here, id)
    assert here.rota(id).shifts == "open"
    here.desk.withdraw(id, "another plan", command())
    here.settle()
    assert here.rota(id).shifts == "closed"
    assert {each.state for each in shifts.uses.shifts.of_roster(id)} == {"cancelled"}
    again = here.published(1, 3, UNIT)
    assert taken(shifts, again) == as_planned(here, again)


def test_a_newer_version_begins_with_who_really_has_the_shifts_and_changes_them(here, shifts):
    id = here.published(1, 4, UNIT)
    first = min(shifts.uses.shifts.of_roster(id), key=lambda shift: shift.start)
    place = next(each for each in first.places if each.person)
    shifts.uses.act(first.id, DropOut(place.person, "ill"), command())
    assert (first.slot, place.person) not in taken(shifts, id)
    seen = []

    def without(problem):
        seen.append(problem)
        rest = tuple(worker for worker in reversed(problem.workers) if worker.id != place.person)
        return greedy(replace(problem, workers=rest))

    here.world.answer = without
    here.plan(id)
    assert not any(each.slot == first.slot and each.person == place.person for each in seen[0].former)
    here.desk.publish(id, command())
    here.settle()
    assert here.rota(id).version == 2
    assert taken(shifts, id) == as_planned(here, id)
    assert all(person != place.person for _, person in taken(shifts, id))
