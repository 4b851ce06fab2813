"""Studios and mediators as documents, and out of what came in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from services.mediation.domain.roster.mediator import Away, Mediator
from services.mediation.domain.roster.studio import Room, Studio


def studio(id: str, data: Mapping[str, Any]) -> Studio:
    """Return a studio from what `StudioBody` loaded, or from a stored document."""
    known = {name: data[name] for name in ("name", "county", "kind", "region", "lon", "lat", "active")}
    return Studio(id, **known, rooms=tuple(Room(**room) for room in data["rooms"]))


def studio_document(it: Studio) -> dict[str, Any]:
    """Return a studio JSON-able."""
    return asdict(it) | {"rooms": [asdict(room) for room in it.rooms]}


def mediator(id: str, data: Mapping[str, Any], sealed: str) -> Mediator:
    """Return a mediator from what `MediatorBody` loaded, or from a stored document. sealed: name and phone."""
    lists: dict[str, Any] = {name: tuple(data[name]) for name in ("studios", "regions", "skills", "languages")}
    known = {name: data[name] for name in ("kind", "county", "capacity", "lon", "lat", "active")}
    away = tuple(Away(_day(each["first"]), _day(each["last"])) for each in data["away"])
    return Mediator(id, **known, **lists, away=away, sealed=sealed)


def mediator_document(it: Mediator) -> dict[str, Any]:
    """Return a mediator JSON-able, `sealed` included: it is for the store only."""
    lists = {name: list(getattr(it, name)) for name in ("studios", "regions", "skills", "languages")}
    away = [{"first": each.first.isoformat(), "last": each.last.isoformat()} for each in it.away]
    return asdict(it) | lists | {"away": away}


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
