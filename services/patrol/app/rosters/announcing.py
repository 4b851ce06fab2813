"""What the bus is told of rosters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lianfang.persistence.aggregate import NewEvent
from services.patrol.domain.rosters.rota import Rota


def announce(before: Rota, after: Rota) -> Sequence[NewEvent]:
    """Return the events of a step, by what it changed."""
    if after.withdrawn and not before.withdrawn:
        return [_event("roster_withdrawn", after, after.version)]
    if after.version > before.version:
        return [_event("roster_published", after, after.version, **_size(after))]
    attempt, number = after.attempt, after.version + 1
    told: dict[str, dict[str, int]] = {
        "planned": _size(after),
        "infeasible": {"conflicts": len(attempt.conflict)},
        "failed": {"violations": attempt.violation_count},
    }
    if attempt.state == before.attempt.state or attempt.state not in told:
        return []
    return [_event(f"roster_{attempt.state}", after, number, **told[attempt.state])]


def _size(rota: Rota) -> dict[str, int]:
    attempt = rota.attempt
    return {"places": attempt.places, "open": attempt.open_count, "cost": sum(attempt.score.values())}


def _event(name: str, rota: Rota, version: int, **more: Any) -> NewEvent:
    data = {
        "roster": rota.id, "unit": rota.unit, "first": rota.first.isoformat(), "last": rota.last.isoformat(),
        "version": version, **more,
    }  # fmt: skip
    return NewEvent(f"patrol.{name}.v1", data, rota.county)
