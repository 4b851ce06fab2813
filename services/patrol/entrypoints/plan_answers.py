"""What HTTP takes and answers about patrol plans, siting and reach."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf, Range

from lianfang.web.paging import PageQuery
from services.patrol.domain.plans.siting import METHODS
from services.patrol.domain.posts.post import MODES


def _about(text: str) -> dict[str, str]:
    return {"description": text}


def _seconds(most: int, usual: int) -> fields.Integer:
    return fields.Integer(load_default=usual, validate=Range(1, most), metadata=_about("what the solver may take"))


def _lon(**options: Any) -> fields.Float:
    return fields.Float(validate=Range(-180, 180), **options)


def _lat(**options: Any) -> fields.Float:
    return fields.Float(validate=Range(-90, 90), **options)


class TeamBody(Schema):
    """A car, or a pair on foot. lon, lat: where it begins; absent: at its first mark."""

    id = fields.String(required=True, validate=Length(1, 40))
    mode = fields.String(load_default="foot", validate=OneOf(MODES))
    lon = _lon(load_default=None, allow_none=True)
    lat = _lat(load_default=None, allow_none=True)
    since = fields.AwareDateTime(load_default=None, allow_none=True, data_key="from")
    until = fields.AwareDateTime(load_default=None, allow_none=True, data_key="to")


class PlanBody(Schema):
    """For a unit and hours, at most a day."""

    unit = fields.String(required=True, validate=Length(1, 80))
    since = fields.AwareDateTime(required=True, data_key="from")
    until = fields.AwareDateTime(required=True, data_key="to")
    teams = fields.List(fields.Nested(TeamBody), required=True, validate=Length(1, 40))
    seconds = _seconds(300, 10)


class StopAnswer(Schema):
    """A stay at a mark."""

    mark = fields.String(required=True)
    arrive = fields.AwareDateTime(required=True)
    leave = fields.AwareDateTime(required=True)


class LegAnswer(Schema):
    """A team at a mark, or along a line."""

    team = fields.String(required=True)
    target = fields.String(required=True)
    stops = fields.List(fields.Nested(StopAnswer), required=True)


class UncoveredAnswer(Schema):
    """A mark will be idle beyond its limit, minutes."""

    mark = fields.String(required=True)
    limit = fields.Integer(required=True)
    start = fields.AwareDateTime(required=True)
    end = fields.AwareDateTime(required=True)


class PlanAnswer(Schema):
    """A plan: planning, ready or failed. share: of the weighted time of marks with a limit, within it."""

    id = fields.String(required=True)
    unit = fields.String(required=True)
    start = fields.AwareDateTime(required=True)
    end = fields.AwareDateTime(required=True)
    state = fields.String(required=True)
    job = fields.String(required=True)
    reason = fields.String(required=True)
    legs = fields.List(fields.Nested(LegAnswer))
    share = fields.Float()
    uncovered = fields.List(fields.Nested(UncoveredAnswer))
    left_out = fields.Integer(metadata=_about("visits that found no place in the plan"))
    way_minutes = fields.Integer()
    stay_minutes = fields.Integer()


class PlansQuery(PageQuery):
    """Which plans."""

    unit = fields.String(load_default="")


class PlanHead(Schema):
    """A plan in a list, without its route."""

    id = fields.String(required=True)
    unit = fields.String(required=True)
    start = fields.AwareDateTime(required=True)
    state = fields.String(required=True)


class PlansAnswer(Schema):
    """A page."""

    items = fields.List(fields.Nested(PlanHead), required=True)
    next = fields.String(required=True, allow_none=True)


class PlaceBody(Schema):
    """A place where a unit may stand."""

    id = fields.String(required=True, validate=Length(1, 80))
    lon = _lon(required=True)
    lat = _lat(required=True)


class SitingBody(Schema):
    """How many places, by which method; minutes for maximal covering (mclp)."""

    county = fields.String(required=True)
    places = fields.Integer(required=True, validate=Range(1, 300))
    method = fields.String(load_default="mclp", validate=OneOf(METHODS))
    minutes = fields.Integer(load_default=3, validate=Range(1, 120))
    mode = fields.String(load_default="car", validate=OneOf(MODES))
    candidates = fields.List(
        fields.Nested(PlaceBody), load_default=list, validate=Length(max=300),
        metadata=_about("by default the county's posts, then the grids with most incidents"),
    )  # fmt: skip
    seconds = _seconds(300, 20)


class RingAnswer(Schema):
    """Within so many minutes."""

    minutes = fields.Integer(required=True)
    places = fields.Integer(required=True)
    weight = fields.Integer(required=True)


class WorthAnswer(Schema):
    """What a choice reaches. cost: weight beyond the minutes (mclp), or weighted seconds (p_median)."""

    cost = fields.Integer(required=True, allow_none=True)
    rings = fields.List(fields.Nested(RingAnswer), required=True)
    places = fields.Integer(metadata=_about("in all"))
    weight = fields.Integer(metadata=_about("in all"))


class FoundAnswer(WorthAnswer):
    """The choice. bound: no choice costs less; gap: how much better any could be, as a share of the cost."""

    chosen = fields.List(fields.String(), required=True)
    bound = fields.Integer(required=True)
    gap = fields.Float(required=True)


class SitingAnswer(Schema):
    """A siting: planning, ready or failed; beside it what the posts reach where they are now."""

    id = fields.String(required=True)
    county = fields.String(required=True)
    state = fields.String(required=True)
    job = fields.String(required=True)
    reason = fields.String(required=True)
    found = fields.Nested(FoundAnswer, allow_none=True)
    posts_now = fields.Nested(WorthAnswer, allow_none=True)


class ReachQuery(Schema):
    """When: by default now."""

    county = fields.String(required=True)
    at = fields.AwareDateTime(load_default=None)


class ReachedAnswer(Schema):
    """A place and the unit that is there first."""

    id = fields.String(required=True)
    weight = fields.Integer(required=True)
    unit = fields.String(required=True)
    seconds = fields.Integer(required=True, allow_none=True)
    limit = fields.Integer(required=True, allow_none=True, metadata=_about("minutes, of a ring site"))


class ReachAnswer(Schema):
    """Rings with their denominators: places and weight in all; units on duty then."""

    rings = fields.List(fields.Nested(RingAnswer), required=True)
    places = fields.Integer(required=True)
    weight = fields.Integer(required=True)
    units = fields.Integer(required=True)
    reached = fields.List(fields.Nested(ReachedAnswer), required=True)
