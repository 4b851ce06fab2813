"""Commands that the incident service takes from lianfang.commands.

A command proves nothing by what it says: its consumer trusts only the account that the broker validated.
"""

from __future__ import annotations

from typing import Any

from marshmallow import Schema

from lianfang.contracts.fields import identifier_field, moment_field, reason_field
from lianfang.contracts.registry import command

_EXAMPLE: dict[str, Any] = {
    "command_id": "7f9c0a8e-6f0c-4d43-9a6e-0d3c0a1f7c13", "incident_id": "0b6f2a3e-52f4-5c86-9a3b-0f6a5a1f7c11",
    "task_id": "3c0e1f52-7f3e-5a5f-8b0c-6a1d0a1f7c12", "device_time": "2026-03-01T08:00:21+00:00",
}  # fmt: skip


class _OnTask(Schema):
    command_id = identifier_field("made by the client; a repeat gets the first answer", required=True)
    incident_id = identifier_field("the incident", required=True)
    task_id = identifier_field("the team's own task", required=True)
    device_time = moment_field("the device's clock")
    reason = reason_field("why, a word")


@command("incident", "receive_task", summary="The client has the task: the receipt (回执).", example=_EXAMPLE)
class ReceiveTask(_OnTask):
    """Answered by task_notified."""


@command("incident", "acknowledge_task", summary="The team takes the task (签收).", example=_EXAMPLE)
class AcknowledgeTask(_OnTask):
    """Answered by task_acknowledged."""


@command(
    "incident", "decline_task", summary="The team can't take it; the next is asked.",
    example={**_EXAMPLE, "reason": "other_call"},
)  # fmt: skip
class DeclineTask(_OnTask):
    """Answered by task_declined."""


@command("incident", "depart", summary="The team is on its way (出警).", example=_EXAMPLE)
class Depart(_OnTask):
    """Answered by task_en_route."""


@command("incident", "arrive", summary="The team is there (到场).", example=_EXAMPLE)
class Arrive(_OnTask):
    """Answered by task_on_scene."""


@command("incident", "finish_task", summary="The team has finished.", example={**_EXAMPLE, "reason": "handled"})
class FinishTask(_OnTask):
    """Answered by task_done."""


ANSWERED_BY = {
    "incident.receive_task.v1": "incident.task_notified.v1",
    "incident.acknowledge_task.v1": "incident.task_acknowledged.v1",
    "incident.decline_task.v1": "incident.task_declined.v1",
    "incident.depart.v1": "incident.task_en_route.v1",
    "incident.arrive.v1": "incident.task_on_scene.v1",
    "incident.finish_task.v1": "incident.task_done.v1",
}
"""The event that tells of a command which was obeyed."""
