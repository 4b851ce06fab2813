"""Incidents as HTTP shows them. Nothing here is personal; the exact point only to who has to go there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lianfang.caller import Caller
from services.incident.app.access import may_see_point
from services.incident.domain.incident import Entry, Incident
from services.incident.domain.recommend import Advice
from services.incident.domain.task import Task

Json = dict[str, Any]


def incident(it: Incident, caller: Caller) -> Json:
    """Return an incident with its tasks."""
    return {
        **summary(it),
        "place": place(it, caller),
        "tasks": [task(each) for each in it.tasks],
        "original_category": it.original_category or None,
        "shop": it.shop or None,
        "release": it.release,
        "outcome": it.outcome or None,
        "findings": dict(it.findings) or None,
    }


def summary(it: Incident) -> Json:
    """Return an incident as lists show it."""
    return {
        "id": it.id, "state": it.state, "source": it.source, "category": it.category, "priority": it.priority,
        "region": it.place.region, "county": it.county, "flags": list(it.flags), "duress": it.duress,
        "opened_at": it.opened_at.isoformat(), "version": it.version,
    }  # fmt: skip


def units(it: Incident, states: Mapping[str, str]) -> Json:
    """Return the units that were sent, with how those that are at it are doing now."""
    return {"units": [
        {
            "unit": sent.unit, "at": sent.at.isoformat(), "by": sent.by, "rank": sent.rank or None,
            "override": sent.override, "advised": list(sent.advised), "reason": sent.reason or None,
            "released": sent.released or None, "state": states.get(sent.unit) if not sent.released else None,
        }
        for sent in it.units
    ]}  # fmt: skip


def advice(one: Advice) -> Json:
    """Return a recommended unit, or one that is not, with its reasons."""
    return {
        "unit": one.unit, "team": one.team or None, "state": one.state, "suitable": one.suitable,
        "way_seconds": one.way_s, "in_time": one.in_time, "cost": one.cost, "why": list(one.why),
    }  # fmt: skip


def place(it: Incident, caller: Caller) -> Json:
    """Return where it is."""
    found = it.place
    shown: Json = {
        "region": found.region, "grid": found.grid or None, "method": found.method, "ring": found.ring,
        "flags": list(found.flags), "distance_m": found.distance_m,
    }  # fmt: skip
    if found.lon is not None and may_see_point(caller, it):
        shown |= {"lon": found.lon, "lat": found.lat}
    return shown


def task(it: Task) -> Json:
    """Return a task with its deadlines."""
    return {
        "id": it.id, "team": it.team, "role": it.role, "capabilities": list(it.capabilities), "state": it.state,
        "version": it.version, "why": list(it.why), "requested_at": it.requested_at.isoformat(),
        "acknowledge_by": it.ack_by.isoformat(), "arrive_by": it.arrive_by.isoformat() if it.arrive_by else None,
        "late": it.late,
    }  # fmt: skip


def entry(line: Entry) -> Json:
    """Return a line of history."""
    return {
        "version": line.version, "at": line.at.isoformat(), "actor": line.actor, "what": line.what,
        "task": line.task or None, "device_time": line.device_time or None, "note": line.note or None,
    }  # fmt: skip
