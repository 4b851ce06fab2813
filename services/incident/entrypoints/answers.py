"""What responses look like, for the OpenAPI document."""

from __future__ import annotations

from marshmallow import Schema, fields

from lianfang.contracts.personal import personal


class PlaceAnswer(Schema):
    """Where it is; the exact point only for who has to go there."""

    region = fields.String()
    grid = fields.String(allow_none=True)
    method = fields.String()
    ring = fields.Integer(allow_none=True)
    distance_m = fields.Float()
    flags = fields.List(fields.String())
    lon = fields.Float()
    lat = fields.Float()


class TaskAnswer(Schema):
    """One team's task."""

    id = fields.String()
    team = fields.String()
    role = fields.String()
    capabilities = fields.List(fields.String())
    state = fields.String()
    version = fields.Integer()
    why = fields.List(fields.String())
    requested_at = fields.String()
    acknowledge_by = fields.String()
    arrive_by = fields.String(allow_none=True)
    late = fields.Boolean()


class SummaryAnswer(Schema):
    """An incident in a list."""

    id = fields.String()
    state = fields.String()
    source = fields.String()
    category = fields.String()
    priority = fields.Integer()
    region = fields.String()
    county = fields.String()
    flags = fields.List(fields.String())
    duress = fields.Boolean()
    opened_at = fields.String()
    version = fields.Integer()


class SentAnswer(Schema):
    """A unit that was sent."""

    unit = fields.String()
    at = fields.String()
    by = fields.String()
    rank = fields.Integer(allow_none=True)
    override = fields.Boolean()
    advised = fields.List(fields.String())
    reason = fields.String(allow_none=True)
    released = fields.String(allow_none=True)
    state = fields.String(allow_none=True)


class FindingsAnswer(Schema):
    """What came of it, without what is at its default."""

    filed = fields.String()
    cleared = fields.Boolean()
    preventable = fields.Boolean()
    setting = fields.String()
    lead = fields.String()
    deaths = fields.Integer()
    injured = fields.Integer()


class IncidentAnswer(SummaryAnswer):
    """An incident."""

    place = fields.Nested(PlaceAnswer)
    tasks = fields.List(fields.Nested(TaskAnswer))
    original_category = fields.String(allow_none=True)
    shop = fields.String(allow_none=True)
    release = fields.String()
    outcome = fields.String(allow_none=True)
    findings = fields.Nested(FindingsAnswer, allow_none=True)
    units = fields.List(fields.Nested(SentAnswer))


class UnitAdvice(Schema):
    """A unit and how well it suits."""

    unit = fields.String()
    team = fields.String(allow_none=True)
    state = fields.String()
    suitable = fields.Boolean()
    way_seconds = fields.Integer(allow_none=True)
    in_time = fields.Boolean(allow_none=True)
    cost = fields.Integer()
    why = fields.List(fields.String())


class AdviceAnswer(Schema):
    """Units in order; units_known 0: nothing was ever heard of units here, rely on the teams."""

    items = fields.List(fields.Nested(UnitAdvice))
    units_known = fields.Integer()


class ListAnswer(Schema):
    """A page of incidents."""

    items = fields.List(fields.Nested(SummaryAnswer))
    next = fields.String(allow_none=True)


class ReporterAnswer(Schema):
    """What may name a person."""

    name = personal(fields.String())
    phone = personal(fields.String())
    address = personal(fields.String())
    description = personal(fields.String())
    place_text = personal(fields.String())
