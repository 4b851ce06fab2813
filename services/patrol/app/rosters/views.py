"""Rosters as callers see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from services.patrol.domain.rosters.codec import violation_to_json
from services.patrol.domain.rosters.problem import Assignment, Problem, Violation
from services.patrol.domain.rosters.rota import Attempt, Rota


def rota(rota: Rota, progress: Mapping[str, Any]) -> dict[str, Any]:
    """Return a roster; `next` is what is being planned of it when another version is in force."""
    revising = rota.published is not None and rota.attempt != rota.published
    shown = rota.published if rota.published is not None else rota.attempt
    return {
        "id": rota.id, "unit": rota.unit, "county": rota.county, "first": rota.first, "last": rota.last,
        "state": rota.state, "version": rota.version, "by": rota.by, "made_at": rota.made_at,
        "published_at": rota.published_at, "withdrawn": rota.withdrawn, "shifts": rota.shifts,
        **_attempt(shown, {} if revising else progress),
        "next": {"state": rota.attempt.state, **_attempt(rota.attempt, progress)} if revising else None,
    }  # fmt: skip


def _attempt(attempt: Attempt, progress: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "attempt": attempt.number, "job": attempt.job, "progress": dict(progress), "seconds": attempt.seconds,
        "policy": attempt.policy, "frozen_before": attempt.frozen_before, "cancelling": attempt.cancelling,
        "publishing": attempt.publishing is not None, "status": attempt.status, "method": attempt.method,
        "cost": sum(attempt.score.values()) if attempt.score else None, "score": dict(attempt.score),
        "bound": attempt.bound, "places": attempt.places, "open_count": attempt.open_count,
        "open": [asdict(each) for each in attempt.open], "violation_count": attempt.violation_count,
        "violations": [violation_to_json(each) for each in attempt.violations],
        "conflict": list(attempt.conflict), "reason": attempt.reason,
    }  # fmt: skip


def checked(changes: Sequence[str], violations: Iterable[Violation]) -> dict[str, Any]:
    """Return what a check found; good: nothing."""
    found = [violation_to_json(each) for each in violations]
    return {"good": not changes and not found, "changes": list(changes), "violations": found}


def assignments(problem: Problem, places: Iterable[Assignment]) -> list[dict[str, Any]]:
    """Return assignments with their slots' post, times and role."""
    slots = {slot.id: slot for slot in problem.slots}
    return [
        {
            "slot": place.slot, "need": place.need, "person": place.person, "post": slots[place.slot].post,
            "kind": slots[place.slot].kind, "start": slots[place.slot].start, "end": slots[place.slot].end,
            "role": slots[place.slot].needs[place.need].role,
        }
        for place in places
    ]  # fmt: skip
