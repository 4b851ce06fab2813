"""Scheduling a session of a real case: the case decides, and the sweep settles what a process left behind."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from lianfang.persistence.store import StoreUnavailable
from services.mediation.app.schedule_session import SessionSaid
from services.mediation.app.sessions.calendars import Taken
from services.mediation.domain.ending import Withdraw
from services.mediation.domain.refused import Refused
from tests.fixtures.mediation import STUDIO, MediationOffice, command, mediation_office, officer


@pytest.fixture
def office(tmp_path):
    return mediation_office(tmp_path / "store.db")


@pytest.fixture
def case(office):
    return office.open().id


def said(office: MediationOffice, hour: float = 24) -> SessionSaid:
    start: datetime = office.clock().replace(minute=0, second=0) + timedelta(hours=hour)
    return SessionSaid(start, start + timedelta(hours=1), STUDIO, "main", ("m-1",))


def schedule(office: MediationOffice, case: str, when: SessionSaid, key: str = "c"):
    return office.app.schedule(case, when, officer(), command(key))


def lost(*_given, **_told):
    raise StoreUnavailable("the store is away")


def pass_by(office: MediationOffice, minutes: int = 7) -> None:
    for _ in range(minutes):
        office.clock.forward(60)
        office.app.schedule.sweep()


def test_a_session_is_booked_and_a_repeat_is_the_same_one(office, case):
    when = said(office)
    booked = schedule(office, case, when)
    assert schedule(office, case, when).sessions == booked.sessions
    found = office.app.agenda.session(booked.sessions[0].id)
    assert (found.state, found.booking.start) == ("confirmed", when.start)
    pass_by(office)
    assert office.app.agenda.session(booked.sessions[0].id).state == "confirmed"


def test_who_is_late_is_refused_and_the_time_is_free_for_others(office, case, monkeypatch):
    when = said(office)
    with monkeypatch.context() as away:
        away.setattr(type(office.app.act), "__call__", lost)
        with pytest.raises(StoreUnavailable):
            schedule(office, case, when)
    other = office.open("visit-2").id
    with pytest.raises(Taken):
        schedule(office, other, when, "d")
    pass_by(office)
    schedule(office, other, when, "d")
    with pytest.raises(Taken):
        schedule(office, case, when)
    with pytest.raises(Refused) as late:
        schedule(office, case, said(office, 48))
    assert late.value.reason == "session_given_up"
    assert len(schedule(office, case, said(office, 48), "afresh").sessions) == 1


def test_a_session_whose_confirmation_was_lost_keeps_its_time_and_is_confirmed_by_the_sweep(
    office, case, monkeypatch
):
    when = said(office)
    with monkeypatch.context() as away:
        away.setattr(type(office.app.calendars), "confirm", lost)
        with pytest.raises(StoreUnavailable):
            schedule(office, case, when)
    [session] = office.app.act.case(case).sessions
    office.clock.forward(3600)
    with pytest.raises(Taken):
        schedule(office, office.open("visit-2").id, when, "d")
    pass_by(office)
    assert office.app.agenda.session(session.id).state == "confirmed"


def test_a_refusal_of_the_case_holds_nothing(office, case):
    office.do(case, Withdraw("reconciled"))
    when = said(office)
    with pytest.raises(Refused):
        schedule(office, case, when)
    schedule(office, office.open("visit-2").id, when, "d")


def test_a_cancelled_session_is_not_brought_back_by_a_late_repeat(office, case):
    when = said(office)
    [session] = schedule(office, case, when).sessions
    office.app.schedule.end(case, session.id, False, "", officer(), command("e"))
    assert [each.state for each in schedule(office, case, when).sessions] == ["cancelled"]
    pass_by(office)
    schedule(office, office.open("visit-2").id, when, "d")
