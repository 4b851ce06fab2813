"""Deadlines lie in the case: a restart, two processes and a clock that jumps lose none and double none."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.mediation.domain.assigning import Accept, Assign
from services.mediation.domain.opening import Triage
from services.mediation.domain.transferring import Contact, TransferTo
from tests.fixtures.mediation import MEDIATORS, mediation_office

HOUR = 3600.0
DAY = 24 * HOUR


def missed(office, case: str) -> list[str]:
    return [event["data"]["kind"] for event in office.events("deadline_missed") if event["subject"] == case]


def test_a_dispute_that_nobody_triages_goes_up_to_the_next_owner(office):
    case = office.open()
    office.clock.forward(DAY + 1)
    office.fire()
    after = office.app.act.case(case.id)
    assert missed(office, case.id) == ["triage"]
    assert after.owner != case.owner
    assert after.deadlines["triage"] > office.clock()


def test_firing_again_at_the_same_moment_has_no_effect(office):
    case = office.open()
    office.clock.forward(DAY + 1)
    office.fire()
    before = office.app.act.case(case.id)
    office.fire()
    assert office.app.act.case(case.id) == before


def test_a_mediator_who_does_not_answer_is_replaced_by_the_next(office):
    case = office.open()
    office.do(case.id, Triage("people"), Assign("m-1"))
    office.clock.forward(12 * HOUR + 1)
    office.fire()
    after = office.app.act.case(case.id)
    assert after.state == "assigned"
    assert after.mediator != "m-1"
    assert MEDIATORS[after.mediator] in ("mediator", "lawyer")
    assert "m-1" in after.asked
    replaced = office.events("mediator_replaced")
    assert [each["data"]["mediator"] for each in replaced] == ["m-1"]


def test_when_nobody_is_left_to_ask_the_owner_is_told_by_a_deadline(office):
    case = office.open()
    office.do(case.id, Triage("court_docked"), Assign("c-1"))
    for _ in range(6):
        office.clock.forward(12 * HOUR + 1)
        office.fire()
    after = office.app.act.case(case.id)
    assert after.state == "triaged"
    assert "assign" in after.deadlines


def test_a_body_must_be_contacted_within_the_hour(office):
    case = office.open()
    office.do(case.id, TransferTo("township_government"))
    office.clock.forward(HOUR + 1)
    office.fire()
    assert missed(office, case.id) == ["contact"]
    office.do(case.id, Contact())
    office.clock.forward(2 * HOUR)
    office.fire()
    assert missed(office, case.id) == ["contact"]


def test_two_processes_fire_a_deadline_once(office, tmp_path):
    other = mediation_office(tmp_path / "mediation.db", office.clock, loaded=False)
    other.app.replica()
    case = office.open()
    office.clock.forward(DAY + 1)
    fired = [each.app.fire_deadlines() for each in (office, other, office, other)]
    assert sum(fired) == 1
    assert missed(office, case.id) == ["triage"]


def test_a_process_that_starts_anew_fires_what_fell_due_meanwhile(office, tmp_path):
    case = office.open()
    office.store.close()
    office.clock.forward(3 * DAY)
    again = mediation_office(tmp_path / "mediation.db", office.clock, loaded=False)
    again.app.replica()
    again.fire()
    assert missed(again, case.id) == ["triage"]


def test_a_clock_that_is_set_back_neither_loses_nor_doubles(office):
    case = office.open()
    office.clock.forward(DAY + 1)
    office.fire()
    office.clock.forward(-2 * DAY)
    office.fire()
    assert missed(office, case.id) == ["triage"]
    office.clock.forward(4 * DAY)
    office.fire()
    assert missed(office, case.id) == ["triage", "triage"]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(jumps=st.lists(st.floats(-30, 90), max_size=6), accepts=st.booleans())
def test_however_the_clock_jumps_an_open_case_has_owner_and_next_deadline(tmp_path_factory, jumps, accepts):
    office = mediation_office(tmp_path_factory.mktemp("jumps") / "mediation.db")
    case = office.open()
    office.do(case.id, Triage("people"), Assign("m-1"))
    if accepts:
        office.do(case.id, Accept("m-1"))
    for days in jumps:
        office.clock.forward(timedelta(days=days).total_seconds())
        office.fire()
        after = office.app.act.case(case.id)
        assert after.owner
        assert after.due() is not None
        assert after.due() >= office.clock()
    office.store.close()


@pytest.mark.parametrize("mode", ["people", "public_order"])
def test_the_case_that_is_read_again_is_the_case_that_was_written(office, mode):
    from services.mediation.app.codec import decode, encode

    case = office.open()
    office.do(case.id, Triage(mode), Assign("o-1" if mode == "public_order" else "m-1"))
    dossier = office.app.act.dossier(case.id)
    assert decode(encode(dossier)) == dossier
