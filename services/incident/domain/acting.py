"""A team's answer moves its task, and with it the incident."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from services.incident.domain.escalation import escalate
from services.incident.domain.facts import Fact, moved, state_change
from services.incident.domain.incident import Incident
from services.incident.domain.registry import Registry
from services.incident.domain.task import TARGET, Action, Refused, Task


@dataclass(frozen=True, slots=True)
class Move:
    """What somebody does to a task. device_time: RFC 3339 or empty, kept as said. reason: a word."""

    task_id: str
    action: Action
    actor: str
    command_id: str = ""
    device_time: str = ""
    reason: str = ""


def own_task(incident: Incident, task_id: str, team: str) -> Task:
    """Return a team's own task. Raises Refused(not_your_task), the same for an unknown task and for another's."""
    task = incident.task(task_id)
    if task.team != team:
        raise Refused("not_your_task")
    return task


def act(
    incident: Incident, move: Move, now: datetime, day: date, registry: Registry
) -> tuple[Incident, list[Fact]]:
    """Carry out a move. Raises Refused. A declined task is escalated at once."""
    task = incident.task(move.task_id)
    if incident.outcome:
        raise Refused("incident_closed", task.state)
    changed = task.after(move.action)
    after = incident.with_task(changed).noted(
        now, move.actor, TARGET[move.action], task=task.id, device_time=move.device_time, note=move.reason
    )
    facts = [moved(after, changed, device_time=move.device_time, command_id=move.command_id, reason=move.reason)]
    if move.action == "decline":
        after, _, requests = escalate(after, changed, now, day, registry)
        facts += requests
    return after, [*facts, *state_change(incident, after)]
