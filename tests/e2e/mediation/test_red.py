"""A red case is told to its teams at once, into their own queues, until somebody acknowledges it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from lianfang_district import Subscriber, TeamClient
from tests.e2e.counties import STEADY
from tests.e2e.listening import Ear

pytestmark = pytest.mark.rabbit

ROOMS = tuple(f"{STEADY}.{each}" for each in ("county.command", "left.command", "left.community"))
STRANGERS = (f"{STEADY}.right.command", f"{STEADY}.left.case")


@pytest.fixture(scope="module")
def ears(accounts, office) -> Iterator[dict[str, Ear]]:
    """What each team hears with an account of its own, by full id; the county's system under its code."""
    with ExitStack() as ends:
        heard = {
            team: ends.enter_context(Ear(TeamClient(accounts.add_team(team).uri))) for team in (*ROOMS, *STRANGERS)
        }
        heard[STEADY] = ends.enter_context(Ear(Subscriber(accounts.add_district(STEADY).uri)))
        yield heard


@pytest.fixture
def impatient(office):
    """An alarm that nobody acknowledges is raised again after a second."""
    again = {"alarm": {"seconds": 1, "source": "drill"}}
    office.put_policy({"terms": again, "again": again}, office.url)
    yield
    office.put_policy({}, office.url)


def alarms(ear, case):
    return ear.heard(type="mediation.alarm_raised.v1", case_id=case)


@pytest.mark.usefixtures("impatient")
def test_red_reaches_command_rooms_and_community_team_and_is_repeated_until_acknowledged(office, ears):
    case = office.open()["id"]
    ears[STEADY].wait_for(type="mediation.case_opened.v1", case_id=case)
    assert office.act(case, "raise-risk", to="red", why="threats")["owner"] == f"{STEADY}.county.command"
    for team in ROOMS:
        (first, *_) = ears[team].wait(lambda ear: alarms(ear, case))
        assert (first.data["team"], first.data["risk"], first.addressee) == (team, "red", team.split(".", 1)[1])
    raised = ears[STEADY].wait_for(type="mediation.risk_raised.v1", case_id=case)
    assert (raised.data["previous"], raised.data["to"]) == ("blue", "red")
    for team in ROOMS:
        ears[team].wait(lambda ear: len({event.id for event in alarms(ear, case)}) >= 2)
    acknowledged = office.act(
        case, "acknowledge-alarm", "team", claims={"team": ROOMS[2], "subject": f"team-{ROOMS[2]}"}
    )
    assert acknowledged["alarm_answered_by"] == f"team-{ROOMS[2]}"
    ears[STEADY].wait_for(type="mediation.alarm_acknowledged.v1", case_id=case, team=ROOMS[2])
    before, deadline = None, time.monotonic() + 60  # what was raised before may still be on its way to a room
    while before != (now := {team: len(alarms(ears[team], case)) for team in ROOMS}):
        assert time.monotonic() < deadline, "alarms go on"
        before = now
        time.sleep(3.2)
    assert not any(alarms(ears[team], case) for team in STRANGERS)


def test_a_sealed_case_alarms_its_teams_all_the_same_and_nobody_else(office, ears):
    case = office.open(sealed=True)["id"]
    office.act(case, "raise-risk", to="red", why="threats")
    for team in ROOMS:
        ears[team].wait(lambda ear: alarms(ear, case))
        assert office.look(f"/v1/cases/{case}", "team", team=team).status_code == 200, "who is alarmed may look"
    office.act(case, "acknowledge-alarm", "team", claims={"team": ROOMS[1], "subject": f"team-{ROOMS[1]}"})
    marker = office.open()["id"]
    ears[STEADY].wait_for(type="mediation.case_opened.v1", case_id=marker)
    assert ears[STEADY].heard(case_id=case) == []
    assert not any(ears[team].heard(case_id=case) for team in STRANGERS)
