"""What roster and session requests ask and what their answers look like, for the OpenAPI document."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from lianfang.contracts.personal import personal
from services.mediation.entrypoints.fields import local_day


class CountyQuery(Schema):
    """Which county; by default the caller's."""

    county = fields.String(load_default="", validate=validate.Regexp(r"([0-9]{6})?\Z"))


class FreeQuery(Schema):
    """When, and for how long."""

    day = local_day(required=True)
    minutes = fields.Integer(load_default=60, validate=validate.Range(5, 24 * 60))


class RoomAnswer(Schema):
    """A room."""

    id = fields.String()
    name = fields.String()
    seats = fields.Integer()
    video = fields.Boolean()


class StudioAnswer(Schema):
    """A studio."""

    id = fields.String()
    name = fields.String()
    county = fields.String()
    kind = fields.String()
    region = fields.String()
    lon = fields.Float()
    lat = fields.Float()
    rooms = fields.List(fields.Nested(RoomAnswer))
    active = fields.Boolean()


class StudiosAnswer(Schema):
    """A county's studios."""

    items = fields.List(fields.Nested(StudioAnswer))


class AwayAnswer(Schema):
    """Days away, both inclusive."""

    first = fields.String()
    last = fields.String()


class MediatorAnswer(Schema):
    """A mediator; name and phone only for who may see them."""

    id = fields.String()
    kind = fields.String()
    county = fields.String()
    studios = fields.List(fields.String())
    regions = fields.List(fields.String())
    skills = fields.List(fields.String())
    languages = fields.List(fields.String())
    capacity = fields.Integer()
    open_cases = fields.Integer()
    lon = fields.Float(allow_none=True)
    lat = fields.Float(allow_none=True)
    active = fields.Boolean()
    away = fields.List(fields.Nested(AwayAnswer))
    name = personal(fields.String())
    phone = personal(fields.String())


class MediatorsAnswer(Schema):
    """A county's mediators."""

    items = fields.List(fields.Nested(MediatorAnswer))


class ImportedAnswer(Schema):
    """What an import did."""

    county = fields.String()
    studios = fields.Integer()
    mediators = fields.Integer()
    inactive = fields.Integer()


class FreeAnswer(Schema):
    """When each room of a studio is free."""

    rooms = fields.List(fields.Dict())


class FeedAnswer(Schema):
    """A new feed. path: secret, told this once; null for a repeat, whose first answer told it."""

    owner = fields.String()
    path = fields.String(allow_none=True)
