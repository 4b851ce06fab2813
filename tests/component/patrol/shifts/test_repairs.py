"""Nobody is free: the place stays open and is told; a solver proposes the fewest changes, done on approval only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from services.patrol.domain.people.person import Leave
from services.patrol.domain.shifts.opening import shift_id
from services.patrol.planning.kinds import KINDS, Report
from tests.fixtures.patrol_shifts import START, broken_promises, command, person, pid, shift_office, slot


@dataclass
class Job:
    owner: str
    state: str = "done"


def blocked(tmp_path):
    """Return an office with two shifts so near that nobody does both: 103 is away during the first of them.

    101, who drops out, is away during the second.
    """
    office = shift_office(tmp_path / "store.db", (1, 2, 101, 102, 103))
    near = slot("s2", START + timedelta(hours=8))
    office.folk.people[pid(103)] = person(103, leaves=(Leave("l-1", slot().span),))
    office.folk.people[pid(101)] = person(101, leaves=(Leave("l-2", near.span),))
    taken = {("s1", 0): 1, ("s1", 1): 101, ("s2", 0): 2, ("s2", 1): 102}
    office.publish(slot("s1"), near, taken=taken)
    return office, shift_id("r-1", "s1"), shift_id("r-1", "s2")


def test_what_nobody_can_fill_is_told_and_mended_by_the_fewest_changes(tmp_path):
    office, one, other = blocked(tmp_path)
    shift = office.uses.duty.drop_out(one, pid(101), "ill", command())
    assert [event["data"]["place"] for event in office.events("place_left_open")] == [1]
    assert shift.places[1].asks == ()
    asked = office.uses.repairs.propose(person(1).unit, 7, command("r"))
    again = office.uses.repairs.propose(person(1).unit, 7, command("r"))
    assert again["id"] == asked["id"]
    result = KINDS["repair"]({**office.jobs.payloads[asked["id"]], "seconds": 5}, Report())
    for _ in range(2):
        office.uses.repairs.on_done(Job(asked["id"]), result)
    proposal = office.uses.repairs.get(asked["id"])
    assert proposal["state"] == "proposed"
    assert sorted((each["shift"], each["from"], each["to"]) for each in proposal["changes"]) == sorted(
        [(one, "", pid(102)), (other, pid(102), pid(103))]
    )
    assert office.get(other).places[1].person == pid(102)
    for _ in range(2):
        done = office.uses.repairs.approve(asked["id"], command("a"))
    assert {each["outcome"] for each in done["changes"]} == {"done"}
    assert (office.get(one).places[1].person, office.get(other).places[1].person) == (pid(102), pid(103))
    assert (office.get(one).places[0].person, office.get(other).places[0].person) == (pid(1), pid(2))
    assert not broken_promises(office)


def test_what_changed_meanwhile_stays_as_it_is(tmp_path):
    office, one, other = blocked(tmp_path)
    office.uses.duty.drop_out(one, pid(101), "ill", command())
    asked = office.uses.repairs.propose(person(1).unit, 7, command("r"))
    result = KINDS["repair"]({**office.jobs.payloads[asked["id"]], "seconds": 5}, Report())
    office.uses.repairs.on_done(Job(asked["id"]), result)
    office.uses.duty.assign(other, pid(103), 1, "", command())
    done = office.uses.repairs.approve(asked["id"], command("a"))
    outcomes = {each["shift"]: each["outcome"] for each in done["changes"]}
    assert outcomes == {one: "done", other: "done"}
    assert not broken_promises(office)


def test_a_failed_job_leaves_nothing_to_approve(tmp_path):
    office, one, _ = blocked(tmp_path)
    office.uses.duty.drop_out(one, pid(101), "ill", command())
    asked = office.uses.repairs.propose(person(1).unit, 7, command("r"))
    office.uses.repairs.on_done(Job(asked["id"], "failed"), None)
    assert office.uses.repairs.get(asked["id"])["state"] == "failed"


def test_the_place_of_somebody_who_left_the_unit_is_mended_too(tmp_path):
    office, one, other = blocked(tmp_path)
    office.uses.duty.leave(pid(101), slot().span, "left")
    del office.folk.people[pid(101)]
    asked = office.uses.repairs.propose(person(1).unit, 7, command("r"))
    result = KINDS["repair"]({**office.jobs.payloads[asked["id"]], "seconds": 5}, Report())
    office.uses.repairs.on_done(Job(asked["id"]), result)
    changes = office.uses.repairs.get(asked["id"])["changes"]
    assert sorted((each["shift"], each["from"], each["to"]) for each in changes) == sorted(
        [(one, "", pid(102)), (other, pid(102), pid(103))]
    )
