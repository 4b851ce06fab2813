"""Units on duty, their assignments, and marks that nobody has visited for too long."""

from __future__ import annotations

from collections.abc import Mapping

from services.analytics.domain.board.draft import Draft
from services.analytics.domain.board.folding import Data, Folding, some
from services.analytics.domain.event_like import EventLike

_UNIT = (
    "county", "region", "team", "lon", "lat", "mode", "state", "reason", "capabilities", "people", "assignments",
    "on_duty_until",
)  # fmt: skip


def _unit(draft: Draft, event: EventLike, data: Data) -> None:
    draft.put("unit", {**some(data, *_UNIT), "at": event.time})


def _assigned(draft: Draft, event: EventLike, data: Data) -> None:
    draft.put("assignment", {**some(data, "unit", "incident_id", "state"), "reason": None, "at": event.time})


def _released(draft: Draft, event: EventLike, data: Data) -> None:
    said = {**some(data, "unit", "incident_id", "reason"), "state": "released", "at": event.time}
    draft.put("assignment", said)


def _gap(draft: Draft, _event: EventLike, data: Data) -> None:
    said = some(data, "mark", "post", "unit", "team", "region", "idle_since", "limit_minutes", "reason", "at")
    draft.put("gap", said)


def _pair(data: Data) -> str:
    return f"{data['unit']}/{data['incident_id']}"


def _over(body: Data) -> bool:
    return body.get("state") == "released"


_GAP = (Folding("gap", lambda data: str(data["mark"]), _gap, lambda body: "reason" in body),)

PATROL: Mapping[str, tuple[Folding, ...]] = {
    "patrol.duty_changed.v1": (
        Folding("unit", lambda data: str(data["unit"]), _unit, lambda body: "on_duty_until" not in body),
    ),
    "patrol.unit_assigned.v1": (Folding("assignment", _pair, _assigned, _over),),
    "patrol.unit_released.v1": (Folding("assignment", _pair, _released, _over),),
    "patrol.coverage_gap_found.v1": _GAP,
    "patrol.coverage_gap_closed.v1": _GAP,
}
"""What each event type changes."""
