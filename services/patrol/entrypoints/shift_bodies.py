"""What requests about shifts ask, and what their answers look like."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from lianfang.web.paging import PageQuery
from services.patrol.app.posts.fields import full_id

_PERSON = validate.Regexp(r"(p-[0-9a-f]{32})?\Z", error="must be a person's id: p- and 32 hexadecimal digits")
_WORD = validate.Regexp(r"[a-z][a-z0-9_]{0,39}\Z", error="must be a word of a-z, 0-9 and _, such as ill")
_ID = validate.Regexp(r"[A-Za-z0-9-]{0,64}\Z", error="must be an id of letters, digits and -")
_PLACE = validate.Range(0, 999)


def _about(text: str) -> dict[str, str]:
    return {"description": text}


def person(about: str, **options: Any) -> fields.String:
    """A person's id."""
    return fields.String(validate=_PERSON, metadata=_about(about), **options)


def word(about: str, **options: Any) -> fields.String:
    """A reason as a word: free text might name a person."""
    return fields.String(validate=_WORD, metadata=_about(about), **options)


class WhoBody(Schema):
    """For whom; members speak for themselves."""

    person = person("by default the caller; planners and dispatchers say who", load_default="")


class DropOutBody(WhoBody):
    """Who can't come, and why."""

    reason = word("why, a word", load_default="unable")


class TakeBody(WhoBody):
    """Which place."""

    place = fields.Integer(
        load_default=None, allow_none=True, validate=_PLACE, metadata=_about("by default the first that fits")
    )


class AssignBody(Schema):
    """Who gets which place."""

    person = person("who", required=True)
    place = fields.Integer(required=True, validate=_PLACE)
    override = fields.String(
        load_default="",
        validate=validate.Regexp(r"([a-z][a-z0-9_]{0,39})?\Z", error="must be a word, such as flood"),
        metadata=_about("why rules may be broken for it, a word; never that of one place at a time"),
    )  # fmt: skip


class CancelBody(Schema):
    """Why."""

    reason = word("why, a word", required=True)


class DepartBody(WhoBody):
    """When."""

    at = fields.AwareDateTime(load_default=None, allow_none=True, metadata=_about("by default now"))


class OfferBody(WhoBody):
    """To whom a place is offered, for theirs in another shift or for nothing."""

    taker = person("who is to take it", required=True)
    other_shift = fields.String(load_default="", validate=_ID, metadata=_about("where the taker gives a place"))
    other_place = fields.Integer(load_default=None, allow_none=True, validate=_PLACE)


class ShiftsQuery(PageQuery):
    """Which, by their start."""

    region = fields.String(load_default="", validate=validate.Regexp(r"[0-9]{0,16}\Z"))
    unit = full_id(load_default="")
    post = full_id(load_default="")
    person = person("who has a place", load_default="")
    state = fields.String(
        load_default="", validate=validate.OneOf(("", "published", "running", "ended", "cancelled"))
    )
    since = fields.AwareDateTime(load_default=None, metadata=_about("starts from then"))
    until = fields.AwareDateTime(load_default=None, metadata=_about("starts before then"))


class OpenQuery(PageQuery):
    """Open places of a unit, by default the caller's own."""

    unit = full_id(load_default="")


class SpanQuery(Schema):
    """From when until when; by default from two days ago for the next 60 days."""

    since = fields.AwareDateTime(load_default=None)
    until = fields.AwareDateTime(load_default=None)


class NoticesQuery(PageQuery):
    """All, or those not read."""

    unread = fields.Boolean(load_default=False)


class RepairBody(Schema):
    """Whose shifts are to be mended, and how far ahead."""

    unit = full_id(required=True)
    days = fields.Integer(load_default=7, validate=validate.Range(1, 28))


class BriefAnswer(Schema):
    """Where and when a shift is, and which of its places are open."""

    id = fields.String(required=True)
    county = fields.String()
    unit = fields.String()
    post = fields.String()
    kind = fields.String()
    region = fields.String()
    team = fields.String()
    start = fields.String()
    end = fields.String()
    state = fields.String()
    open = fields.List(fields.Integer())


class ShiftAnswer(BriefAnswer):
    """A shift."""

    roster = fields.String()
    slot = fields.String()
    capabilities = fields.List(fields.String())
    point = fields.List(fields.Float(), allow_none=True)
    together = fields.Dict()
    places = fields.List(fields.Dict())
    swaps = fields.List(fields.Dict())
    lacking = fields.List(fields.String(), metadata=_about("accompanied_volunteer, together_driving …"))


class ItemsAnswer(Schema):
    """A page."""

    items = fields.List(fields.Dict())
    next = fields.String(allow_none=True)


class ShiftsAnswer(Schema):
    """A page of shifts by start."""

    items = fields.List(fields.Nested(ShiftAnswer))
    next = fields.String(allow_none=True)


class NoticeAnswer(Schema):
    """Something that concerns the caller."""

    id = fields.String(required=True)
    name = fields.String()
    at = fields.String()
    shift = fields.String()
    post = fields.String()
    start = fields.String()
    end = fields.String()
    data = fields.Dict()
    read_at = fields.String(allow_none=True)


class RepairAnswer(Schema):
    """A proposal: asked, proposed, failed, applied. Each change: shift, place, from, to, and its outcome."""

    id = fields.String(required=True)
    unit = fields.String()
    job = fields.String()
    state = fields.String()
    changes = fields.List(fields.Dict())
    conflict = fields.List(fields.String())
    asked_at = fields.String()
