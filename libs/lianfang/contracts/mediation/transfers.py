"""Events of a dispute that was handed to another body (移送) and is followed until it is answered for."""

from __future__ import annotations

from typing import Any

from marshmallow import fields
from marshmallow.validate import OneOf

from lianfang.contracts.fields import reason_field
from lianfang.contracts.mediation.fields import AboutCase, case_event, id_field

_BODY = "township_government"


def _transfer(name: str, summary: str, state: str = "transferred", **more: Any) -> Any:
    return case_event(name, summary, more={"state": state, "body": _BODY, **more})


class _ToBody(AboutCase):
    body = id_field("which body, an id of the policy", required=True)


@_transfer("transferred", "It was handed to a body, which must be contacted within the hour.", complexity="simple")
class Transferred(_ToBody):
    """Handed over."""

    complexity = fields.String(
        required=True,
        validate=OneOf(("simple", "complex")),
        metadata={"description": "answered in 24 h, or 5 days"},
    )


@_transfer("transfer_contacted", "The body was spoken to.")
class TransferContacted(_ToBody):
    """Contacted."""


@_transfer("transfer_received", "The body took it and gave a receipt.", "received")
class TransferReceived(_ToBody):
    """Received; the receipt itself stays in the service."""


@_transfer("transfer_resolved", "The body answered; the parties must be called back.", "resolved", result="paid")
class TransferResolved(_ToBody):
    """Answered."""

    result = reason_field("a word", required=True)


@_transfer("transfer_returned", "The body sent it back, or its result did not hold.", "returned", reason="not_ours")
class TransferReturned(_ToBody):
    """The case is alive again."""

    reason = reason_field("why, a word", required=True)


@_transfer("called_back", "The parties were asked what they think of the result.", "resolved", opinion="satisfied")
class CalledBack(_ToBody):
    """Asked."""

    opinion = fields.String(required=True, validate=OneOf(("satisfied", "unsatisfied", "unreachable")))
