"""A dispute on the board: its state, risk, owner and deadline, its alarms and sessions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.analytics.domain.board.draft import Draft
from services.analytics.domain.board.folding import Apply, Data, Folding, some
from services.analytics.domain.event_like import EventLike

FINAL = ("closed", "withdrawn", "referred", "merged")
_HEAD = ("category", "source", "state", "confirmation", "risk", "owner", "round", "next_due", "region")


def _nothing_more(_draft: Draft, _event: EventLike, _data: Data) -> None:
    """The head says it all."""


def _opened(draft: Draft, event: EventLike, data: Data) -> None:
    draft.put("opened", {"opened_at": event.time, **some(data, "county", "incident_id")})


def _mediator(state: str) -> Apply:
    def apply(draft: Draft, _event: EventLike, data: Data) -> None:
        draft.put("mediator", {"mediator": data["mediator"], "mediator_state": state})

    return apply


def _raised(draft: Draft, _event: EventLike, data: Data) -> None:
    draft.put("score", {"points": data["points"], "reasons": [dict(each) for each in data["reasons"]]})


def _alarm(state: str) -> Apply:
    def apply(draft: Draft, event: EventLike, data: Data) -> None:
        draft.put("alarm", {"state": state, "at": event.time}, "alarms", data["team"])

    return apply


def _missed(draft: Draft, _event: EventLike, data: Data) -> None:
    draft.put("missed", some(data, "kind", "due_at"), "missed", data["kind"])


def _session(state: str) -> Apply:
    def apply(draft: Draft, _event: EventLike, data: Data) -> None:
        said = some(data, "start", "end", "studio", "room", "video")
        draft.put("session", {**said, "state": state}, "sessions", data["session"])

    return apply


def _body(draft: Draft, _event: EventLike, data: Data) -> None:
    draft.put("body", some(data, "body"))


def _folding(apply: Apply) -> tuple[Folding, ...]:
    def with_head(draft: Draft, event: EventLike, data: Data) -> None:
        draft.put("head", {**some(data, *_HEAD), "sealed": data["sealed"] or None, "at": event.time})
        apply(draft, event, data)

    return (Folding("case", lambda data: str(data["case_id"]), with_head, _over),)


def _over(body: Mapping[str, Any]) -> bool:
    return body.get("state") in FINAL


_PLAIN = (
    "source_added", "triaged", "mediation_refused", "round_started", "round_ended", "extended", "agreed",
    "agreement_performed", "agreement_kept", "agreement_broken", "followed_up", "closed", "settled", "failed",
    "withdrawn", "referred", "reopened", "merged", "sealed", "confirmation_changed", "risk_lowered",
    "lowering_proposed", "owner_changed", "links_found", "link_confirmed", "link_rejected", "document_issued",
)  # fmt: skip
_TRANSFERS = (
    "transferred", "transfer_contacted", "transfer_received", "transfer_resolved", "transfer_returned",
    "called_back",
)  # fmt: skip

CASE: Mapping[str, tuple[Folding, ...]] = {
    f"mediation.{name}.v1": _folding(apply)
    for name, apply in {
        **dict.fromkeys(_PLAIN, _nothing_more), **dict.fromkeys(_TRANSFERS, _body),
        "case_opened": _opened, "risk_raised": _raised, "deadline_missed": _missed,
        "mediator_assigned": _mediator("asked"), "mediator_accepted": _mediator("accepted"),
        "mediator_declined": _mediator("declined"), "mediator_replaced": _mediator("replaced"),
        "alarm_raised": _alarm("raised"), "alarm_acknowledged": _alarm("acknowledged"),
        "session_scheduled": _session("scheduled"), "session_cancelled": _session("cancelled"),
        "session_held": _session("held"),
    }.items()
}  # fmt: skip
"""What each event type changes."""
