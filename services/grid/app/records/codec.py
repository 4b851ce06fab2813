"""Field records as JSON documents and back. Times are in UTC, for stored times are compared as texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from services.grid.domain.records.activity import Activity
from services.grid.domain.records.duty import Duty, Entry
from services.grid.domain.records.expense import Expense
from services.grid.domain.records.hazard import Found, Hazard, Step
from services.grid.domain.records.place import Grading, Place
from services.grid.domain.records.population import Population
from services.grid.domain.records.survey import Survey
from services.grid.domain.records.told import Told
from services.grid.domain.records.visit import Visit

Json = dict[str, Any]


def to_json(record: Any) -> Json:
    """Return the document of a record."""
    plain: Json = _plain(asdict(record))
    return plain


def time_to(at: datetime) -> str:
    """Return a time as it is stored and published."""
    return at.astimezone(UTC).isoformat()


def hazard(raw: Mapping[str, Any]) -> Hazard:
    """Return what `to_json` was given; so do the others."""
    found = Found(**{**raw["found"], "told": _told(raw["found"]["told"]), "lacks": tuple(raw["found"]["lacks"])})
    steps = tuple(map(_step, raw["steps"]))
    return Hazard(raw["id"], found, datetime.fromisoformat(raw["due"]), steps, raw["overdue"])


def visit(raw: Mapping[str, Any]) -> Visit:
    """See `hazard`."""
    return Visit(**{**raw, "told": _told(raw["told"])})


def population(raw: Mapping[str, Any]) -> Population:
    """See `hazard`."""
    return Population(**{**raw, "told": _told(raw["told"])})


def place(raw: Mapping[str, Any]) -> Place:
    """See `hazard`."""
    gradings = tuple(Grading(**{**each, "told": _told(each["told"])}) for each in raw["gradings"])
    return Place(**{**raw, "gradings": gradings})


def duty(raw: Mapping[str, Any]) -> Duty:
    """See `hazard`."""
    entries = tuple(Entry(each["id"], _told(each["told"])) for each in raw["entries"])
    return Duty(**{**raw, "entries": entries})


def activity(raw: Mapping[str, Any]) -> Activity:
    """See `hazard`."""
    return Activity(**{**raw, "told": _told(raw["told"])})


def survey(raw: Mapping[str, Any]) -> Survey:
    """See `hazard`."""
    return Survey(**{**raw, "told": _told(raw["told"])})


def expense(raw: Mapping[str, Any]) -> Expense:
    """See `hazard`."""
    return Expense(**{**raw, "told": _told(raw["told"])})


def _step(raw: Mapping[str, Any]) -> Step:
    return Step(**{**raw, "told": _told(raw["told"]), "items": tuple(raw["items"])})


def _told(raw: Mapping[str, Any]) -> Told:
    at, received = datetime.fromisoformat(raw["at"]), datetime.fromisoformat(raw["received"])
    return Told(at, received, raw["by"], tuple(raw["flags"]))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return time_to(value)
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value
