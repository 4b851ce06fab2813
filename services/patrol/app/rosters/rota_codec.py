"""Rosters' lives as documents and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from services.patrol.domain.rosters.codec import violation_from_json, violation_to_json
from services.patrol.domain.rosters.problem import Assignment
from services.patrol.domain.rosters.rota import Attempt, Edit, OpenPlace, Publishing, Rota

Json = dict[str, Any]
_PLAIN = (
    "number", "state", "by", "seconds", "problem", "policy", "job", "cancelling", "book", "places", "bound",
    "status", "method", "open_count", "violation_count", "reason",
)  # fmt: skip


def encode(rota: Rota) -> Json:
    """Return a rota as JSON-able data."""
    # Once published, what is planned and what is in force are the same until it is planned anew
    same = rota.published is not None and rota.published == rota.attempt
    return {
        "county": rota.county, "unit": rota.unit, "first": rota.first.isoformat(), "last": rota.last.isoformat(),
        "by": rota.by, "made_at": rota.made_at.isoformat(), "attempt": _attempt(rota.attempt),
        "published": "same" if same else rota.published and _attempt(rota.published), "version": rota.version,
        "published_at": rota.published_at and rota.published_at.isoformat(), "withdrawn": rota.withdrawn,
        "shifts": rota.shifts, "id": rota.id,
    }  # fmt: skip


def decode(data: Mapping[str, Any]) -> Rota:
    """Read what `encode` wrote."""
    attempt = _attempt_from(data["attempt"])
    published = data["published"]
    return Rota(
        data["id"], data["county"], data["unit"], date.fromisoformat(data["first"]),
        date.fromisoformat(data["last"]), data["by"], datetime.fromisoformat(data["made_at"]), attempt,
        attempt if published == "same" else published and _attempt_from(published), data["version"],
        _moment(data["published_at"]), data["withdrawn"], data["shifts"],
    )  # fmt: skip


def _attempt(attempt: Attempt) -> Json:
    publishing = attempt.publishing
    return {name: getattr(attempt, name) for name in _PLAIN} | {
        "frozen_before": attempt.frozen_before and attempt.frozen_before.isoformat(),
        "edits": [[each.set, each.place.slot, each.place.need, each.place.person] for each in attempt.edits],
        "score": dict(attempt.score), "conflict": list(attempt.conflict),
        "open": [[each.slot, each.need, each.role, each.missing] for each in attempt.open],
        "violations": [violation_to_json(each) for each in attempt.violations],
        "publishing": publishing and {
            each.name: getattr(publishing, each.name) for each in fields(Publishing)
        } | {"since": publishing.since.isoformat()},
    }  # fmt: skip


def _attempt_from(data: Mapping[str, Any]) -> Attempt:
    publishing = data["publishing"]
    return Attempt(
        **{name: data[name] for name in _PLAIN},
        frozen_before=_moment(data["frozen_before"]),
        edits=tuple(Edit(set, Assignment(slot, need, person)) for set, slot, need, person in data["edits"]),
        score=dict(data["score"]), conflict=tuple(data["conflict"]),
        open=tuple(OpenPlace(*each) for each in data["open"]),
        violations=tuple(violation_from_json(each) for each in data["violations"]),
        publishing=publishing
        and Publishing(**{**publishing, "since": datetime.fromisoformat(publishing["since"])}),
    )  # fmt: skip


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
