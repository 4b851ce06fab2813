"""Units are sent by the incident service and let go; what is restricted stays among few."""

from __future__ import annotations

import pytest

from lianfang.contracts.registry import ContractError
from lianfang.web.access import Caller
from services.patrol.app.board import views
from services.patrol.app.board.access import NotAllowed
from services.patrol.app.board.units import NoUnit
from services.patrol.domain.refused import Refused
from tests.fixtures.patrol_board import TEAM, chosen, released
from tests.fixtures.patrol_shifts import COUNTY, POST, command

DISPATCHER = Caller("d-1", frozenset({"dispatcher"}), COUNTY)
SUPERVISOR = Caller("s-1", frozenset({"supervisor"}), COUNTY)
CREW = Caller("t-1", frozenset({"team"}), COUNTY, TEAM)
OTHER_CREW = Caller("t-2", frozenset({"team"}), COUNTY, f"{COUNTY}.right.case")
ABROAD = Caller("d-2", frozenset({"dispatcher"}), "350924")
VIEWER = Caller("v-1", frozenset({"viewer"}), COUNTY)


def shown(desk, caller):
    return views.unit(desk.uses.board.get(POST, caller), caller)


def test_a_unit_that_is_sent_and_let_go_is_told_so(desk):
    desk.manned()
    for event in (chosen(), chosen()):
        desk.uses.take(event)
    assert desk.standing() == ("conditional", "low_priority_task")
    assert desk.told()["assignments"] == 1
    desk.uses.take(released())
    assert desk.standing() == ("available", None)
    assert [event["data"]["state"] for event in desk.events("unit_assigned")] == ["offered"]
    assert [event["data"]["reason"] for event in desk.events("unit_released")] == ["closed"]


def test_a_choice_that_comes_after_its_release_sends_nobody(desk):
    desk.manned()
    assert desk.uses.take(released())
    assert desk.uses.take(chosen())
    assert desk.told()["assignments"] == 0
    assert desk.events("unit_assigned") == []


def test_a_unit_that_was_never_manned_may_be_spoken_of_but_nothing_that_is_no_post(desk):
    desk.uses.take(chosen())
    assert desk.standing() == ("unavailable", "off_duty")
    desk.posts.get = lambda id: {}[id]
    with pytest.raises(NoUnit):
        desk.uses.take(chosen(unit=f"{COUNTY}.left.ghost"))


def test_an_event_that_breaks_its_contract_is_refused(desk):
    with pytest.raises(ContractError):
        desk.uses.take(chosen(priority=9))


def test_the_crew_says_how_far_it_is_and_on_a_serious_scene_is_not_to_be_sent(desk):
    desk.manned()
    desk.uses.take(chosen(priority=1))
    for step in ("accepted", "en_route", "on_scene"):
        desk.uses.board.move(POST, "i-1", step, CREW, command())
    assert desk.standing() == ("unavailable", "on_scene")
    desk.uses.board.move(POST, "i-1", "done", CREW, command())
    assert desk.standing() == ("available", None)
    desk.uses.take(released())
    assert len(desk.events("unit_released")) == 1


def test_which_incident_it_is_under_duress_supervisors_and_the_crew_alone_see(desk):
    desk.manned()
    desk.uses.take(chosen(duress=True))
    for caller, seen in [(DISPATCHER, 0), (VIEWER, 0), (SUPERVISOR, 1), (CREW, 1)]:
        answer = shown(desk, caller)
        assert (len(answer["assignments"]), answer["open_assignments"]) == (seen, 1), caller
    with pytest.raises(Refused, match="no part"):
        desk.uses.board.move(POST, "i-1", "accepted", DISPATCHER, command())
    desk.uses.board.move(POST, "i-1", "accepted", SUPERVISOR, command())
    open_to_all = [event for event in desk.events() if event.get("audience") != "restricted"]
    assert open_to_all
    assert "i-1" not in str([event["data"] for event in open_to_all])


def test_who_sees_a_unit_and_who_commands_it(desk):
    desk.manned()
    for caller in (OTHER_CREW, ABROAD):
        with pytest.raises(NoUnit):
            desk.uses.board.get(POST, caller)
        with pytest.raises(NoUnit):
            desk.uses.board.set_state(POST, "available", "", None, caller, command())
    with pytest.raises(NotAllowed):
        desk.uses.board.set_state(POST, "available", "", None, VIEWER, command())


def test_units_are_found_by_place_capability_state_and_team(desk):
    desk.manned()
    page = desk.uses.board.page

    def found(region=COUNTY, **more):
        return [each.id for each in page(region, **more).units]

    assert found() == found("") == found(f"{COUNTY}001") == [POST]
    assert found(capability="patrol", state="available", on_duty=True, team=TEAM) == [POST]
    for none in (found("350924"), found(capability="drone"), found(state="unavailable"), found(team="x")):
        assert none == []
