"""The shape of a policy document. Unknown names are refused: they are mostly misspelt ones."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from marshmallow import Schema, ValidationError, fields, validates, validates_schema
from marshmallow.validate import Length, Range, Regexp

from lianfang.policies.fields import DurationField, number, table, text, whole, word, words
from services.analytics.domain.scorecards.flags import KINDS_OF_CHECKS

_PREFIX = Regexp(r"[0-9]{1,6}\Z|[a-z][a-z0-9_]{0,39}\Z", error="{input} is no category; write digits or a word")
_FIGURE = Regexp(r"[a-z][a-z0-9_.]{0,79}\Z", error="{input} is no figure; see docs/figures.md for their ids")


class _Sourced(Schema):
    source = text(required=True)


class _Wanted(Schema):
    kinds = words(required=True)
    words_ = words(data_key="words", attribute="words", load_default=list)
    categories = fields.List(fields.String(validate=_PREFIX), load_default=list, validate=Length(max=200))

    @validates("kinds")
    def _some(self, value: list[str], **_: Any) -> None:
        if not value:
            raise ValidationError("is empty; name at least one kind of fact, see docs/facts.md")


class _Measure(Schema):
    title = text(required=True)
    weight = number(0, 1000, required=True)
    zero = number(-1e9, 1e9, required=True)
    full = number(-1e9, 1e9, required=True)
    of = fields.Nested(_Wanted, load_default=None)
    among = fields.Nested(_Wanted, load_default=None)
    total = fields.Boolean(load_default=False)
    per_days = whole(1, 3660, load_default=None)
    per_head = fields.Boolean(load_default=False)
    by_place = fields.Boolean(load_default=False)
    figure = fields.String(load_default="", validate=_FIGURE)

    @validates_schema
    def _consistent(self, data: dict[str, Any], **_: Any) -> None:
        if data["zero"] == data["full"]:
            raise ValidationError("is the same as zero; say where all points are reached", "full")
        if data["of"] and data["figure"]:
            raise ValidationError("comes beside `of`; keep one of the two", "figure")
        if data["among"] and not data["of"]:
            raise ValidationError("has no `of`; say what is counted", "among")
        if data["among"] and (data["total"] or data["per_days"] or data["per_head"]):
            raise ValidationError("makes a percentage; leave out total, per_days and per_head", "among")


def _some_weight(value: dict[str, Any]) -> None:
    if value and not any(each.get("weight", 1) for each in value.values()):  # one without is told of by itself
        raise ValidationError("have no weight at all; give at least one a weight above 0")


class _Units(_Sourced):
    measures = table(fields.Nested(_Measure), required=True)

    @validates("measures")
    def _weighed(self, value: dict[str, Any], **_: Any) -> None:
        _some_weight(value)


class _People(_Units):
    unit_share = number(0, 1, required=True)


class _Grade(Schema):
    title = text(required=True)
    at_least = number(0, 1000, required=True)
    coefficient = fields.Decimal(
        required=True, validate=Range(Decimal(0), Decimal(10), error="is out of range; give 0 to 10")
    )


class _Grades(_Sourced):
    excellent = fields.Nested(_Grade, required=True)
    good = fields.Nested(_Grade, required=True)
    passed = fields.Nested(_Grade, required=True)
    failed = fields.Nested(_Grade, required=True)

    @validates_schema
    def _falling(self, data: dict[str, Any], **_: Any) -> None:
        marks = [data[name]["at_least"] for name in ("excellent", "good", "passed", "failed") if name in data]
        if marks != sorted(set(marks), reverse=True):
            raise ValidationError("are out of order; excellent needs the most, then good, passed, failed", "good")
        if marks and marks[-1]:
            raise ValidationError("leaves low scores without a grade; give at_least: 0", "failed")


class _Bound(Schema):
    title = text(required=True)
    of = fields.Nested(_Wanted, load_default=None)
    points = number(-100, 100, required=True)
    most = number(0, 100, required=True)
    by_place = fields.Boolean(load_default=True)


class _Bounds(_Sourced):
    units = table(fields.Nested(_Bound), required=True)
    people = table(fields.Nested(_Bound), required=True)


class _Appeals(_Sourced):
    within = DurationField(required=True)
    answer = DurationField(required=True)


class _Check(Schema):
    kind = word(*KINDS_OF_CHECKS, required=True)
    of = fields.Nested(_Wanted, required=True)
    limit = number(0, 1e9, load_default=0.0)
    beside = whole(1, 60, load_default=4)
    last_days = whole(1, 90, load_default=3)

    @validates_schema
    def _limited(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("kind") in ("at_limit", "day") and not data["limit"]:
            raise ValidationError(f"is needed by {data['kind']}; say how much", "limit")


class _Flags(_Sourced):
    alpha = number(1e-9, 0.1, required=True)
    least = whole(5, 10_000, required=True)
    checks = table(fields.Nested(_Check), required=True)


class _Trigger(Schema):
    title = text(required=True)
    of = fields.Nested(_Wanted, required=True)
    closed_as = words(load_default=list)
    least = number(0, 1_000_000, load_default=0.0)


class _Reviews(_Sourced):
    triggers = table(fields.Nested(_Trigger), required=True)
    unless = words(required=True)
    known = fields.Nested(_Wanted, required=True)
    back = DurationField(required=True)
    level = whole(6, 16, required=True)
    wait = DurationField(required=True)
    answer = DurationField(required=True)

    @validates("level")
    def _a_level(self, value: int, **_: Any) -> None:
        if value not in (6, 9, 12, 16):
            raise ValidationError(f"{value} is no level; use 6 county, 9 township, 12 village or 16 grid")


class PolicySchema(Schema):
    """The whole document, as merged."""

    edition = whole(1, 100_000, required=True)
    units = fields.Nested(_Units, required=True)
    people = fields.Nested(_People, required=True)
    grades = fields.Nested(_Grades, required=True)
    bounds = fields.Nested(_Bounds, required=True)
    appeals = fields.Nested(_Appeals, required=True)
    flags = fields.Nested(_Flags, required=True)
    reviews = fields.Nested(_Reviews, required=True)
