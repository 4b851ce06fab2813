"""Whom to ask when a team does not answer: the next with the capability, then the next tier, never the accused.

It is bounded: a team is asked once about one incident (unless it was recalled), and there are only so many teams.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from services.incident.domain import supervision
from services.incident.domain.facts import Fact
from services.incident.domain.incident import Incident
from services.incident.domain.plan import Draft, Question
from services.incident.domain.registry import Registry
from services.incident.domain.requesting import request
from services.incident.domain.routing import deciding_region
from services.incident.domain.task import Task
from services.incident.domain.teams import (
    COMMAND,
    COUNTY_SCOPE,
    NEIGHBOUR_SCOPE,
    OWN_SCOPE,
    county_command,
    is_accused,
    may_act,
)

_SCOPE_OF_STEP = {"next_team": OWN_SCOPE, "neighbour_zone": NEIGHBOUR_SCOPE, "county": COUNTY_SCOPE}
DEFAULT_STEPS = ("next_team", "county")
_FROM = "escalated-from:"


def stood_in_for(task: Task) -> frozenset[str]:
    """Return the teams in whose place a task's team was asked."""
    return frozenset(why.removeprefix(_FROM) for why in task.why if why.startswith(_FROM))


def escalate(
    incident: Incident, task: Task, now: datetime, day: date, registry: Registry
) -> tuple[Incident, list[str], list[Fact]]:
    """Ask the next team for each capability of a task that nobody takes; return the teams asked and the events.

    Shops are not escalated: the police have the incident already.
    """
    where = deciding_region(incident.place, incident.county, registry)
    if task.role == "aid":
        return incident, [], []
    draft = Draft()
    asked = {other.team for other in incident.tasks if other.state != "recalled"}
    for capability in task.capabilities:
        for team, provides in _next(incident, task, capability, where, day, registry):
            if team not in asked:
                draft.add(team, task.role, provides, (f"{_FROM}{task.team}",))
                break
    after, facts = request(
        incident, draft.assignments(), now, registry, where, reason="escalated", depth=task.depth + 1
    )
    return after, [each.team for each in draft.assignments()], facts


def _next(
    incident: Incident, task: Task, capability: str, where: str, day: date, registry: Registry
) -> Iterator[tuple[str, str]]:
    if task.role == "supervise":
        question = Question(
            incident.category, incident.priority, incident.place, incident.source, incident.county, day,
            accused=incident.accused,
        )  # fmt: skip
        yield from ((team, provides) for team, provides, _ in supervision.candidates(question, where, registry))
        return
    steps = registry.escalation(where) or DEFAULT_STEPS
    if capability != COMMAND:
        yield from _providers(capability, steps, where, day, registry, incident.accused)
    yield from _providers(COMMAND, ("next_team", "county"), where, day, registry, incident.accused)
    last = county_command(where[:6])
    if not is_accused(last, (), "", incident.accused):
        yield last, COMMAND


def _providers(
    capability: str, steps: Sequence[str], where: str, day: date, registry: Registry,
    accused: tuple[str, ...],
) -> Iterator[tuple[str, str]]:  # fmt: skip
    choices = registry.teams_for(where, capability, day)
    for step in steps:
        scope = _SCOPE_OF_STEP[step]
        for choice in choices:
            if choice.reason == scope and may_act(choice.team, accused):
                yield choice.team.full_id, choice.capability
