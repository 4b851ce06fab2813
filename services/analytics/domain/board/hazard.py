"""A hazard on the board: what and where, who has it in hand, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.analytics.domain.board.draft import Draft
from services.analytics.domain.board.folding import Apply, Data, Folding, some
from services.analytics.domain.event_like import EventLike


def _found(draft: Draft, _event: EventLike, data: Data) -> None:
    draft.put("found", {**some(data, "source"), "found_at": data["at"]})
    draft.put("due", some(data, "due"))
    draft.put("missing", some(data, "missing"))


def _assigned(draft: Draft, _event: EventLike, data: Data) -> None:
    draft.put("due", some(data, "due"))


def _transferred(draft: Draft, _event: EventLike, data: Data) -> None:
    draft.put("to", some(data, "to"))


def _equipped(draft: Draft, _event: EventLike, data: Data) -> None:
    draft.put("missing", some(data, "missing"))


def _overdue(draft: Draft, _event: EventLike, data: Data) -> None:
    draft.put("overdue", {"overdue_at": data["due"]})


def _resolved(draft: Draft, _event: EventLike, data: Data) -> None:
    draft.put("end", {**some(data, "outcome", "in_time"), "resolved_at": data["at"]})


def _folding(state: str, apply: Apply) -> tuple[Folding, ...]:
    def with_head(draft: Draft, event: EventLike, data: Data) -> None:
        draft.put("head", {**some(data, "kind", "region", "place", "team"), "at": data["at"]})
        if state:
            draft.put("state", {"state": state})
        apply(draft, event, data)

    return (Folding("hazard", lambda data: str(data["hazard"]), with_head, _over),)


def _over(body: Mapping[str, Any]) -> bool:
    return "resolved_at" in body


HAZARD: Mapping[str, tuple[Folding, ...]] = {
    "grid.hazard_found.v1": _folding("found", _found),
    "grid.hazard_assigned.v1": _folding("assigned", _assigned),
    "grid.hazard_transferred.v1": _folding("transferred", _transferred),
    "grid.hazard_equipped.v1": _folding("", _equipped),
    "grid.hazard_overdue.v1": _folding("overdue", _overdue),
    "grid.hazard_resolved.v1": _folding("resolved", _resolved),
}
"""What each event type changes."""
