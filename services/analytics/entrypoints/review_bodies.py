"""What requests and answers about reviews hold."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from lianfang.web.paging import PageQuery
from services.analytics.app.plain import to_plain
from services.analytics.domain.reviews.review import FINDINGS, STATES, Review
from services.analytics.entrypoints.scorecard_bodies import REGION, WORD

_PLACE = validate.Regexp(
    r"(?:[0-9]{6}|[0-9]{9}|[0-9]{12}|[0-9]{16})\Z", error="must be a region code of 6, 9, 12 or 16 digits"
)

_UNIT_OR_NONE = validate.Regexp(
    r"(?:\d{6}\.[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*)?\Z", error="must be a full id, such as 350924.aoyang.case"
)


class OpenBody(Schema):
    """What happened, where and when."""

    region = fields.String(required=True, validate=_PLACE)
    at = fields.AwareDateTime(required=True, format="iso")
    trigger = fields.String(required=True, validate=WORD)
    incident = fields.String(load_default="", validate=validate.Length(max=128))
    category = fields.String(load_default="", validate=validate.Regexp(r"(?:\d{6})?\Z"))
    team = fields.String(load_default="", validate=_UNIT_OR_NONE)


class AssignBody(Schema):
    """Who looks into it, a login."""

    reviewer = fields.String(required=True, validate=validate.Length(1, 128))


class DismissBody(Schema):
    """Why it is none."""

    reason = fields.String(required=True, validate=WORD)


class ConcludeBody(DismissBody):
    """What was found."""

    finding = fields.String(required=True, validate=validate.OneOf(FINDINGS))


class ReviewsQuery(PageQuery):
    """Which reviews; region by default the caller's."""

    region = fields.String(load_default="", validate=REGION)
    state = fields.String(load_default="", validate=validate.OneOf(("", *STATES)))


class IncidentAnswer(Schema):
    """What happened."""

    event_id = fields.String(required=True)
    subject = fields.String(required=True)
    region = fields.String(required=True)
    at = fields.String(required=True)
    category = fields.String(required=True)
    team = fields.String(required=True)


class RowAnswer(Schema):
    """Something that was known before, by the id of its event."""

    event_id = fields.String(required=True)
    kind = fields.String(required=True)
    at = fields.String(required=True)
    region = fields.String(required=True)
    subject = fields.String(required=True)
    category = fields.String(required=True)
    word = fields.String(required=True)
    team = fields.String(required=True)
    value = fields.Float(required=True)
    other = fields.String(required=True)
    restricted = fields.Boolean(required=True)


class PictureAnswer(Schema):
    """What was known before. total: rows has the newest of so many."""

    rows = fields.List(fields.Nested(RowAnswer))
    total = fields.Integer(required=True)
    by_kind = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    open_hazards = fields.List(fields.String(), required=True)
    open_cases = fields.List(fields.String(), required=True)
    earlier_incidents = fields.Integer(required=True)
    days_since_visit = fields.Float(required=True, allow_none=True)


class ReviewAnswer(Schema):
    """A review."""

    id = fields.String(required=True)
    trigger = fields.String(required=True)
    incident = fields.Nested(IncidentAnswer, required=True)
    county = fields.String(required=True)
    place = fields.String(required=True, metadata={"description": "the region that was searched"})
    since = fields.String(required=True, metadata={"description": "from when on it was searched"})
    picture = fields.Nested(PictureAnswer, required=True)
    opened_at = fields.String(required=True)
    due = fields.String(required=True)
    version = fields.String(required=True)
    state = fields.String(required=True)
    reviewer = fields.String(required=True)
    finding = fields.String(required=True)
    reason = fields.String(required=True)
    ended_at = fields.String(required=True, allow_none=True)
    ended_by = fields.String(required=True)
    overdue = fields.Boolean(required=True)


class ReviewsAnswer(Schema):
    """A page of reviews, without the rows of what was known."""

    items = fields.List(fields.Nested(ReviewAnswer), required=True)
    next = fields.String(allow_none=True)


def review_shown(review: Review, *, rows: bool = True) -> dict[str, Any]:
    """Return a review for people. rows: with all that was known."""
    plain = to_plain(review)
    if not rows:
        del plain["picture"]["rows"]
    return plain
