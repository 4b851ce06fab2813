"""民转刑: a dispute whose risk rises to red is told at once to those who must act."""

from __future__ import annotations

import pytest

from services.mediation.domain.grading import AcknowledgeAlarm, ApproveLowering, ProposeLowering, Raise, Signal
from services.mediation.domain.refused import Refused
from tests.fixtures.mediation import COUNTY, GRIDS, officer, person

MINUTE = 60.0
TEAMS = {f"{COUNTY}.county.command", f"{COUNTY}.left.command", f"{COUNTY}.left.community"}


def alarms(office) -> list[dict]:
    return office.events("alarm_raised")


def test_red_is_an_event_at_once_for_command_room_and_community_team(office):
    case = office.open()
    after = office.do(case.id, Raise("red", "knife_shown"))
    assert after.risk == "red"
    told = {event["data"]["team"] for event in alarms(office)}
    assert told == TEAMS
    assert {f"{event['region']}.{event['addressee']}" for event in alarms(office)} == TEAMS
    assert office.handed[-1].document["outbox"], "it is handed to the relay in the same moment"


def test_the_score_alone_raises_it_and_shows_its_reasons(office):
    case = office.open()
    after = office.do(case.id, Signal(("threats", "weapon", "stalking")))
    assert after.risk == "red"
    (raised,) = [each for each in office.events("risk_raised") if each["data"]["to"] == "red"]
    assert sum(reason["points"] for reason in raised["data"]["reasons"]) == raised["data"]["points"]
    assert {reason["factor"] for reason in raised["data"]["reasons"]} >= {"threats", "weapon", "stalking"}


def test_an_alarm_that_nobody_acknowledges_is_raised_again(office):
    case = office.open()
    office.do(case.id, Raise("red", "knife_shown"))
    first = len(alarms(office))
    office.clock.forward(16 * MINUTE)
    office.fire()
    assert len(alarms(office)) == 2 * first
    office.do(case.id, AcknowledgeAlarm(f"{COUNTY}.county.command"))
    office.clock.forward(60 * MINUTE)
    office.fire()
    assert len(alarms(office)) == 2 * first


def test_lowering_takes_two_people(office):
    case = office.open()
    office.do(case.id, Raise("red", "knife_shown"))
    office.do(case.id, ProposeLowering("yellow", "reconciled"))
    with pytest.raises(Refused, match="another person"):
        office.do(case.id, ApproveLowering("yellow"))
    after = office.do(case.id, ApproveLowering("yellow"), caller=officer("officer-2"))
    assert after.risk == "yellow"


def test_a_new_incident_between_the_families_of_an_open_dispute_raises_it(office):
    """The brother of one against the son of the other: other people, the same feud."""
    from services.mediation.app.said import KinSaid
    from services.mediation.domain.people.identity import Stated
    from services.mediation.domain.people.kin import Kind

    village = GRIDS[0][:12]
    one = {"birth_date": "1960-01-02", "village": village, "phone": "13900000060"}
    other = {"birth_date": "1962-03-04", "village": village, "phone": "13900000062"}
    first = office.open("visit-1")
    first = office.join(first.id, person("演练甲", "a", **one), person("演练乙", "b", **other))
    second = office.open("i-2", source="incident")
    second = office.join(
        second.id,
        person("演练甲弟", "a", phone="13900000071", kin=(KinSaid(Kind.SIBLING, stated=Stated("演练甲", **one)),)),
        person("演练乙子", "b", phone="13900000072", kin=(KinSaid(Kind.FATHER, stated=Stated("演练乙", **other)),)),
    )
    after = office.app.act.case(first.id)
    assert after.points > first.points
    assert "linked_dispute" in after.signals
    assert [link.other for link in after.links] == [second.id]


def test_no_event_tells_who_somebody_is(office):
    case = office.open(text="演练张三打了演练李四")
    office.join(case.id, person("演练张三", "a", phone="13912345678"), person("演练李四", "b"))
    office.do(case.id, Raise("red", "knife_shown"))
    told = str(office.events())
    for secret in ("演练", "13912345678"):
        assert secret not in told
