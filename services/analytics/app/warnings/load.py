"""Reading policy/warnings.yaml."""

from __future__ import annotations

import math
from datetime import timedelta
from pathlib import Path
from typing import Any

from marshmallow import Schema, ValidationError, fields, validates, validates_schema
from marshmallow.validate import Length, OneOf, Range, Regexp

from lianfang import datafile
from lianfang.policies.fields import number, text, whole
from services.analytics.domain.warnings.rules import (
    OF_PLACES,
    ChartRules,
    ForecastRules,
    HotSpotRules,
    ScanRules,
    WarningRules,
    Watch,
)

DEFAULT_FILE = Path(__file__).parents[2] / "policy" / "warnings.yaml"
_LEVELS = (6, 9, 12, 16)
_KIND = OneOf(sorted(OF_PLACES), error="{input} is no figure of places; use one of {choices}")
_PREFIX = Regexp(r"[0-9]{0,6}\Z", error="{input} is no category; write up to 6 digits in quotes")


class _Watch(Schema):
    figure = fields.String(required=True, validate=_KIND)
    category = fields.String(load_default="", validate=_PREFIX)
    title = text(required=True)


class _Charts(Schema):
    levels = fields.List(fields.Integer(validate=OneOf(_LEVELS)), required=True, validate=Length(1, 4))
    baseline = whole(28, 730, required=True)
    watch = whole(7, 90, required=True)
    least = whole(1, 1000, required=True)
    ratio = number(1.1, 10, required=True)
    weight = number(0.01, 1, required=True)
    patience = number(1, 3650, required=True)


class _HotSpots(Schema):
    days = whole(1, 366, required=True)
    radius = number(1, 100_000, required=True)
    q = number(0.0001, 0.5, required=True)
    least = whole(1, 1000, required=True)


class _Scan(Schema):
    days = whole(2, 366, required=True)
    longest = whole(1, 90, required=True)
    radius = number(1, 100_000, required=True)
    p = number(0.0001, 0.5, required=True)
    simulations = whole(19, 9999, required=True)
    least = whole(1, 1000, required=True)

    @validates_schema
    def _reachable(self, data: dict[str, Any], **_: Any) -> None:
        least = math.ceil(1 / data["p"]) - 1
        if data["simulations"] < least:
            raise ValidationError(f"are too few to reach a p of {data['p']:g}; take {least} or more", "simulations")


class _Forecast(Schema):
    days = whole(7, 366, required=True)
    horizon = whole(1, 31, required=True)
    share = number(0.001, 0.5, required=True)
    width = number(10, 50_000, required=True)


class RulesSchema(Schema):
    """The file, whole. Unknown names are refused."""

    watches = fields.List(fields.Nested(_Watch), required=True, validate=Length(1, 40))
    charts = fields.Nested(_Charts, required=True)
    hot_spots = fields.Nested(_HotSpots, required=True)
    scan = fields.Nested(_Scan, required=True)
    forecast = fields.Nested(_Forecast, required=True)
    daily_at = fields.Time(required=True, format="%H:%M")
    open_days = fields.Integer(required=True, validate=Range(1, 90))
    quiet_days = fields.Integer(required=True, validate=Range(0, 366))

    @validates("watches")
    def _once(self, value: list[dict[str, Any]], **_: Any) -> None:
        pairs = [(each.get("figure"), each.get("category")) for each in value]
        if len(set(pairs)) < len(pairs):
            raise ValidationError("names a figure and category twice; keep one")


def load(path: Path = DEFAULT_FILE) -> WarningRules:
    """Return the rules of a file. Raises datafile.NotValid with every fault's line and remedy."""
    file = datafile.read(path)
    data = datafile.load(RulesSchema(), file.data, file)
    charts = data["charts"]
    return WarningRules(
        watches=tuple(Watch(**each) for each in data["watches"]),
        charts=ChartRules(**{**charts, "levels": tuple(charts["levels"])}),
        hot_spots=HotSpotRules(**data["hot_spots"]),
        scan=ScanRules(**data["scan"]),
        forecast=ForecastRules(**data["forecast"]),
        at=data["daily_at"],
        open_for=timedelta(days=data["open_days"]),
        quiet=timedelta(days=data["quiet_days"]),
    )
