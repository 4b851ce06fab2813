"""What patterns of duty look like when they come in."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields
from marshmallow.validate import Length

from lianfang.regions.pack.fields import Day
from services.patrol.app.posts import fields as of
from services.patrol.domain.demand.pattern import LONGEST_DAYS
from services.patrol.domain.demand.tide import HOURS
from services.patrol.domain.rosters.problem import FORCES

MOST_PEOPLE = 500


def _about(text: str) -> dict[str, Any]:
    return {"description": text}


class NeedBody(Schema):
    """Some places that ask the same."""

    role = of.word(required=True)
    count = of.whole(1, MOST_PEOPLE, load_default=1)
    forces = of.among(FORCES, metadata=_about("who may take them; empty: anybody"))
    skills = of.words(metadata=_about("all must be held"))
    groups = of.groups(metadata=_about("one of them must be the person's"))
    required = fields.Boolean(load_default=False, metadata=_about("without them there is no roster"))
    weight = of.whole(1, 1000, load_default=1, metadata=_about("price of each that stays open"))


class WhenBody(Schema):
    """On which days; all that is said must hold."""

    weekdays = of.numbers(1, 7, metadata=_about("1 is Monday"))
    day = of.one_of(("any", "working", "off"), load_default="any")
    market = of.word(empty=True, metadata=_about("only on days of this market of the county's calendar"))
    no_market = of.word(empty=True, metadata=_about("not on days of this market"))
    tags = of.words(metadata=_about("only when an event with one of them is on"))
    no_tags = of.words(metadata=_about("not when an event with one of them is on"))
    first = Day(load_default=None, allow_none=True)
    last = Day(load_default=None, allow_none=True)
    skip = of.days(metadata=_about("days on which there is none"))


class RowBody(Schema):
    """People wanted by hour on a kind of day."""

    when = fields.Nested(WhenBody, load_default=lambda: WhenBody().load({}))
    hours = fields.List(
        of.whole(0, MOST_PEOPLE), required=True,
        validate=Length(equal=HOURS, error="has not 24 numbers; give one for each hour from 0 to 23"),
        metadata=_about("people in each hour of the clock, from 0:00"),
    )  # fmt: skip


class TideBody(Schema):
    """People by hour of the day, turned into turns of allowed lengths."""

    need = fields.Nested(NeedBody, required=True)
    begins = of.whole(0, HOURS - 1, load_default=6, metadata=_about("hour at which a day of duty begins"))
    lengths = fields.List(
        of.whole(1, HOURS), load_default=lambda: [4, 6, 8],
        validate=Length(1, HOURS, error="is empty or too long; give 1 to 24 lengths"),
        metadata=_about("hours that a turn may last"),
    )  # fmt: skip
    rows = of.few(
        fields.Nested(RowBody), required=True, metadata=_about("the first row that holds on a day counts")
    )


class TeamBody(Schema):
    """A team of a rotation."""

    id = of.word(required=True)
    groups = of.groups(metadata=_about("one of `each` from each of these"))
    needs = of.few(fields.Nested(NeedBody))


class RotationBody(Schema):
    """Whose turn it is."""

    anchor = of.anchor(required=True, metadata=_about("a day from which turns are counted; the first team's"))
    keeps_turns = fields.Boolean(load_default=True, metadata=_about("a day without duty costs no team its turn"))
    each = fields.Nested(NeedBody, load_default=None, allow_none=True)
    teams = of.few(
        fields.Nested(TeamBody), required=True,
        validate=Length(1, 400, error="is empty or too long; give 1 to 400 teams"),
    )  # fmt: skip


class PatternBody(Schema):
    """A pattern of duty. days: how many days after it starts it ends; by default the next time of the clock."""

    kind = of.kind(required=True)
    when = fields.Nested(WhenBody, load_default=lambda: WhenBody().load({}))
    start = of.clock(empty=True)
    end = of.clock(empty=True)
    days = of.whole(0, LONGEST_DAYS, load_default=None, allow_none=True)
    needs = of.few(fields.Nested(NeedBody))
    together = fields.Dict(keys=of.word(), values=of.whole(1, MOST_PEOPLE), load_default=dict)
    rotation = fields.Nested(RotationBody, load_default=None, allow_none=True)
    tide = fields.Nested(TideBody, load_default=None, allow_none=True)
