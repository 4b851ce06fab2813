"""What HTTP takes and answers about patrols, check-ins and coverage."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema
from marshmallow.validate import Length, Range

from lianfang.web.paging import PageQuery

MOST_AT_ONCE = 200


def _about(text: str) -> dict[str, str]:
    return {"description": text}


def _word(**options: Any) -> fields.String:
    return fields.String(validate=Length(1, 128), **options)


def _person() -> fields.String:
    return fields.String(load_default="", metadata=_about("by default the caller; dispatchers name somebody"))


class SaidBody(Schema):
    """One visit as a phone tells it: a code, or mark and position."""

    id = _word(required=True, metadata=_about("the phone's own; the same when it is sent again"))
    at = fields.AwareDateTime(required=True, metadata=_about("by the phone's clock"))
    left = fields.AwareDateTime(load_default=None, allow_none=True)
    mark = fields.String(load_default="", validate=Length(max=128), metadata=_about("not needed with a code"))
    code = fields.String(load_default="", validate=Length(max=400), metadata=_about("the sign's text as scanned"))
    lon = fields.Float(load_default=None, allow_none=True, validate=Range(-180, 180))
    lat = fields.Float(load_default=None, allow_none=True, validate=Range(-90, 90))
    accuracy = fields.Float(
        load_default=None, allow_none=True, validate=Range(0, 100_000), metadata=_about("metres")
    )

    @validates_schema
    def _proof(self, data: dict[str, Any], **_: Any) -> None:
        position = [name for name in ("lon", "lat", "accuracy") if data.get(name) is not None]
        if not data.get("code") and (len(position) < 3 or not data.get("mark")):
            raise ValidationError("is missing; give it, or mark, lon, lat and accuracy", "code")


class StartBody(Schema):
    """Of which shift."""

    shift = _word(required=True)
    at = fields.AwareDateTime(required=True, metadata=_about("by the phone's clock; may lie back"))
    person = _person()


class VisitsBody(Schema):
    """What a phone has gathered, in any order, perhaps some again."""

    visits = fields.List(fields.Nested(SaidBody), required=True, validate=Length(1, MOST_AT_ONCE))
    sent_at = fields.AwareDateTime(
        load_default=None,
        allow_none=True,
        metadata=_about("what the phone's clock shows now, to correct it"),
    )
    person = _person()


class FinishBody(Schema):
    """When it ended."""

    at = fields.AwareDateTime(required=True)
    person = _person()


class CheckInBody(SaidBody):
    """One visit that may be the arrival."""

    shift = fields.String(load_default="", metadata=_about("by default the one that is on or nearest"))
    sent_at = fields.AwareDateTime(load_default=None, allow_none=True)
    person = _person()


class VisitAnswer(Schema):
    """What came of one. metres: from the mark, by position. reason: why it does not count."""

    id = fields.String(required=True)
    counts = fields.Boolean(required=True)
    mark = fields.String()
    time = fields.AwareDateTime()
    metres = fields.Integer(allow_none=True)
    flags = fields.List(fields.String())
    reason = fields.String(required=True)
    message = fields.String(required=True)


class VisitsAnswer(Schema):
    """In the order in which they were sent."""

    visits = fields.List(fields.Nested(VisitAnswer), required=True)


class CheckInAnswer(VisitAnswer):
    """With the shift, and whether the person is taken to have arrived."""

    shift = fields.String(required=True)
    patrol = fields.String(required=True)
    arrived = fields.Boolean(required=True)


class StopAnswer(Schema):
    """A stay at a mark. length: preferred, shorter, longer, unmeasured."""

    mark = fields.String(required=True)
    start = fields.AwareDateTime(required=True)
    end = fields.AwareDateTime(required=True, allow_none=True)
    minutes = fields.Integer(required=True, allow_none=True)
    length = fields.String(required=True)
    flags = fields.List(fields.String(), required=True)


class PatrolAnswer(Schema):
    """A patrol and its record. kind: patrol, or check_ins of a shift."""

    id = fields.String(required=True)
    kind = fields.String(required=True)
    shift = fields.String(required=True)
    post = fields.String(required=True)
    unit = fields.String(required=True)
    region = fields.String(required=True)
    by = fields.String(required=True)
    started = fields.AwareDateTime(required=True)
    finished = fields.AwareDateTime(required=True, allow_none=True)
    visits = fields.Integer(required=True)
    unproven = fields.Integer(required=True)
    marks = fields.Integer(required=True)
    lengths = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    stops = fields.List(fields.Nested(StopAnswer), required=True)


class PatrolsAnswer(Schema):
    """A page."""

    items = fields.List(fields.Nested(PatrolAnswer), required=True)
    next = fields.String(required=True, allow_none=True)


class PatrolsQuery(PageQuery):
    """Which patrols; the period is of their starts."""

    unit = fields.String(load_default="")
    post = fields.String(load_default="")
    shift = fields.String(load_default="")
    since = fields.AwareDateTime(load_default=None, data_key="from")
    until = fields.AwareDateTime(load_default=None, data_key="to")


class CoverageQuery(Schema):
    """Of one of post and unit, over a period."""

    post = fields.String(load_default="")
    unit = fields.String(load_default="")
    since = fields.AwareDateTime(required=True, data_key="from")
    until = fields.AwareDateTime(required=True, data_key="to")


class CoveredAnswer(Schema):
    """Minutes on duty, and of those within the limit. share: within by duty; null where there is neither."""

    visits = fields.Integer(required=True)
    duty_minutes = fields.Integer(required=True)
    within_minutes = fields.Integer(required=True, allow_none=True)
    share = fields.Float(required=True, allow_none=True)
    last = fields.AwareDateTime(required=True, allow_none=True)
    idle_minutes = fields.Integer(required=True, allow_none=True)
    longest_minutes = fields.Integer(required=True)


class GapAnswer(Schema):
    """A time beyond the limit."""

    start = fields.AwareDateTime(required=True)
    end = fields.AwareDateTime(required=True)


class MarkFiguresAnswer(CoveredAnswer):
    """Of one mark."""

    mark = fields.String(required=True)
    limit_minutes = fields.Integer(required=True, allow_none=True)
    gaps = fields.List(fields.Nested(GapAnswer), required=True)


class PostFiguresAnswer(CoveredAnswer):
    """Of a post: the sums over its marks that are counted."""

    post = fields.String(required=True)
    marks = fields.List(fields.Nested(MarkFiguresAnswer), required=True)


class CoverageAnswer(Schema):
    """Posts with their marks."""

    items = fields.List(fields.Nested(PostFiguresAnswer), required=True)


class CodeAnswer(Schema):
    """A new sign. Older ones are void."""

    mark = fields.String(required=True)
    number = fields.Integer(required=True)
    code = fields.String(required=True)
