"""A missed deadline is an event, and the next team or tier is asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.incident.app.routing_view import NOTHING
from services.incident.domain.acting import Move, act
from services.incident.domain.deadlines import fire
from services.incident.domain.intake import Report
from services.incident.domain.place import Claim
from tests.fixtures.incident import COUNTY, DAY, LEFT, MORNING, SHOPS, registry_of
from tests.unit.incident.histories import taken

REGISTRY = registry_of()
CASE, COMMAND, COUNTY_COMMAND = (f"{COUNTY}.{team}" for team in ("left.case", "left.command", "county.command"))


def of(incident, team):
    return next(task for task in incident.tasks if task.team == team)


def after(incident, seconds):
    return fire(incident, MORNING + timedelta(seconds=seconds), DAY, REGISTRY)


@pytest.fixture
def incident():
    return taken(Report("call", "100200", Claim(COUNTY, COUNTY, *LEFT), "caller", priority=1), REGISTRY)[0]


def test_before_it_is_due_nothing_happens(incident):
    due = (incident.due() - MORNING).total_seconds()
    assert after(incident, due - 0.001) == (incident, [])


def test_who_does_not_acknowledge_has_timed_out_and_the_next_is_asked(incident):
    fired, facts = after(incident, (of(incident, CASE).ack_by - MORNING).total_seconds())
    assert of(fired, CASE).state == "timed_out"
    missed = next(fact.data for fact in facts if fact.name == "deadline_missed" and fact.data["team"] == CASE)
    assert missed["deadline"] == "acknowledge"
    assert missed["escalated_to"]
    stand_in = of(fired, missed["escalated_to"][0])
    assert stand_in.requested_at == MORNING + (of(incident, CASE).ack_by - MORNING)
    assert f"escalated-from:{CASE}" in stand_in.why


def test_at_last_the_county_command_room_is_asked_once(incident):
    for _ in range(20):
        if incident.due() is None:
            break
        incident, _ = fire(incident, incident.due(), DAY, REGISTRY)
    assert [task.team for task in incident.tasks].count(COUNTY_COMMAND) == 1
    assert {task.state for task in incident.tasks} == {"timed_out"}


def test_who_acknowledged_and_does_not_arrive_is_named_and_keeps_the_task(incident):
    task = of(incident, CASE)
    moved, _ = act(incident, Move(task.id, "acknowledge", CASE), MORNING, DAY, REGISTRY)
    fired, facts = after(moved, (task.arrive_by - MORNING).total_seconds())
    arrivals = [fact.data for fact in facts if fact.name == "deadline_missed" and fact.data["deadline"] == "arrive"]
    assert [each["team"] for each in arrivals] == [CASE]
    assert of(fired, CASE).state == "acknowledged"
    again, facts = after(fired, (task.arrive_by - MORNING).total_seconds() + 5)
    assert not [fact for fact in facts if fact.data.get("team") == CASE]
    assert of(again, CASE) == of(fired, CASE)


def test_shops_are_not_escalated_for_the_police_have_it_already():
    incident = taken(Report("shop", "200100", Claim(COUNTY, COUNTY), "shop", shop=SHOPS[0]), REGISTRY)[0]
    _, facts = after(incident, 3600)
    missed = {fact.data["team"]: fact.data["escalated_to"] for fact in facts if fact.name == "deadline_missed"}
    assert missed[SHOPS[1]] == []


def test_a_complaint_escalates_within_supervision_and_never_to_the_accused():
    complaint = Report("call", "950100", Claim(COUNTY, COUNTY, *LEFT), "caller", accused=("left-station",))
    incident, _ = taken(complaint, REGISTRY)
    for _ in range(20):
        if incident.due() is None:
            break
        incident, _ = fire(incident, incident.due(), DAY, REGISTRY)
    assert all(task.role == "supervise" for task in incident.tasks)
    assert not any(task.team.startswith(f"{COUNTY}.left.") for task in incident.tasks)


def test_a_declined_task_is_escalated_at_once(incident):
    task = of(incident, CASE)
    moved, facts = act(incident, Move(task.id, "decline", CASE, reason="other_call"), MORNING, DAY, REGISTRY)
    assert of(moved, CASE).state == "declined"
    assert [fact.data["reason"] for fact in facts if fact.name == "task_requested"] == ["escalated"]


def test_without_a_registry_the_clock_still_runs():
    report = Report("call", "100200", Claim(COUNTY, COUNTY), "caller", priority=1)
    incident, _ = taken(report, NOTHING)
    assert incident.due() == MORNING + timedelta(seconds=60)
