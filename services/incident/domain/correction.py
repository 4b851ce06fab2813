"""A better place is known: route again, ask whom that adds, recall whom it spares."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from services.incident.domain import place, routing
from services.incident.domain.escalation import stood_in_for
from services.incident.domain.facts import Fact, about, moved, state_change
from services.incident.domain.incident import Incident
from services.incident.domain.intake import handed_over
from services.incident.domain.place import Claim
from services.incident.domain.plan import Plan, Question
from services.incident.domain.registry import Registry
from services.incident.domain.requesting import request
from services.incident.domain.task import UNANSWERED, Refused


def correct(
    incident: Incident, claim: Claim, sealed: str, actor: str, now: datetime, day: date, registry: Registry
) -> tuple[Incident, list[Fact]]:
    """Move the incident to the claimed place. Raises Refused when it is closed.

    Teams that have acknowledged keep their task, wherever the place is now; only those who have not are recalled.
    """
    if incident.outcome:
        raise Refused("incident_closed")
    found = place.find(claim, registry)
    question = Question(
        incident.category, incident.priority, found, incident.source, incident.county, day, incident.shop,
        incident.accused,
    )  # fmt: skip
    plan = routing.plan(question, registry)
    kept = tuple(flag for flag in incident.flags if flag.endswith("_category"))
    moved_there = replace(
        incident, place=found, sealed=sealed, release=plan.release, flags=(*found.flags, *kept, *plan.flags)
    ).noted(now, actor, "place_corrected", note=found.region)
    recalled, recalls, spared = _recall(moved_there, plan, now, actor)
    busy = {task.team for task in recalled.tasks if task.state != "recalled"}
    fresh = [each for each in plan.assignments if each.team not in busy]
    after, requests = request(recalled, fresh, now, registry, plan.where, reason="corrected")
    told = about(
        after, "place_corrected", region=found.region, ring=found.ring, flags=list(after.flags),
        previous_region=incident.place.region, added=[each.team for each in fresh], recalled=spared,
    )  # fmt: skip
    new_county = handed_over(after) if found.county != incident.place.county else []
    return after, [*told, *new_county, *recalls, *requests, *state_change(incident, after)]


def _recall(incident: Incident, plan: Plan, now: datetime, actor: str) -> tuple[Incident, list[Fact], list[str]]:
    facts, teams = [], []
    for task in incident.tasks:
        if task.state not in UNANSWERED or task.team in plan.teams or plan.teams & stood_in_for(task):
            continue
        changed = task.after("recall")
        incident = incident.with_task(changed).noted(now, actor, "recalled", task=task.id, note="place_corrected")
        facts.append(moved(incident, changed, reason="place_corrected"))
        teams.append(task.team)
    return incident, facts, teams
