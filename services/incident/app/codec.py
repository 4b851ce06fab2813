"""Incidents as JSON documents. Written by hand: it runs at every intake and every answer, and must be fast.

What is at its default is left out, so that the document stays small.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from services.incident.domain.duty import Sent
from services.incident.domain.incident import Entry, Incident
from services.incident.domain.place import Place
from services.incident.domain.task import Task

Json = dict[str, Any]


def encode(incident: Incident) -> Json:
    """Return the document of an incident."""
    return _compact({
        "id": incident.id, "source": incident.source, "category": incident.category,
        "priority": incident.priority, "county": incident.county, "place": _place(incident.place),
        "opened_by": incident.opened_by, "opened_at": incident.opened_at.isoformat(),
        "tasks": [_task(task) for task in incident.tasks], "history": [_entry(line) for line in incident.history],
        "original_category": incident.original_category, "duress": incident.duress, "shop": incident.shop,
        "accused": list(incident.accused), "flags": list(incident.flags), "release": incident.release,
        "sealed": incident.sealed, "version": incident.version, "outcome": incident.outcome,
        "units": [_sent(each) for each in incident.units], "findings": dict(incident.findings),
    })  # fmt: skip


def decode(raw: Json) -> Incident:
    """Return the incident of a document."""
    return Incident(**{
        **raw,
        "place": _read_place(raw["place"]),
        "opened_at": datetime.fromisoformat(raw["opened_at"]),
        "tasks": tuple(_read_task(task) for task in raw.get("tasks", ())),
        "history": tuple(_read_entry(line) for line in raw.get("history", ())),
        "accused": tuple(raw.get("accused", ())),
        "flags": tuple(raw.get("flags", ())),
        "units": tuple(_read_sent(each) for each in raw.get("units", ())),
    })  # fmt: skip


def _compact(raw: Json) -> Json:
    return {key: value for key, value in raw.items() if value not in (None, "", False, [], {})}


def _place(place: Place) -> Json:
    return {
        key: value
        for key, value in (
            ("region", place.region), ("method", place.method), ("lon", place.lon), ("lat", place.lat),
            ("ring", place.ring), ("distance_m", place.distance_m or None), ("flags", list(place.flags) or None),
        )
        if value is not None
    }  # fmt: skip


def _read_place(raw: Json) -> Place:
    return Place(**{**raw, "flags": tuple(raw.get("flags", ()))})


def _task(task: Task) -> Json:
    return _compact({
        "id": task.id, "team": task.team, "role": task.role, "capabilities": list(task.capabilities),
        "why": list(task.why), "requested_at": task.requested_at.isoformat(), "ack_by": task.ack_by.isoformat(),
        "arrive_by": task.arrive_by.isoformat() if task.arrive_by else None, "state": task.state,
        "version": task.version, "late": task.late, "arrive_missed": task.arrive_missed,
        "depth": task.depth or None,
    })  # fmt: skip


def _read_task(raw: Json) -> Task:
    arrive_by = raw.get("arrive_by")
    return Task(**{
        **raw,
        "capabilities": tuple(raw.get("capabilities", ())),
        "why": tuple(raw.get("why", ())),
        "requested_at": datetime.fromisoformat(raw["requested_at"]),
        "ack_by": datetime.fromisoformat(raw["ack_by"]),
        "arrive_by": datetime.fromisoformat(arrive_by) if arrive_by else None,
    })  # fmt: skip


def _sent(sent: Sent) -> Json:
    return _compact({
        "unit": sent.unit, "at": sent.at.isoformat(), "by": sent.by, "rank": sent.rank,
        "advised": list(sent.advised), "reason": sent.reason, "released": sent.released,
    })  # fmt: skip


def _read_sent(raw: Json) -> Sent:
    at = datetime.fromisoformat(raw["at"])
    return Sent(**{"rank": 0, **raw, "at": at, "advised": tuple(raw.get("advised", ()))})


def _entry(line: Entry) -> Json:
    return _compact({
        "version": line.version, "at": line.at.isoformat(), "actor": line.actor, "what": line.what,
        "task": line.task, "device_time": line.device_time, "note": line.note,
    })  # fmt: skip


def _read_entry(raw: Json) -> Entry:
    return Entry(**{**raw, "at": datetime.fromisoformat(raw["at"])})
