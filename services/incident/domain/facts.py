"""What happened, as the bus will hear it: ids, category, place to grid level, state and time, and no person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.incident.domain.incident import Incident
from services.incident.domain.task import Task
from services.incident.domain.teams import addressee_of, county_of

MOVED = {
    "notified": "task_notified", "acknowledged": "task_acknowledged", "declined": "task_declined",
    "timed_out": "task_timed_out", "en_route": "task_en_route", "on_scene": "task_on_scene", "done": "task_done",
    "recalled": "task_recalled",
}  # fmt: skip
"""The event of each state that a task can come to."""


@dataclass(frozen=True, slots=True)
class Fact:
    """An event to be: its name within the context, what it says, where it belongs, whom it addresses."""

    name: str
    data: Mapping[str, Any]
    region: str
    addressee: str = ""

    @property
    def type(self) -> str:
        """The CloudEvents type."""
        return f"incident.{self.name}.v1"


def about(incident: Incident, name: str, **data: Any) -> list[Fact]:
    """Return an event about the whole incident, once for each county that it concerns.

    All but the one where the place is are marked as copies, so that who counts doesn't count one thing twice.
    """
    place = incident.place.region
    return [
        told_in(region, incident, name, **(data if region == place else {**data, "copy": True}))
        for region in incident.regions
    ]


def told_in(region: str, incident: Incident, name: str, /, **data: Any) -> Fact:
    """Return an event about the whole incident for one county alone."""
    return Fact(name, {**_head(incident), **data}, region)


def to_team(incident: Incident, task: Task, name: str, **data: Any) -> Fact:
    """Return an event addressed to the team of a task; None and empty values are left out."""
    full: dict[str, Any] = {
        **_head(incident), "task_id": task.id, "team": task.team, "task_version": task.version,
        **{key: value for key, value in data.items() if value not in (None, "")},
    }  # fmt: skip
    return Fact(name, full, county_of(task.team), addressee_of(task.team))


def requested(incident: Incident, task: Task, reason: str) -> Fact:
    """Return the request of a task."""
    place = incident.place
    return to_team(
        incident, task, "task_requested",
        capabilities=list(task.capabilities), reason=reason, priority=incident.priority, source=incident.source,
        region=place.region, ring=place.ring, flags=list(incident.flags), shop=incident.shop,
        acknowledge_by=task.ack_by.isoformat(), arrive_by=task.arrive_by.isoformat() if task.arrive_by else None,
    )  # fmt: skip


def moved(incident: Incident, task: Task, *, device_time: str = "", command_id: str = "", reason: str = "") -> Fact:
    """Return the event of the transition that brought a task to its state."""
    return to_team(
        incident,
        task,
        MOVED[task.state],
        late=task.late,
        device_time=device_time,
        command_id=command_id,
        reason=reason,
    )


def state_change(before: Incident, after: Incident) -> list[Fact]:
    """Return the event of a changed derived state, nothing when it is the same."""
    if before.state == after.state:
        return []
    return about(after, "state_changed", state=after.state, previous=before.state)


def refused(
    team: str, *, command_id: str, command: str, incident_id: str, task_id: str, reason: str,
    incident: Incident | None = None, task_state: str = "",
) -> Fact:  # fmt: skip
    """Return the answer to a command that can't be done; `incident` only when the task is the team's own."""
    data: dict[str, Any] = {
        "command_id": command_id, "command": command, "reason": reason, "incident_id": incident_id,
        "task_id": task_id,
    }  # fmt: skip
    if task_state:
        data["task_state"] = task_state
    if incident is not None:
        data |= {"category": incident.category, "duress": incident.duress}
    return Fact("command_refused", data, county_of(team), addressee_of(team))


def _head(incident: Incident) -> dict[str, Any]:
    return {"incident_id": incident.id, "category": incident.category, "duress": incident.duress}
