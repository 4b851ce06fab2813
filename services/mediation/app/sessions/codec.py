"""Calendars as documents."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from services.mediation.domain.sessions.booking import Booking
from services.mediation.domain.sessions.day import Day, Entry


def encode(day: Day) -> dict[str, Any]:
    """Return a calendar JSON-able."""
    return {"resource": day.resource, "day": day.day, "entries": [_entry(each) for each in day.entries]}


def decode(data: dict[str, Any]) -> Day:
    """Return the calendar that `encode` was given."""
    return Day(data["resource"], data["day"], tuple(_read(each) for each in data["entries"]))


def _entry(entry: Entry) -> dict[str, Any]:
    booking = asdict(entry.booking)
    booking |= {"start": entry.booking.start.isoformat(), "end": entry.booking.end.isoformat()}
    return {
        "booking": booking | {"people": list(entry.booking.people)}, "state": entry.state,
        "changed_at": entry.changed_at.isoformat(), "command": entry.command,
        "holders": list(entry.holders), "look_at": entry.look_at.isoformat() if entry.look_at else None,
        "patient_until": entry.patient_until.isoformat() if entry.patient_until else None,
    }  # fmt: skip


def _read(data: dict[str, Any]) -> Entry:
    told = data["booking"]
    booking = Booking(**told | {
        "start": _time(told["start"]), "end": _time(told["end"]), "people": tuple(told["people"]),
    })  # fmt: skip
    return Entry(
        booking, data["state"], _time(data["changed_at"]), data["command"],
        tuple(data["holders"]), _time(data["look_at"]) if data["look_at"] else None,
        _time(data["patient_until"]) if data["patient_until"] else None,
    )  # fmt: skip


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
