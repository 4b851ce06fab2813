"""A team answers over the bus with the SDK, and only about its own tasks."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from lianfang_district import Task

pytestmark = pytest.mark.rabbit


@pytest.fixture
def asked(spine, steady_team):
    """A task of the team's, as it was told."""
    place = {"grid": steady_team.grid}
    incident = spine.report(category="300100", priority=3, place=place, region=steady_team.county)
    return steady_team.asked(incident["id"])


def task_of(spine, asked):
    incident = spine.get(f"/v1/incidents/{asked.data['incident_id']}", region=asked.data["team"][:6]).json()
    return incident, next(task for task in incident["tasks"] if task["id"] == asked.data["task_id"])


def test_a_task_goes_from_receipt_to_done_and_the_incident_follows(spine, steady_team, asked):
    client, ear = steady_team.client, steady_team.ear
    steps = (
        (client.receipt, "task_notified", "dispatched"),
        (client.acknowledge, "task_acknowledged", "acknowledged"),
        (client.depart, "task_en_route", "en_route"),
        (client.arrive, "task_on_scene", "on_scene"),
    )
    for step, answer, state in steps:
        command = step(asked)
        told = ear.wait_for(type=f"incident.{answer}.v1", command_id=command)
        assert told.data["task_id"] == asked.data["task_id"]
        incident, task = task_of(spine, asked)
        assert (task["state"], incident["state"]) == (answer.removeprefix("task_"), state)
    client_line = spine.history(asked.data["incident_id"], steady_team.county)[-1]
    assert client_line["actor"] == f"team-{steady_team.team}"
    assert client_line["device_time"]


def test_the_clock_runs_from_the_request_whether_or_not_the_client_has_it(spine, steady_team, asked):
    _, before = task_of(spine, asked)
    command = steady_team.client.receipt(asked)
    steady_team.ear.wait_for(type="incident.task_notified.v1", command_id=command)
    _, after = task_of(spine, asked)
    assert after["acknowledge_by"] == before["acknowledge_by"] == asked.data["acknowledge_by"]
    allowed = datetime.fromisoformat(after["acknowledge_by"]) - datetime.fromisoformat(after["requested_at"])
    assert allowed == timedelta(seconds=300)


def test_a_repeat_gets_the_same_outcome(spine, steady_team, asked):
    client, ear = steady_team.client, steady_team.ear
    command = client.acknowledge(asked)
    first = ear.wait_for(type="incident.task_acknowledged.v1", command_id=command)
    client.acknowledge(asked, command_id=command)
    marker = client.depart(asked)  # a queue keeps its order, so what the repeat caused lies before this
    ear.wait_for(type="incident.task_en_route.v1", command_id=marker)
    assert [event.id for event in ear.heard(command_id=command)] == [first.id], "not refused either"
    assert task_of(spine, asked)[1]["state"] == "en_route"


def test_another_teams_task_is_refused_to_the_asker(spine, steady_team, asked):
    incident, _ = task_of(spine, asked)
    others = next(task for task in incident["tasks"] if task["team"] != steady_team.team)
    command = steady_team.client.acknowledge(Task(incident["id"], others["id"]))
    refused = steady_team.ear.wait_for(type="incident.command_refused.v1", command_id=command)
    assert refused.data["reason"] == "not_your_task"
    assert "task_state" not in refused.data
    now = spine.get(f"/v1/incidents/{incident['id']}", region=steady_team.county).json()
    assert next(task for task in now["tasks"] if task["id"] == others["id"])["state"] == "pending"


def test_what_the_state_does_not_allow_is_refused_with_the_state(steady_team, asked):
    steady_team.client.arrive(asked)
    command = steady_team.client.decline(asked, "other_call")
    refused = steady_team.ear.wait_for(type="incident.command_refused.v1", command_id=command)
    assert (refused.data["reason"], refused.data["task_state"]) == ("illegal_transition", "on_scene")


def test_a_task_that_does_not_exist_is_refused(steady_team):
    command = steady_team.client.acknowledge(Task("no-such-incident", "no-such-task"))
    refused = steady_team.ear.wait_for(type="incident.command_refused.v1", command_id=command)
    assert refused.data["reason"] == "not_your_task"
