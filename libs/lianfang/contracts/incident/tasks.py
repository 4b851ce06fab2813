"""Events about one team's task, addressed to that team: the key carries its county, zone and name."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields
from marshmallow.validate import OneOf

from lianfang.contracts.fields import identifier_field, moment_field, reason_field, words_field
from lianfang.contracts.incident.fields import (
    AboutTask,
    PlaceFacts,
    priority_field,
    restricted,
    source_field,
)
from lianfang.contracts.registry import event

REQUEST_REASONS = ("routed", "mutual_aid", "informed", "escalated", "corrected")
_ABOUT: dict[str, Any] = {
    "incident_id": "0b6f2a3e-52f4-5c86-9a3b-0f6a5a1f7c11", "category": "100200", "duress": False,
    "task_id": "3c0e1f52-7f3e-5a5f-8b0c-6a1d0a1f7c12", "team": "350924.aoyang.case",
}  # fmt: skip
_MOVE = {
    **_ABOUT,
    "task_version": 2,
    "late": False,
    "device_time": "2026-03-01T08:00:21+00:00",
    "command_id": "c-1",
}


@event(
    "incident", "task_requested", restricted=restricted, addressed=True,
    summary="A team is asked to act; one task per team, listing the capabilities it was chosen for.",
    example={**_ABOUT, "task_version": 1, "capabilities": ["case"], "reason": "routed", "priority": 1,
             "source": "call", "region": "3509241000011007", "ring": 3, "flags": [],
             "acknowledge_by": "2026-03-01T08:01:00+00:00", "arrive_by": "2026-03-01T08:05:00+00:00"},
)  # fmt: skip
class TaskRequested(AboutTask, PlaceFacts):
    """A task for a team."""

    capabilities = words_field("what the team was chosen for", required=True)
    reason = fields.String(
        required=True, validate=OneOf(REQUEST_REASONS), metadata={"description": "why this team has a task"}
    )
    priority = priority_field()
    source = source_field()
    shop = fields.String(metadata={"description": "the shop that raised the alert, by id"})
    acknowledge_by = moment_field("deadline for acknowledging", required=True)
    arrive_by = moment_field("deadline for arriving; absent: none, or as soon as possible")


class _Moved(AboutTask):
    late = fields.Boolean(required=True, metadata={"description": "after the task had timed out"})
    device_time = moment_field("the device's clock, as the team said")
    command_id = identifier_field("the command this answers; absent when none")
    reason = reason_field("why, a word")


def _moved(name: str, summary: str, **more: Any) -> Any:
    """Register an event of a task's transition."""
    return event(
        "incident", name, restricted=restricted, addressed=True, summary=summary, example={**_MOVE, **more}
    )


@_moved("task_notified", "The team's client has received the task (回执).")
class TaskNotified(_Moved):
    """Receipt."""


@_moved("task_acknowledged", "The team takes the task (签收).")
class TaskAcknowledged(_Moved):
    """Acknowledged."""


@_moved("task_declined", "The team can't take the task; it was escalated.", reason="other_call")
class TaskDeclined(_Moved):
    """Declined."""


@_moved("task_timed_out", "The team did not acknowledge in time; it still may, which is then late.")
class TaskTimedOut(_Moved):
    """Timed out."""


@_moved("task_en_route", "The team is on its way (出警).")
class TaskEnRoute(_Moved):
    """En route."""


@_moved("task_on_scene", "The team is there (到场).")
class TaskOnScene(_Moved):
    """On scene."""


@_moved("task_done", "The team has finished.")
class TaskDone(_Moved):
    """Done."""


@_moved("task_recalled", "The team need not come (撤回).", reason="place_corrected")
class TaskRecalled(_Moved):
    """Recalled."""


@event(
    "incident", "command_refused", restricted=restricted, addressed=True,
    summary="A team's command had no effect; says why. Unknown tasks and other teams' look the same.",
    example={"command_id": "c-2", "command": "arrive", "incident_id": _ABOUT["incident_id"],
             "task_id": _ABOUT["task_id"], "reason": "not_your_task"},
)  # fmt: skip
class CommandRefused(Schema):
    """The answer to a command that can't be done."""

    command_id = identifier_field("the command", required=True)
    command = fields.String(required=True, metadata={"description": "what was asked"})
    incident_id = identifier_field("as the command said", required=True)
    task_id = identifier_field("as the command said", required=True)
    reason = reason_field("not_your_task, illegal_transition, already, incident_closed …", required=True)
    task_state = fields.String(metadata={"description": "the task's state, when it is the team's own"})
    category = fields.String(metadata={"description": "decides the audience, if known"})
    duress = fields.Boolean(metadata={"description": "decides the audience"})
