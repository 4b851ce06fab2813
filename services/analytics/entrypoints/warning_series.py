"""HTTP: the counts behind a warning, day by day, as its chart shows them."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from lianfang.runtime.wired import Wired
from lianfang.web.access import require_region
from lianfang.web.api import api
from lianfang.web.call import Call
from services.analytics.entrypoints.warnings import READ

MOST_DAYS = 120


class SeriesQuery(Schema):
    """How far back."""

    days = fields.Integer(load_default=42, validate=validate.Range(7, MOST_DAYS))


class SeriesAnswer(Schema):
    """Counts of each day, the earliest first; usual: a day's usual number, null where the method tells none."""

    first = fields.Date(required=True)
    since = fields.Date(required=True)
    counts = fields.List(fields.Integer(), required=True)
    usual = fields.Float(required=True, allow_none=True)


class WarningSeries:
    """Needs `app.warnings`."""

    app: Any = Wired()

    @api(
        "GET", "/v1/warnings/<id>/series", roles=READ, query=SeriesQuery, response=SeriesAnswer,
        summary="What a warning speaks of, counted by day up to the last one looked at; restricted events left out",
    )  # fmt: skip
    def warning_series(self, call: Call) -> Any:
        """Count them."""
        signal = self.app.warnings.desk.get(call.path["id"]).signal
        require_region(call.caller, signal.slot.place)
        told = self.app.warnings.series.of(signal, call.query["days"])
        return {"first": told.first, "since": signal.since, "counts": list(told.counts), "usual": told.usual}
