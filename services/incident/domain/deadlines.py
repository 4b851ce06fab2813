"""Firing what is due: a missed deadline is an event, and the task goes to the next team or tier."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from services.incident.domain.escalation import escalate
from services.incident.domain.facts import Fact, about, moved, state_change
from services.incident.domain.incident import Incident
from services.incident.domain.registry import Registry
from services.incident.domain.task import Task

TIMER = "timer"


def fire(incident: Incident, now: datetime, day: date, registry: Registry) -> tuple[Incident, list[Fact]]:
    """Fire every deadline that has passed by `now`; the incident's next one then lies after `now`."""
    facts: list[Fact] = []
    before, after = incident, incident
    if incident.outcome:
        return incident, []
    while True:
        task = next((task for task in after.tasks if (due := task.due()) is not None and due <= now), None)
        if task is None:
            return after, [*facts, *state_change(before, after)]
        after, more = _miss(after, task, now, day, registry)
        facts.extend(more)


def _miss(
    incident: Incident, task: Task, now: datetime, day: date, registry: Registry
) -> tuple[Incident, list[Fact]]:
    due = task.due()
    unanswered = task.state in ("pending", "notified")
    kind = "acknowledge" if unanswered else "arrive"
    missed = task.after("time_out") if unanswered else replace(task, version=task.version + 1, arrive_missed=True)
    noted = incident.with_task(missed).noted(now, TIMER, f"deadline_missed:{kind}", task=task.id)
    after, teams, requests = escalate(noted, missed, now, day, registry)
    own = [moved(after, missed)] if unanswered else []
    told = about(
        after, "deadline_missed", task_id=task.id, team=task.team, deadline=kind, escalated_to=teams,
        due=due.isoformat() if due else "",
    )  # fmt: skip
    return after, [*own, *told, *requests]
