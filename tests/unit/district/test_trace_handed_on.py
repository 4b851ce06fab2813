"""The trace goes with a task to the team, and with the team's command back."""

import json

from lianfang_district import Event, Task
from lianfang_district.commands import command

CAUSE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
PUBLISHING = "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01"
RAW = {"specversion": "1.0", "id": "1", "type": "incident.task_requested.v1", "source": "/s"}
ABOUT = {"data": {"incident_id": "i", "task_id": "t"}}
DATA = {"command_id": "c", "incident_id": "i", "task_id": "t", "device_time": "2026-11-22T14:00:00+00:00"}


def test_an_event_hands_on_its_publishing_or_else_what_caused_it():
    body = json.dumps(RAW | ABOUT | {"traceparent": CAUSE}).encode()
    assert Task.of(Event.from_json(body, PUBLISHING)).traceparent == PUBLISHING
    assert Task.of(Event.from_json(body)).traceparent == CAUSE
    assert Task.of(Event.from_json(json.dumps(RAW | ABOUT).encode())).traceparent == ""


def test_a_command_carries_it_as_it_came():
    _, body, properties = command("depart", "350924.a.case", "team-350924.a.case", DATA, "call-1", PUBLISHING)
    assert json.loads(body)["traceparent"] == PUBLISHING
    assert properties.headers["cloudEvents_traceparent"] == PUBLISHING


def test_a_command_of_no_trace_says_nothing_of_one():
    _, body, properties = command("depart", "350924.a.case", "team-350924.a.case", DATA)
    assert "traceparent" not in json.loads(body)
    assert "cloudEvents_traceparent" not in properties.headers
