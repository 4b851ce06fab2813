"""Commands from the bus: authorised by the account alone, each answered, a repeat the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.incident.app.obey_command import ACTIONS, Order, Unanswerable
from tests.fixtures.incident import COUNTY, names

CASE = f"{COUNTY}.left.case"


@pytest.fixture
def incident(desk):
    return desk.report()


@pytest.fixture
def order(incident):
    task = next(task for task in incident.tasks if task.team == CASE)
    data = {
        "command_id": "c-1",
        "incident_id": incident.id,
        "task_id": task.id,
        "device_time": "2026-03-02T09:00:00+08:00",
    }
    return Order("acknowledge_task", f"team-{CASE}", data, "message-1")


def answers(desk):
    return [event for event in desk.events() if event["data"].get("command_id")]


def test_a_command_is_answered_by_its_event_to_that_team(desk, order):
    assert desk.app.obey(order) == "done"
    (answer,) = answers(desk)
    assert answer["type"] == "incident.task_acknowledged.v1"
    assert (answer["region"], answer["addressee"]) == (COUNTY, "left.case")
    assert answer["data"]["command_id"] == "c-1"
    assert answer["data"]["device_time"] == order.data["device_time"]
    assert answer["causationid"] == "message-1"


def test_a_repeat_has_the_same_outcome_and_no_second_event(desk, order):
    assert [desk.app.obey(order), desk.app.obey(replace(order, message_id="message-2"))] == ["done", "done"]
    assert len(answers(desk)) == 1


def test_a_repeat_with_a_later_device_time_is_the_same_command(desk, order):
    desk.app.obey(order)
    assert desk.app.obey(replace(order, data={**order.data, "device_time": "2026-03-02T09:00:05+08:00"})) == "done"
    assert len(answers(desk)) == 1


def test_the_same_again_under_another_id_is_told_so(desk, order):
    desk.app.obey(order)
    assert desk.app.obey(replace(order, data={**order.data, "command_id": "c-2"})) == "already"
    refusal = desk.events("command_refused")[0]["data"]
    assert (refusal["command_id"], refusal["task_state"]) == ("c-2", "acknowledged")


@pytest.mark.parametrize(
    "changed",
    [
        {"account": f"team-{COUNTY}.left.traffic"},
        {"account": f"team-{COUNTY}.right.case"},
        {"data": {"task_id": "nonsense"}},
        {"data": {"incident_id": "nonsense"}},
    ],
    ids=str,
)
def test_unknown_tasks_and_other_teams_are_refused_alike_and_change_nothing(desk, incident, order, changed):
    data = {**order.data, **changed.pop("data", {})}
    wrong = replace(order, data=data, **changed)
    assert desk.app.obey(wrong) == "not_your_task"
    assert desk.app.obey(wrong) == "not_your_task"
    (refusal,) = desk.events("command_refused")
    assert f"team-{refusal['region']}.{refusal['addressee']}" == wrong.account
    assert "category" not in refusal["data"]
    assert desk.stored(incident.id) == incident


@pytest.mark.parametrize("account", ["", "svc-incident", "svc-grid", "lianfang-admin", f"district-{COUNTY}"])
def test_only_teams_command_tasks(desk, incident, order, account):
    with pytest.raises(Unanswerable):
        desk.app.obey(replace(order, account=account))
    assert names(desk.events()).count("command_refused") == 0
    assert desk.stored(incident.id) == incident


def test_an_illegal_step_is_refused_with_the_tasks_state(desk, order):
    desk.app.obey(replace(order, name="finish_task"))
    assert (
        desk.app.obey(replace(order, name="depart", data={**order.data, "command_id": "c-2"}))
        == "illegal_transition"
    )
    assert desk.events("command_refused")[0]["data"]["task_state"] == "done"


def test_a_refusal_about_a_restricted_incident_is_restricted(desk):
    incident = desk.report(category="900100")
    task = next(task for task in incident.tasks if task.team == CASE)
    data = {"command_id": "c-1", "incident_id": incident.id, "task_id": task.id}
    desk.app.obey(Order("finish_task", f"team-{CASE}", data))
    desk.app.obey(Order("depart", f"team-{CASE}", {**data, "command_id": "c-2"}))
    (refusal,) = desk.events("command_refused")
    assert refusal["audience"] == "restricted"


def test_an_id_that_was_used_for_something_else_is_refused(desk, order):
    desk.app.obey(order)
    assert desk.app.obey(replace(order, name="depart")) == "reused_command_id"


def test_two_teams_may_use_the_same_id(desk, incident, order):
    desk.app.obey(order)
    other = next(task for task in incident.tasks if task.team != CASE)
    data = {**order.data, "task_id": other.id}
    assert desk.app.obey(replace(order, account=f"team-{other.team}", data=data)) == "done"


def test_every_command_in_turn_brings_the_incident_to_its_end(desk, incident, order):
    task_ids = {task.team: task.id for task in incident.tasks}
    states = []
    for number, name in enumerate(name for name in ACTIONS if name != "decline_task"):
        for team, task_id in task_ids.items():
            data = {"command_id": f"{number}", "incident_id": incident.id, "task_id": task_id}
            assert desk.app.obey(Order(name, f"team-{team}", data)) == "done"
        states.append(desk.stored(incident.id).state)
    assert states == ["dispatched", "acknowledged", "en_route", "on_scene", "resolved"]
    assert set(ACTIONS) - {"decline_task"} == {
        "receive_task",
        "acknowledge_task",
        "depart",
        "arrive",
        "finish_task",
    }
