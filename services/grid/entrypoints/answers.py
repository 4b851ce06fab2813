"""What responses look like, for the OpenAPI document."""

from __future__ import annotations

from marshmallow import Schema, fields


class WarningAnswer(Schema):
    """Something in a pack that people should judge."""

    field = fields.String()
    message = fields.String()
    remedy = fields.String()
    file = fields.String()
    row = fields.Integer()


class ImportAnswer(Schema):
    """How an import ended."""

    release = fields.String()
    county = fields.String()
    new = fields.Boolean()
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())
    warnings = fields.List(fields.Nested(WarningAnswer))
    warnings_found = fields.Integer()


class ReleaseAnswer(Schema):
    """A release in force."""

    release_id = fields.String()
    county = fields.String()
    number = fields.Integer()
    pages = fields.Integer()
    content_hash = fields.String()
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())
    previous = fields.String()
    label = fields.String()


class ReleasesAnswer(Schema):
    """The releases in force."""

    items = fields.List(fields.Nested(ReleaseAnswer))


class PlaceAnswer(Schema):
    """A region by code and name."""

    code = fields.String()
    name = fields.String()
    level = fields.String()


class RegionsAnswer(Schema):
    """A page of regions."""

    items = fields.List(fields.Nested(PlaceAnswer))
    next = fields.String(allow_none=True)


class RegionAnswer(PlaceAnswer):
    """A region."""

    path = fields.List(fields.Nested(PlaceAnswer))
    zone = fields.String(allow_none=True)
    children = fields.Integer()
    release = fields.String()


class GridFacts(Schema):
    """A grid in short. assistant: an id, never a name."""

    code = fields.String()
    name = fields.String()
    assistant = fields.String()
    synthetic = fields.Boolean()
    response_class = fields.String()
    zone = fields.String(allow_none=True)


class GridAnswer(GridFacts):
    """A grid with its polygon (GeoJSON, WGS 84)."""

    geometry = fields.Dict()
    release = fields.String()


class LocateAnswer(Schema):
    """Where a point is. inside: false means the nearest grid was taken, distance_m metres away."""

    grid = fields.Nested(GridFacts)
    village = fields.Nested(PlaceAnswer)
    township = fields.Nested(PlaceAnswer)
    county = fields.Nested(PlaceAnswer)
    zone = fields.String(allow_none=True)
    inside = fields.Boolean()
    distance_m = fields.Float()
    shared = fields.List(fields.String())
    ring = fields.Integer(allow_none=True)
    release = fields.String()


class TeamAnswer(Schema):
    """A team that can be asked, and why it comes at this place of the list."""

    team = fields.String()
    name = fields.String()
    kind = fields.String()
    station = fields.String(allow_none=True)
    tier = fields.Integer()
    capability = fields.String()
    reason = fields.String()


class TeamsAnswer(Schema):
    """Teams in the order in which they are asked."""

    place = fields.String()
    items = fields.List(fields.Nested(TeamAnswer))
