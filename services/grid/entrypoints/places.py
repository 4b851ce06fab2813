"""HTTP: from points to grids, from places to teams."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from lianfang.runtime.wired import Wired
from lianfang.web.access import require_region
from lianfang.web.api import api
from lianfang.web.call import Call
from lianfang.web.problems import NotFound
from services.grid.entrypoints import problems  # noqa: F401 - makes the exceptions known
from services.grid.entrypoints.answers import LocateAnswer, TeamsAnswer


class PointQuery(Schema):
    """A point."""

    lon = fields.Float(required=True, metadata={"description": "degrees east, WGS 84"})
    lat = fields.Float(required=True, metadata={"description": "degrees north, WGS 84"})


class TeamsQuery(Schema):
    """A place by code or by point, and what is needed there."""

    region = fields.String(load_default="", validate=validate.Regexp(r"(\d{6,16})?\Z"))
    lon = fields.Float(metadata={"description": "degrees east, WGS 84"})
    lat = fields.Float(metadata={"description": "degrees north, WGS 84"})
    capability = fields.String(required=True, validate=validate.Length(1, 64))

    @validates_schema
    def _one_place(self, data: dict[str, Any], **_: Any) -> None:
        given = bool(data["region"]) + ("lon" in data) / 2 + ("lat" in data) / 2
        if given != 1:
            raise ValidationError("give either region, or lon and lat", "region")


class Places:
    """See the module's text."""

    app: Any = Wired()

    @api(
        "GET", "/v1/locate", query=PointQuery, response=LocateAnswer, summary="The grid of a point, or the nearest"
    )
    def locate(self, call: Call) -> Any:
        """Return it, if it lies in the caller's region."""
        return self._located(call)

    @api(
        "GET", "/v1/teams", query=TeamsQuery, response=TeamsAnswer,
        summary="Who provides a capability at a place, in the order in which they are asked, and why",
    )  # fmt: skip
    def teams(self, call: Call) -> Any:
        """Return them."""
        place = call.query["region"] or self._located(call)["grid"]["code"]
        require_region(call.caller, place)
        return {
            "place": place,
            "items": self.app.queries.teams_at(place, call.query["capability"], self.app.today()),
        }

    def _located(self, call: Call) -> Any:
        found = self.app.queries.locate(call.query["lon"], call.query["lat"], self.app.today())
        if found is None or found["grid"] is None:
            raise NotFound("No grid is known: no region pack was imported.")
        require_region(call.caller, found["grid"]["code"])
        return found
