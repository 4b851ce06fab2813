"""Events of the work on a dispute: its mediator, sessions, documents, and the old quarrels behind it."""

from __future__ import annotations

from typing import Any

from marshmallow import fields
from marshmallow.validate import Length, Range, Regexp

from lianfang.contracts.fields import moment_field, reason_field
from lianfang.contracts.mediation.fields import (
    MEDIATOR,
    SESSION,
    AboutCase,
    case_event,
    id_field,
)


class _Mediator(AboutCase):
    mediator = id_field("the mediator, by id", required=True)


def _mediator(name: str, summary: str, state: str, **more: Any) -> Any:
    return case_event(name, summary, more={"state": state, "mediator": MEDIATOR, "round": 0, **more})


@_mediator("mediator_assigned", "A mediator is asked.", "assigned", why="chosen")
class MediatorAssigned(_Mediator):
    """Must accept in time."""

    why = reason_field("chosen, suggested, override, next", required=True)


@_mediator("mediator_accepted", "The mediator takes it.", "assigned")
class MediatorAccepted(_Mediator):
    """Accepted."""


@_mediator("mediator_declined", "The mediator can't; the next is asked.", "triaged", reason="unable")
class MediatorDeclined(_Mediator):
    """Declined."""

    reason = reason_field("why, a word", required=True)


@_mediator("mediator_replaced", "The mediator did not answer in time.", "triaged", reason="not_in_time")
class MediatorReplaced(_Mediator):
    """The next is asked."""

    reason = reason_field("why, a word", required=True)


@case_event("links_found", "Old quarrels were found that may be the root.", more={"count": 2})
class LinksFound(AboutCase):
    """How many are new; who connects them stays in the service."""

    count = fields.Integer(required=True, validate=Range(min=1))


class _Linked(AboutCase):
    # Which case the other is stays in the service: it may be sealed
    years = fields.Integer(required=True, metadata={"description": "between the two"})


@case_event("link_confirmed", "An officer confirmed an old quarrel as the root.", more={"years": 18})
class LinkConfirmed(_Linked):
    """Confirmed."""


@case_event("link_rejected", "An officer rejected a candidate.", more={"years": 3})
class LinkRejected(_Linked):
    """Rejected."""


_SESSION = {
    "session": SESSION, "start": "2026-03-02T01:00:00+00:00", "end": "2026-03-02T02:30:00+00:00",
    "studio": "aoyang-1", "room": "a", "video": False,
}  # fmt: skip


class _Session(AboutCase):
    """Never with its people or notes."""

    session = id_field("the session", required=True)
    start = moment_field("when it begins", required=True)
    end = moment_field("when it ends", required=True)
    studio = id_field("the studio; absent when it is none of ours")
    room = id_field("the studio's room; absent without one")
    video = fields.Boolean(required=True, metadata={"description": "some join by video link"})


@case_event("session_scheduled", "The sides will meet.", more=_SESSION)
class SessionScheduled(_Session):
    """Scheduled."""


@case_event("session_cancelled", "The sides will not meet then.", more=_SESSION)
class SessionCancelled(_Session):
    """Cancelled."""


@case_event("session_held", "The sides met.", more=_SESSION)
class SessionHeld(_Session):
    """Held."""


@case_event(
    "document_issued", "A document was made and stored.",
    more={"document": "d-1", "kind": "agreement", "version": 1, "number": "寿调〔2026〕00012号",
          "sha256": "9f" * 32, "pages": 2, "state": "agreed"},
)  # fmt: skip
class DocumentIssued(AboutCase):
    """A PDF, to be fetched by those who may."""

    document = id_field("the document, through all its versions", required=True)
    kind = reason_field("agreement, oral_record, invitation …", required=True)
    version = fields.Integer(required=True, validate=Range(min=1))
    number = fields.String(
        required=True, validate=Length(1, 128), metadata={"description": "its number, for people"}
    )
    sha256 = fields.String(required=True, validate=Regexp(r"[0-9a-f]{64}\Z"))
    pages = fields.Integer(required=True, validate=Range(min=1))
