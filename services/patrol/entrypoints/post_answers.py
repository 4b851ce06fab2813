"""What HTTP answers about posts, days and demand."""

from __future__ import annotations

from marshmallow import Schema, fields
from marshmallow.validate import Length, Range

from services.patrol.app.posts import fields as of
from services.patrol.app.posts.pack_schema import CalendarBody, PackBody
from services.patrol.app.posts.pattern_schema import NeedBody, RowBody
from services.patrol.domain.demand.history import WEEK


def _about(text: str) -> dict[str, str]:
    return {"description": text}


class ImportedAnswer(Schema):
    """What an import did. new: False when the posts are these already; nothing changed then."""

    county = fields.String(required=True)
    version = fields.String(required=True)
    new = fields.Boolean(required=True)
    posts = fields.Integer(required=True)
    added = fields.Integer(required=True)
    removed = fields.Integer(required=True)
    changed = fields.Integer(required=True)


class PackAnswer(Schema):
    """A county's posts in a version."""

    county = fields.String(required=True)
    version = fields.String(required=True, metadata=_about("empty: none was put"))
    pack = fields.Nested(PackBody, required=True)


class CalendarAnswer(Schema):
    """A county's days in a version."""

    county = fields.String(required=True)
    version = fields.String(required=True, metadata=_about("empty: none was put"))
    calendar = fields.Nested(CalendarBody, required=True)


class MarkAnswer(Schema):
    """A point of a post."""

    id = fields.String(required=True)
    lon = fields.Float(required=True)
    lat = fields.Float(required=True)
    region = fields.String(required=True)
    tolerance = fields.Integer(required=True)
    idle = fields.Integer(allow_none=True)


class PostAnswer(Schema):
    """A post."""

    id = fields.String(required=True)
    county = fields.String(required=True)
    unit = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    region = fields.String(required=True)
    team = fields.String(required=True)
    lon = fields.Float(allow_none=True)
    lat = fields.Float(allow_none=True)
    marks = fields.List(fields.Nested(MarkAnswer), required=True)
    capabilities = fields.List(fields.String(), required=True)
    mode = fields.String(required=True)
    stop = fields.List(fields.Integer(), required=True)
    duties = fields.List(fields.String(), required=True, metadata=_about("kinds of its patterns"))


class PostsAnswer(Schema):
    """Some posts."""

    items = fields.List(fields.Nested(PostAnswer), required=True)


class SlotAnswer(Schema):
    """A duty that needs people. local_start: what the clock shows."""

    id = fields.String(required=True)
    kind = fields.String(required=True)
    start = fields.String(required=True)
    end = fields.String(required=True)
    local_start = fields.String(required=True)
    needs = fields.List(fields.Nested(NeedBody), required=True)
    together = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class SlotsAnswer(Schema):
    """Slots by start. guessed: years whose holidays are not known; Monday to Friday count as working days there."""

    items = fields.List(fields.Nested(SlotAnswer), required=True)
    guessed = fields.List(fields.Integer(), required=True)


class ExpectedAnswer(Schema):
    """Incidents to be expected, and how little or much that rests on."""

    hours = fields.List(
        fields.Float(), required=True, validate=Length(equal=WEEK), metadata=_about("a week, Monday 0:00 first")
    )
    counted = fields.Integer(required=True)
    days = fields.Integer(required=True)
    small = fields.Boolean(required=True, metadata=_about("too few were counted to say much"))
    since = fields.Date(allow_none=True)
    until = fields.Date(required=True)


class SuggestedAnswer(Schema):
    """A tide that the past suggests, and why."""

    rows = fields.List(fields.Nested(RowBody), required=True)
    reasons = fields.List(fields.String(), required=True)


class TideAnswer(Schema):
    """The present tide of a pattern beside the suggested one."""

    kind = fields.String(required=True)
    present = fields.List(fields.Nested(RowBody), required=True)
    suggested = fields.Nested(SuggestedAnswer, required=True)


class DemandAnswer(Schema):
    """Of a county: what is expected, and the grids with most. Of a post: what is expected, and its tides."""

    county = fields.String(required=True)
    post = fields.String()
    version = fields.String(metadata=_about("of the posts; name it when adopting a tide"))
    expected = fields.Nested(ExpectedAnswer, required=True)
    grids = fields.Dict(keys=fields.String(), values=fields.Integer())
    tides = fields.List(fields.Nested(TideAnswer))


class CountyQuery(Schema):
    """Which posts."""

    county = fields.String(load_default="", metadata=_about("six digits; by default the caller's"))
    unit = fields.String(load_default="", metadata=_about("full id of a unit, to see its posts alone"))


class VersionQuery(Schema):
    """Which version."""

    version = fields.String(load_default="", metadata=_about("by default the one in force"))


class DaysQuery(Schema):
    """Local days, both in."""

    first = fields.Date(required=True, data_key="from", validate=of.near)
    last = fields.Date(required=True, data_key="to", validate=of.near)


class DemandQuery(Schema):
    """Of what: one of county and post. How an incident becomes work: for a post."""

    county = fields.String(load_default="")
    post = fields.String(load_default="")
    minutes = fields.Integer(load_default=40, validate=Range(1, 1440), metadata=_about("an incident takes"))
    share = fields.Float(load_default=0.5, validate=Range(0.05, 1), metadata=_about("of an hour to be filled so"))
    least = fields.Integer(load_default=0, validate=Range(0, 500), metadata=_about("people of any hour"))
    most = fields.Integer(load_default=100, validate=Range(1, 500), metadata=_about("people of any hour"))


class AdoptBody(Schema):
    """A tide that a planner chose, as suggested or changed."""

    rows = of.few(fields.Nested(RowBody), required=True)
    version = fields.String(required=True, metadata=_about("of the posts that were looked at"))


class AdoptedAnswer(Schema):
    """The posts have another version now."""

    version = fields.String(required=True)
