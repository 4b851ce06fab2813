"""Certificates are warned of once, and leave that is granted is told to whoever fills shifts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from services.patrol.domain.people import certificates, leaves
from services.patrol.domain.span import Span
from tests.fixtures.patrol_people import command, people_office

UNTIL = date(2026, 4, 10)
DUE_AT = datetime(2026, 3, 11, 16, tzinfo=UTC)  # 30 days before the end of that day in Shanghai
WARNED_AT = DUE_AT + timedelta(seconds=1)


def certified(office, until=UNTIL):
    person = office.join("login-1")
    add = office.desk.people.act
    add(person.id, command(), lambda now: certificates.add(now, "first_aid", until, verified=True))
    return person.id


def test_a_certificate_is_warned_of_thirty_days_before_and_once(office):
    person = certified(office)
    office.clock.now = DUE_AT - timedelta(seconds=1)
    assert office.desk.warn_of_expiry() == 0
    office.clock.now = WARNED_AT
    assert office.desk.warn_of_expiry() == 1
    assert office.desk.warn_of_expiry() == 0
    (event,) = office.events("certificate_expiring")
    assert event["data"] == {
        "person": person, "unit": "360103.chuanshan.station-01", "force": "volunteer", "state": "applied",
        "skill": "first_aid", "until": "2026-04-10",
    }  # fmt: skip


def test_two_processes_warn_once(office, tmp_path):
    certified(office)
    other = people_office(tmp_path, office.clock, store=office.store)
    office.clock.now = WARNED_AT
    assert office.desk.warn_of_expiry() + other.desk.warn_of_expiry() == 1
    assert len(office.events("certificate_expiring")) == 1


def test_a_new_certificate_of_the_skill_has_a_warning_of_its_own(office):
    person = certified(office)
    office.clock.now = WARNED_AT
    office.desk.warn_of_expiry()
    later = UNTIL + timedelta(days=365)
    office.desk.people.act(person, command(), lambda now: certificates.add(now, "first_aid", later, verified=True))
    assert office.desk.warn_of_expiry() == 0
    office.clock.now += timedelta(days=365)
    assert office.desk.warn_of_expiry() == 1


def test_granted_leave_is_told_again_when_the_command_is_repeated(office):
    person = office.join("login-1")
    span = Span(office.clock.now + timedelta(days=1), office.clock.now + timedelta(days=2))
    office.desk.people.act(person.id, command(), lambda now: leaves.ask(now, "l-1", span, office.clock.now))
    assert office.left == []
    once = command("grant")
    for _ in range(2):
        assert office.desk.people.grant(person.id, "l-1", once).away == (span,)
    assert [(who, leave.id, leave.state) for who, leave in office.left] == [(person.id, "l-1", "granted")] * 2
    assert [event["data"]["leave_state"] for event in office.events("leave_changed")] == ["asked", "granted"]
