"""What a county's posts, and its days, look like when they come in."""

from __future__ import annotations

from marshmallow import Schema, fields
from marshmallow.validate import Length

from lianfang.regions.pack.fields import Day
from services.patrol.app.posts import fields as of
from services.patrol.app.posts.pattern_schema import PatternBody, RowBody
from services.patrol.domain.posts.post import KINDS, MODES

MOST_POSTS = 5000


class MarkBody(Schema):
    """A point at which arrival can be told."""

    id = of.word(required=True)
    lon = of.degrees(180, required=True)
    lat = of.degrees(90, required=True)
    region = of.region(load_default=None, allow_none=True)
    tolerance = of.whole(5, 2000, load_default=50, metadata={"description": "metres"})
    idle = of.whole(
        1, 10080, load_default=None, allow_none=True, metadata={"description": "minutes it may be without a visit"}
    )


class PostBody(Schema):
    """A post. duties: names of patterns of the pack; tides: people by hour in place of the patterns' own."""

    id = of.full_id(required=True)
    unit = of.full_id(required=True, metadata={"description": "whose rosters man it"})
    name = of.name(required=True)
    kind = of.one_of(KINDS, required=True)
    region = of.region(required=True)
    team = of.full_id(empty=True, metadata={"description": "full id of the team that commands it, or empty"})
    lon = of.degrees(180, load_default=None, allow_none=True)
    lat = of.degrees(90, load_default=None, allow_none=True)
    marks = of.few(fields.Nested(MarkBody))
    capabilities = of.words()
    mode = of.one_of(MODES, load_default="foot")
    stop = fields.List(
        of.whole(0, 240), load_default=lambda: [10, 16],
        validate=Length(equal=2, error="is no range; give two numbers of minutes as [10, 16]"),
    )  # fmt: skip
    duties = of.words()
    tides = fields.Dict(keys=of.word(), values=of.few(fields.Nested(RowBody)), load_default=dict)


class PackBody(Schema):
    """All posts of a county: what is not in it is no post any more."""

    county = fields.String(load_default="")
    synthetic = fields.Boolean(load_default=False, metadata={"description": "made up: there are no such posts"})
    duties = fields.Dict(
        keys=of.word(), values=of.few(fields.Nested(PatternBody)), load_default=dict,
        metadata={"description": "patterns of duty by name, shared by posts"},
    )  # fmt: skip
    posts = fields.List(
        fields.Nested(PostBody), required=True,
        validate=Length(max=MOST_POSTS, error=f"is too long; give at most {MOST_POSTS} posts"),
    )  # fmt: skip


class MarketBody(Schema):
    """A market (墟): a day that any rule names is one; `added` and `skipped` are against the rules."""

    id = of.word(required=True)
    name = of.name(required=True)
    region = of.region(required=True)
    solar_endings = of.numbers(0, 9, metadata={"description": "last digits of the day: 逢三、八 is [3, 8]"})
    solar_days = of.numbers(1, 31)
    lunar_endings = of.numbers(0, 9, metadata={"description": "last digits of the lunar day: 农历逢二、五、八"})
    lunar_days = of.numbers(1, 30)
    weekdays = of.numbers(1, 7, metadata={"description": "1 is Monday"})
    skipped = of.days()
    added = of.days()


class OccasionBody(Schema):
    """A festival, a match: from first to last, or each year `days` days from a lunar [month, day]."""

    id = of.word(required=True)
    name = of.name(required=True)
    tags = of.words(validate=Length(1, 20, error="is empty or too long; give 1 to 20 words"), required=True)
    first = Day(load_default=None, allow_none=True)
    last = Day(load_default=None, allow_none=True)
    lunar = fields.List(
        of.whole(1, 30), load_default=None, allow_none=True,
        validate=Length(equal=2, error="is no lunar day; give [month, day], as [8, 15]"),
    )  # fmt: skip
    days = of.whole(1, 31, load_default=1)


class CalendarBody(Schema):
    """A county's market days and events, all of them."""

    synthetic = fields.Boolean(load_default=False, metadata={"description": "made up"})
    markets = of.few(fields.Nested(MarketBody))
    events = fields.List(
        fields.Nested(OccasionBody), load_default=list,
        validate=Length(max=2000, error="is too long; give at most 2000 events"),
    )  # fmt: skip
