"""What may be done about a hazard, and what follows from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from services.grid.domain.policy import Policy
from services.grid.domain.records.hazard import Found, Hazard, Step
from services.grid.domain.refused import Refused

LONGEST = timedelta(days=366)
MOST_STEPS = 200
_RESOLVED = "the hazard is resolved"


def find(id: str, found: Found, due: datetime | None, policy: Policy) -> Hazard:
    """Return a new hazard. due: asked for, None takes the county's term. Raises Refused."""
    rule = policy.hazards.get(found.kind)
    if rule is None:
        raise Refused(
            "unknown_kind", f"{found.kind} is no class of hazards here", f"use one of {', '.join(policy.hazards)}",
            field="kind", source=policy.sources["hazards"],
        )  # fmt: skip
    if strange := [item for item in found.lacks if item not in rule.items]:
        known = f"use some of {', '.join(rule.items)}" if rule.items else "leave it out; the class asks for nothing"
        raise Refused("unknown_item", f"{strange[0]} is not asked for by {found.kind}", known, field="missing")
    until = due or found.told.at + rule.within
    if not found.told.at < until <= found.told.at + LONGEST:
        raise Refused(
            "bad_due", "the deadline is not within the year after the finding", "give a later day", field="due"
        )
    return Hazard(id, found, until)


def same(hazard: Hazard, found: Found) -> None:
    """Raise Refused unless a hazard that is known is what is told again under its id."""
    if hazard.found.key != found.key:
        raise Refused("id_taken", "another hazard has this id", "give each hazard a fresh id", field="id")


def take(hazard: Hazard, step: Step, policy: Policy) -> Hazard:
    """Return the hazard with a step taken; the same hazard when it has the step. Raises Refused.

    What was done before the end may be told after it. Nothing was done before the finding: a phone's clock is off.
    """
    if any(step.id == known.id for known in hazard.steps):
        return hazard
    if step.told.at < hazard.found.told.at:
        step = replace(
            step, told=replace(step.told, at=hazard.found.told.at, flags=(*step.told.flags, "before_found"))
        )
    if any(step.key == known.key for known in hazard.steps):
        return hazard
    _allowed(hazard, step, policy)
    after = replace(hazard, steps=(*hazard.steps, step))
    if step.name == "resolved" and step.outcome == "removed" and after.missing:
        raise Refused(
            "still_missing", f"still missing: {', '.join(after.missing)}",
            "tell in items what was put there, or another outcome", field="outcome",
            source=policy.sources["hazards"],
        )  # fmt: skip
    return after


def _allowed(hazard: Hazard, step: Step, policy: Policy) -> None:
    if len(hazard.steps) >= MOST_STEPS and step.name != "resolved":
        raise Refused("too_many", f"the hazard has {MOST_STEPS} steps", "resolve it, or record a new one")
    end = hazard.resolved
    if end is not None and (step.name == "resolved" or step.told.at > end.told.at):
        raise Refused("resolved", _RESOLVED, "record a new one if it is there again")
    if strange := [item for item in step.items if item not in hazard.found.lacks]:
        known = ", ".join(hazard.found.lacks) or "nothing"
        raise Refused("not_missing", f"{strange[0]} was not missing", f"missing was: {known}", field="items")
    if step.to and step.to not in policy.bodies:
        raise Refused(
            "unknown_body", f"{step.to} takes no hazards here", f"use one of {', '.join(policy.bodies)}",
            field="to", source=policy.sources["hazards"],
        )  # fmt: skip


def deadline(hazard: Hazard) -> datetime | None:
    """Return when it is to be told that the hazard is overdue, None when that is over."""
    return None if hazard.overdue or hazard.resolved else hazard.due


def fire(hazard: Hazard, now: datetime) -> Hazard | None:
    """Return the hazard as one that is overdue, None when it is not (or no more)."""
    due = deadline(hazard)
    return replace(hazard, overdue=True) if due is not None and due <= now else None
