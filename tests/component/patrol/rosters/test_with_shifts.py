"""Rosters and their real shifts: made when published, brought to the newer version, ended when withdrawn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.patrol.app.rosters import storage
from services.patrol.app.rosters.desk import Around, roster_desk
from services.patrol.domain.refused import Refused
from services.patrol.domain.shifts.leaving import DropOut
from tests.fixtures.patrol_roster_desk import FakeJobs, Office, World, command, greedy
from tests.fixtures.patrol_shifts import OFFICER, POLICY, UNIT, VOLUNTEER, ZONE, shift_office


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


def test_who_has_a_frozen_place_is_known_in_every_later_version(here, shifts):
    here.world.needs = (VOLUNTEER, OFFICER)
    id = here.published(1, 4, UNIT)
    until = max(shift.end for shift in shifts.uses.shifts.of_roster(id))
    standing = taken(shifts, id)
    assert len(standing) == 4
    for _ in range(2):
        here.plan(id, frozen_before=until)
        assert as_planned(here, id) == standing
        problem = here.desk.rosters.shown(here.rota(id), "planned").problem
        assert {(place.slot, place.person) for place in problem.fixed} == standing
        here.desk.publish(id, command())
        here.settle()


def test_who_said_they_can_not_come_is_not_put_in_again_by_the_next_version(here, shifts):
    id = here.published(1, 2, UNIT)
    first = min(shifts.uses.shifts.of_roster(id), key=lambda shift: shift.start)
    place = next(each for each in first.places if each.person)
    shifts.uses.duty.drop_out(first.id, place.person, "ill", command())
    here.plan(id)
    shown = here.desk.rosters.shown(here.rota(id), "planned")
    assert (first.slot, place.person) not in {(each.slot, each.person) for each in shown.roster}
    (worker,) = [each for each in shown.problem.workers if each.id == place.person]
    assert first.span in worker.away


def test_a_drop_out_after_planning_keeps_the_newer_version_from_being_published(here, shifts):
    id = here.published(1, 2, UNIT)
    here.plan(id)
    planned = sorted((each.slot, each.person) for each in here.desk.rosters.shown(here.rota(id), "planned").roster)
    slot_id, gone = planned[0]
    (shift,) = [each for each in shifts.uses.shifts.of_roster(id) if each.slot == slot_id]
    shifts.uses.duty.drop_out(shift.id, gone, "ill", command())
    with pytest.raises(Refused) as refused:
        here.desk.publish(id, command())
    assert refused.value.reason == "outdated"
