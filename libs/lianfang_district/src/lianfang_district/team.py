"""A team's client: tasks and answers come in, the team's own steps go out."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lianfang_district.account import team_of
from lianfang_district.commands import COMMANDS, command
from lianfang_district.event import Event
from lianfang_district.link import Outgoing
from lianfang_district.subscriber import Subscriber


@dataclass(frozen=True, slots=True)
class Task:
    """Names one task of the team. correlation: ties its steps together in the logs, may be empty.

    traceparent: the trace its steps belong to, may be empty; who makes spans of their own puts theirs here.
    """

    incident_id: str
    task_id: str
    correlation: str = ""
    traceparent: str = ""

    @classmethod
    def of(cls, event: Event) -> Task:
        """Return the task an event is about. Raises ValueError when it is about none."""
        try:
            incident, task = str(event.data["incident_id"]), str(event.data["task_id"])
        except KeyError as missing:
            raise ValueError(f"{event.type} is about no task: it has no {missing.args[0]}") from None
        return cls(incident, task, event.correlationid, event.traceparent)


class TeamClient(Subscriber):
    """A Subscriber to the team's queue that also sends the team's commands.

    Every command returns its command id once the broker has confirmed it. The answer comes through the same
    queue and carries that id in ``data["command_id"]``: the event of the step, or ``incident.command_refused``
    with the reason. Repeating a command with the same `command_id` has no further effect.
    Events about no task, such as ``mediation.alarm_raised``, reach the handler like any other; a command about one
    raises ValueError. ``contexts=["incident"]`` passes them over.

    uri: of a team's account; further arguments as Subscriber's.
    clock: the device's clock, for `device_time`. confirm_s: how long to wait for a confirm, in seconds.
    Commands raise NotSent (not confirmed in time; repeat it with its id), Refused (not allowed).
    """

    def __init__(
        self, uri: str, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC), confirm_s: float = 30.0,
        new_id: Callable[[], str] = lambda: str(uuid.uuid4()), **subscriber: Any,
    ) -> None:  # fmt: skip
        super().__init__(uri, **subscriber)
        self.team = team_of(self.account)
        self._clock, self._new_id, self._confirm_s = clock, new_id, confirm_s

    def receipt(self, task: Task | Event, *, command_id: str = "") -> str:
        """Say that the client has the task (回执); the answer is task_notified."""
        return self._send("receive_task", task, command_id)

    def acknowledge(self, task: Task | Event, *, command_id: str = "") -> str:
        """Take the task (签收); the answer is task_acknowledged."""
        return self._send("acknowledge_task", task, command_id)

    def decline(self, task: Task | Event, reason: str, *, command_id: str = "") -> str:
        """Say that the team can't take the task; reason: one word such as ``other_call``. Answer: task_declined."""
        return self._send("decline_task", task, command_id, reason)

    def depart(self, task: Task | Event, *, command_id: str = "") -> str:
        """Say that the team is on its way (出警); the answer is task_en_route."""
        return self._send("depart", task, command_id)

    def arrive(self, task: Task | Event, *, command_id: str = "") -> str:
        """Say that the team is there (到场); the answer is task_on_scene."""
        return self._send("arrive", task, command_id)

    def done(self, task: Task | Event, reason: str = "", *, command_id: str = "") -> str:
        """Say that the team has finished; reason: one word such as ``handled``. The answer is task_done."""
        return self._send("finish_task", task, command_id, reason)

    def _send(self, name: str, task: Task | Event, command_id: str, reason: str = "") -> str:
        about = Task.of(task) if isinstance(task, Event) else task
        id = command_id or self._new_id()
        data = {
            "command_id": id,
            "incident_id": about.incident_id,
            "task_id": about.task_id,
            "device_time": self._clock().astimezone(UTC).isoformat(),
        }
        if reason:
            data["reason"] = reason
        key, body, properties = command(name, self.team, self.account, data, about.correlation, about.traceparent)
        self._link.publish(Outgoing(COMMANDS, key, body, properties), self._confirm_s)
        return id
