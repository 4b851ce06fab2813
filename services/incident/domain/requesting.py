"""Making tasks for teams, with their deadlines."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from services.incident.domain.facts import Fact, requested
from services.incident.domain.incident import Incident
from services.incident.domain.plan import Assignment
from services.incident.domain.registry import Registry
from services.incident.domain.task import Task
from services.incident.domain.teams import COMMAND

_TASK_IDS = uuid.UUID("6d9f2f0a-54c7-5a0b-9d3c-1b7f5f2b7a21")
FALLBACK_ACKNOWLEDGE_S = {1: 60, 2: 120, 3: 300, 4: 900}
"""Seconds to acknowledge, per priority, taken only while no release with deadlines is known."""

_REASONS = {"respond": "routed", "inform": "informed", "aid": "mutual_aid", "supervise": "routed"}


def request(
    incident: Incident, assignments: Iterable[Assignment], now: datetime, registry: Registry, where: str,
    *, reason: str = "", depth: int = 0,
) -> tuple[Incident, list[Fact]]:  # fmt: skip
    """Add a task for each assignment, its deadlines running from `now`, and return the requests' events.

    reason: why the teams are asked, when it is not simply that routing chose them. where: whose deadlines hold.
    """
    assignments = list(assignments)
    limits = registry.limits(where, incident.priority, incident.place.ring)
    acknowledge_s = limits.acknowledge_s if limits else FALLBACK_ACKNOWLEDGE_S[incident.priority]
    ack_by = now + timedelta(seconds=acknowledge_s)
    arrive_by = now + timedelta(seconds=limits.arrive_s) if limits and limits.arrive_s else None
    fresh = [
        Task(
            task_id(incident, each.team), each.team, each.role, each.capabilities, each.why, now, ack_by,
            arrive_by if each.role == "respond" and set(each.capabilities) - {COMMAND} else None, depth=depth,
        )
        for each in assignments
    ]  # fmt: skip
    after = replace(incident, tasks=(*incident.tasks, *fresh))
    return after, [requested(after, task, reason or _REASONS[task.role]) for task in fresh]


def task_id(incident: Incident, team: str) -> str:
    """Return the id of a team's next task: the same for the same incident and team, new after a recall."""
    before = sum(task.team == team for task in incident.tasks)
    return str(uuid.uuid5(_TASK_IDS, f"{incident.id}/{team}/{before}"))
