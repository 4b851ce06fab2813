"""Making tasks for teams, with their deadlines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from services.incident.domain.facts import Fact, requested
from services.incident.domain.incident import Incident
from services.incident.domain.plan import Assignment
from services.incident.domain.registry import Registry
from services.incident.domain.task import Task
from services.incident.domain.teams import COMMAND

FALLBACK_ACKNOWLEDGE_S = {1: 60, 2: 120, 3: 300, 4: 900}
"""Seconds to acknowledge, per priority, taken only while no release with deadlines is known."""

_REASONS = {"respond": "routed", "inform": "informed", "aid": "mutual_aid", "supervise": "routed"}


def request(
    incident: Incident, assignments: Iterable[Assignment], now: datetime, registry: Registry, where: str,
    *, reason: str = "", depth: int = 0,
) -> tuple[Incident, list[Fact]]:  # fmt: skip
    """Add a task for each assignment, its deadlines running from `now`, and return the requests' events.

    A task's id is the incident's and its number in it, so that a repeat of the same decision gives the same ids.
    reason: why the teams are asked, when it is not simply that routing chose them. where: whose deadlines hold.
    """
    limits = registry.limits(where, incident.priority, incident.place.ring)
    acknowledge_s = limits.acknowledge_s if limits else FALLBACK_ACKNOWLEDGE_S[incident.priority]
    ack_by = now + timedelta(seconds=acknowledge_s)
    arrive_by = now + timedelta(seconds=limits.arrive_s) if limits and limits.arrive_s else None
    first = len(incident.tasks) + 1
    fresh = [
        Task(
            f"{incident.id}-{number}", each.team, each.role, each.capabilities, each.why, now, ack_by,
            arrive_by if each.role == "respond" and set(each.capabilities) - {COMMAND} else None, depth=depth,
        )
        for number, each in enumerate(assignments, first)
    ]  # fmt: skip
    after = replace(incident, tasks=(*incident.tasks, *fresh))
    return after, [requested(after, task, reason or _REASONS[task.role]) for task in fresh]
