"""The shape of every record of a pack's YAML and CSV files."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load
from marshmallow.validate import Length, OneOf, Regexp

from lianfang.regions import model
from lianfang.regions.codes import Level
from lianfang.regions.datum import DATUMS
from lianfang.regions.pack.fields import (
    Code,
    Day,
    RecordSchema,
    latitude,
    longitude,
    one_of,
    text,
    whole,
    word,
)

_PREFIX = Regexp(r"\d{1,6}\Z", error="{input} is no prefix of a six-digit category; write 1 to 6 digits in quotes")
_SIX = Regexp(r"\d{6}\Z", error="{input} is no six-digit category code")
_PLACE = Regexp(r"\d{2,16}\Z", error="{input} is no region code")


def _priorities() -> fields.List[int]:
    return fields.List(fields.Integer(strict=True, validate=OneOf(model.PRIORITIES)))


class CountySchema(RecordSchema):
    """pack.yaml."""

    record = model.County
    code = Code(Level.COUNTY, required=True, data_key="county")
    name = text(required=True)
    label = text(required=True, data_key="version")
    datum = one_of(*DATUMS, required=True)
    effective = Day(required=True)
    categories_version = text(required=True)
    synthetic = fields.Boolean()


class RegionSchema(RecordSchema):
    """A line of regions.csv, as a (code, name) pair."""

    record = tuple
    code = Code(Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE, required=True)
    name = text(required=True)

    @post_load
    def _build(self, data: dict[str, str], **_: Any) -> tuple[str, str]:
        return data["code"], data["name"]


class GridSchema(RecordSchema):
    """The properties of a feature of grids.geojson."""

    record = model.Grid
    code = Code(Level.GRID, required=True)
    name = text(required=True)
    assistant = fields.String(
        required=True,
        validate=Regexp(
            r"[a-z][a-z0-9-]*\Z",
            error="must be an id such as assistant-350924100001-1001, never a person's name",
        ),
    )
    response_class = one_of(*model.RESPONSE_CLASSES, required=True)
    synthetic = fields.Boolean()


class ZonePolicySchema(RecordSchema):
    """`policy` of a zone."""

    record = model.ZonePolicy
    community_only_responder = fields.Boolean()


class ZoneSchema(RecordSchema):
    """An entry of zones.yaml."""

    record = model.Zone
    zone = word(required=True)
    name = text(required=True)
    townships = fields.List(Code(Level.TOWNSHIP), required=True, validate=Length(min=1))
    start = Day(required=True, data_key="from")
    until = Day(allow_none=True)
    policy = fields.Nested(ZonePolicySchema)


class StationSchema(RecordSchema):
    """An entry of stations.yaml."""

    record = model.Station
    id = word(required=True)
    name = text(required=True)
    zone = word(required=True)
    kind = word(required=True)
    township = Code(Level.TOWNSHIP)
    lon = longitude()
    lat = latitude()


class TeamSchema(RecordSchema):
    """An entry of teams.yaml."""

    record = model.Team
    id = word(required=True)
    name = text(required=True)
    zone = word(required=True)
    kind = word(required=True)
    capabilities = fields.List(word(), required=True, validate=Length(min=1))
    station = word()
    tier = whole(1, 9)
    units = fields.List(word())


class ShopSchema(RecordSchema):
    """An entry of `shops` in shops.yaml."""

    record = model.Shop
    id = word(required=True)
    name = text(required=True)
    grid = Code(Level.GRID, required=True)
    zone = word(required=True)
    lon = longitude()
    lat = latitude()


class ShopGroupSchema(RecordSchema):
    """An entry of `groups` in shops.yaml."""

    record = model.ShopGroup
    id = word(required=True)
    name = text(required=True)
    shops = fields.List(word(), required=True)
    agreed = Day(required=True)
    duties = fields.Dict(keys=word(), values=text())


class CapabilitySchema(RecordSchema):
    """An entry of `capabilities` in routing.yaml."""

    record = model.Capability
    name = word(required=True)
    title = fields.String()
    fallbacks = fields.List(word())


class ConditionSchema(RecordSchema):
    """`when` of a rule."""

    record = model.Condition
    categories = fields.List(fields.String(validate=_PREFIX))
    priorities = _priorities()
    places = fields.List(fields.String(validate=_PLACE))
    sources = fields.List(one_of(*model.SOURCES))


class RuleSchema(RecordSchema):
    """An entry of `rules` in routing.yaml."""

    record = model.Rule
    id = word(required=True)
    capabilities = fields.List(word(), required=True, validate=Length(min=1))
    when = fields.Nested(ConditionSchema)
    note = fields.String()
    stop = fields.Boolean()


class RoutingSchema(RecordSchema):
    """routing.yaml."""

    record = model.Routing
    version = text(required=True)
    capabilities = fields.List(fields.Nested(CapabilitySchema), required=True)
    rules = fields.List(fields.Nested(RuleSchema), required=True, validate=Length(min=1))
    emergencies = fields.Nested(ConditionSchema)
    neighbours = fields.Dict(keys=word(), values=fields.List(word()))
    community_only_responder = fields.Boolean()


class DeadlineSchema(RecordSchema):
    """A row of `table` in deadlines.yaml."""

    record = model.Deadline
    priority = fields.Integer(strict=True, required=True, validate=OneOf(model.PRIORITIES))
    acknowledge_s = whole(1, required=True)
    arrive_s = whole(1, allow_none=True)
    ring = fields.Integer(strict=True, validate=OneOf(model.RINGS))
    response_class = one_of(*model.RESPONSE_CLASSES)


class DeadlinesSchema(RecordSchema):
    """deadlines.yaml."""

    record = model.Deadlines
    version = text(required=True)
    table = fields.List(fields.Nested(DeadlineSchema), required=True)
    escalation = fields.List(one_of(*model.ESCALATION_STEPS))


class RingSchema(RecordSchema):
    """An entry of rings.yaml."""

    record = model.Ring
    id = word(required=True)
    ring = fields.Integer(strict=True, required=True, validate=OneOf(model.RINGS))
    kind = word(required=True)
    name = text(required=True)
    lon = longitude(required=True)
    lat = latitude(required=True)
    radius_m = fields.Float(required=True)


class CategorySchema(RecordSchema):
    """A line of categories.csv."""

    record = model.Category
    code = fields.String(required=True, validate=_SIX)
    name = text(required=True)
    name_en = text(required=True)
    priority = fields.Integer(required=True, validate=OneOf(model.PRIORITIES))
