"""A team's client sends commands that keep their contracts and gets the answers in its queue."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lianfang.contracts import catalogue
from lianfang.contracts.registry import contract_of
from lianfang.messaging.envelope import Event as Envelope
from lianfang_district import Event, NotSent, Refused, Task, TeamClient
from lianfang_district.link import Outgoing
from tests.fixtures.accounts import take

pytestmark = pytest.mark.rabbit
assert catalogue  # registers the contracts
TASK = {"incident_id": "i-1", "task_id": "t-1"}
NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)


def test_a_task_is_received_answered_step_by_step_and_the_answers_come_back(bus, team, emit, connect):
    emit("incident.task_requested.v1", addressee="aoyang.case", **TASK)
    steps = []
    with TeamClient(team.uri, clock=lambda: NOON) as client:
        for event in client:
            if event.name == "task_requested":
                steps = [step(event) for step in (client.receipt, client.acknowledge, client.depart, client.arrive)]
                steps += [client.done(event, "handled"), client.decline(Task("i-1", "t-1"), "other_call")]
                emit("incident.command_refused.v1", addressee="aoyang.case", command_id=steps[-1], reason="already")
            else:
                assert event.data["command_id"] == steps[-1]
                break
    received = take(connect(bus.admin_uri), "incident.commands", 0.6, 10)
    names = ["receive_task", "acknowledge_task", "depart", "arrive", "finish_task", "decline_task"]
    assert [method.routing_key for method, _, _ in received] == [f"incident.{name}.v1.35.09.24" for name in names]
    for (_, properties, body), id in zip(received, steps, strict=True):
        event = Envelope.from_json(body)
        data = contract_of(event.type).load(event.data)
        assert (event.id, data["command_id"], properties.message_id) == (id, id, id)
        assert properties.user_id == "team-350924.aoyang.case"
        assert properties.delivery_mode == 2
        assert event.region == "350924"
        assert data["device_time"] == NOON.isoformat()
        assert (data["incident_id"], data["task_id"]) == ("i-1", "t-1")


def test_a_command_is_repeated_under_its_own_id(bus, team, connect):
    with TeamClient(team.uri) as client:
        assert client.arrive(Task("i", "t"), command_id="mine") == "mine"
        assert client.arrive(Task("i", "t"), command_id="mine") == "mine"
    assert [p.message_id for _, p, _ in take(connect(bus.admin_uri), "incident.commands", 0.6, 5)] == [
        "mine",
        "mine",
    ]


def test_a_command_survives_a_lost_connection(bus, team, connect):
    with TeamClient(team.uri) as client:
        client.depart(Task("i", "t"), command_id="one")
        bus.management.delete("connections", "username", team.account)
        client.arrive(Task("i", "t"), command_id="two")
    assert [p.message_id for _, p, _ in take(connect(bus.admin_uri), "incident.commands", 0.6, 5)] == ["one", "two"]


def test_waiting_for_a_confirm_is_bounded(broker, team):
    with TeamClient(team.uri, confirm_s=1.0) as client:
        client.depart(Task("i", "t"))
        with broker.publishers_blocked(), pytest.raises(NotSent):
            client.arrive(Task("i", "t"))


def test_what_the_broker_does_not_allow_is_refused_and_the_client_goes_on(team, emit):
    with TeamClient(team.uri) as client:
        with pytest.raises(Refused):
            client._link.publish(Outgoing("lianfang.events", "incident.reported.v1", b"", None), 5.0)
        client.arrive(Task("i", "t"))
        emit("incident.task_requested.v1", addressee="aoyang.case", **TASK)
        assert next(iter(client)).name == "task_requested"


def test_an_event_about_no_task_is_refused_before_anything_is_sent(team):
    with TeamClient(team.uri) as client, pytest.raises(ValueError, match="incident_id"):
        client.arrive(Event("1", "incident.reported.v1", "/services/incident"))


def test_an_event_about_no_task_reaches_the_handler_and_holds_up_nothing(team, emit):
    emit("mediation.alarm_raised.v1", addressee="aoyang.case", case_id="c-1", risk="red")
    emit("incident.task_requested.v1", addressee="aoyang.case", **TASK)
    with TeamClient(team.uri) as client:
        events = iter(client)
        alarm, task = next(events), next(events)
    assert (alarm.context, alarm.name, alarm.data["risk"]) == ("mediation", "alarm_raised", "red")
    assert Task.of(task) == Task("i-1", "t-1")


def test_who_wants_tasks_only_passes_the_rest_over(team, emit):
    emit("mediation.alarm_raised.v1", addressee="aoyang.case", case_id="c-1")
    emit("incident.task_requested.v1", addressee="aoyang.case", **TASK)
    with TeamClient(team.uri, contexts=["incident"]) as client:
        assert next(iter(client)).name == "task_requested"
