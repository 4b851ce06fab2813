"""What the bus hears of hazards. Who is to act is addressed: the team that a hazard is given to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lianfang.persistence.aggregate import NewEvent
from services.grid.app.records.codec import time_to
from services.grid.domain.records.hazard import Hazard, Step


def found_events(hazard: Hazard) -> list[NewEvent]:
    """Return the finding, and that it was given to a team if it was."""
    found = hazard.found
    told = {
        "source": found.source, "at": time_to(found.told.at), "due": time_to(hazard.due),
        "missing": list(found.lacks), "by": found.told.by, "flags": list(found.told.flags),
    }  # fmt: skip
    events = [_event("hazard_found", hazard, told)]
    return [*events, _assigned(hazard, found.team, found.told.at)] if found.team else events


def step_events(hazard: Hazard) -> list[NewEvent]:
    """Return what the step that was taken last has done; one that ends a hazard may have equipped the place too."""
    step = hazard.steps[-1]
    if step.name == "assigned":
        return [_assigned(hazard, step.team, step.told.at)]
    if step.name == "transferred":
        return [_event("hazard_transferred", hazard, {"to": step.to, "at": time_to(step.told.at)})]
    equipped = [_event("hazard_equipped", hazard, _equipped(hazard, step))] if step.items else []
    ended = step.name == "resolved"
    return [*equipped, _event("hazard_resolved", hazard, _resolved(hazard, step))] if ended else equipped


def overdue_event(hazard: Hazard) -> NewEvent:
    """Return that a hazard's deadline has passed."""
    due = time_to(hazard.due)
    return _event(
        "hazard_overdue", hazard, {**_to(hazard), "found_at": time_to(hazard.found.told.at), "due": due, "at": due}
    )


def _equipped(hazard: Hazard, step: Step) -> Mapping[str, Any]:
    pieces = max(step.pieces, len(step.items))
    return {
        "items": list(step.items), "pieces": pieces, "missing": list(hazard.missing), "at": time_to(step.told.at)
    }  # fmt: skip


def _resolved(hazard: Hazard, step: Step) -> Mapping[str, Any]:
    return {
        **_to(hazard), "outcome": step.outcome, "found_at": time_to(hazard.found.told.at),
        "due": time_to(hazard.due), "at": time_to(step.told.at), "in_time": hazard.in_time, "by": step.told.by,
        "flags": list(step.told.flags),
    }  # fmt: skip


def _assigned(hazard: Hazard, team: str, at: datetime) -> NewEvent:
    county, _, addressee = team.partition(".")
    told = {**_about(hazard), "team": team, "at": time_to(at), "due": time_to(hazard.due)}
    return NewEvent("grid.hazard_assigned.v1", told, county, addressee)


def _event(name: str, hazard: Hazard, told: Mapping[str, Any]) -> NewEvent:
    return NewEvent(f"grid.{name}.v1", {**_about(hazard), **told}, hazard.found.region)


def _about(hazard: Hazard) -> dict[str, str]:
    found = hazard.found
    about = {"hazard": hazard.id, "kind": found.kind, "region": found.region}
    return about | {name: value for name, value in (("place", found.place), ("team", hazard.team)) if value}


def _to(hazard: Hazard) -> dict[str, str]:
    return {"to": hazard.to} if hazard.to else {}
