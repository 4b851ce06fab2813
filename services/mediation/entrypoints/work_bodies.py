"""What requests about sessions and documents look like."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from lianfang.contracts.personal import personal
from services.mediation.entrypoints.fields import LINE_CHARS, TEXT_CHARS, id_, ids, moment, secret, word


class SessionBody(Schema):
    """When and where the sides meet."""

    start = moment("in the future", required=True)
    end = moment("after the start", required=True)
    studio = id_("id on the roster; empty when people meet by video only", load_default="")
    room = id_("id within the studio", load_default="")
    people = ids("mediators, by default the case's own", load_default=list)
    link = fields.String(
        load_default="",
        validate=validate.And(validate.Length(max=LINE_CHARS), validate.Regexp(r"(https://[!-~]+)?\Z")),
        metadata={"description": "to join by video", "remedy": "an address that begins with https://"},
    )
    notes = secret("stored encrypted", TEXT_CHARS)


class SessionEndBody(Schema):
    """What is to be remembered of it."""

    notes = secret("stored encrypted", TEXT_CHARS)


class DocumentBody(Schema):
    """Which document, and what it says that the case does not know."""

    kind = word("agreement, oral_record, invitation, transfer_letter …", required=True)
    document = fields.String(
        load_default="", validate=validate.Regexp(r"([a-z][a-z0-9_-]{0,39})?\Z", error="must be a short id"),
        metadata={
            "description": "its id in the case, by default the kind; one that is there gets its next version",
            "remedy": "an id such as invitation-p2",
        },
    )  # fmt: skip
    data = personal(fields.Dict(
        keys=fields.String(validate=validate.Length(1, 40)), load_default=dict, validate=validate.Length(max=40),
        metadata={"description": "fields of the form that the case does not know: organ, contact, reason …"},
    ))  # fmt: skip
