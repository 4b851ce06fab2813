"""The shape of a policy document. Unknown names are refused: they are mostly misspelt ones."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, get_args

from marshmallow import Schema, ValidationError, fields, validates, validates_schema
from marshmallow.validate import Length, OneOf

from lianfang.policies.fields import DurationField, number, text, whole
from services.patrol.domain.posts.post import KINDS, Mode
from services.patrol.domain.rosters.problem import FORCES

MODES: tuple[str, ...] = get_args(Mode)
_WEIGHTS = ("missing", "turns", "nights", "weekends", "wish", "strange_post", "km", "change")
_FOUR_WEEKS_MINUTES = 28 * 24 * 60
_FORCE = OneOf(FORCES, error="{input} is no force; use one of {choices}")


def _exactly(*names: str, of: Any) -> type[Schema]:
    """A schema with these fields, all alike."""
    return Schema.from_dict({name: of() for name in names})


class _Sourced(Schema):
    source = text(required=True)


class _Limits(_Sourced):
    rest = DurationField(required=True)
    longest = whole(1, 7 * 1440, allow_none=True)
    week_minutes = whole(1, 7 * 1440, allow_none=True)
    most_minutes = whole(1, _FOUR_WEEKS_MINUTES, allow_none=True)
    min_minutes = whole(0, _FOUR_WEEKS_MINUTES, allow_none=True)
    most_turns = whole(1, 200, allow_none=True)
    most_nights = whole(1, 28, allow_none=True)
    most_days = whole(1, 28, allow_none=True)
    most_weekends = whole(0, 5, allow_none=True)

    @validates_schema
    def _possible(self, data: dict[str, Any], **_: Any) -> None:
        least, most = data.get("min_minutes"), data.get("most_minutes")
        if least is not None and most is not None and least > most:
            raise ValidationError(f"{least} is more than most_minutes; give at most {most}", "min_minutes")


class _Accompanied(_Sourced):
    forces = fields.Dict(
        keys=fields.String(validate=_FORCE), values=fields.String(validate=_FORCE), required=True,
    )  # fmt: skip

    @validates("forces")
    def _another(self, value: dict[str, str], **_: Any) -> None:
        if alone := [force for force, other in value.items() if force == other]:
            raise ValidationError(f"{alone[0]} can't accompany itself; name another force")


class _Night(_Sourced):
    start = whole(0, 23, required=True)
    end = whole(0, 23, required=True)


class _NoShow(_Sourced):
    after = DurationField(required=True)


class _Reminders(_Sourced):
    before = fields.List(
        DurationField(), required=True, validate=Length(0, 5, error="is too long; give at most 5 reminders")
    )

    @validates("before")
    def _falling(self, value: list[timedelta], **_: Any) -> None:
        if value != sorted(set(value), reverse=True):
            raise ValidationError("are out of order; give the longest first, each once")


class _Asks(_Sourced):
    open = DurationField(required=True)
    begun = DurationField(required=True)
    at_once = whole(1, 20, required=True)

    @validates_schema
    def _shorter(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("begun") and data.get("open") and data["begun"] > data["open"]:
            raise ValidationError("is longer than open; give at most that", "begun")


class _Swaps(_Sourced):
    approval = fields.Boolean(truthy={True}, falsy={False}, required=True)


class _Fairness(_Sourced):
    period = DurationField(required=True)


class _Points(_Sourced):
    per_hour = whole(0, 1000, required=True)


class _CheckIn(_Sourced):
    tolerance = whole(5, 2000, required=True)
    accuracy = whole(5, 2000, required=True)
    early = DurationField(required=True)
    late = DurationField(required=True)
    offline = DurationField(required=True)


class _Stops(_Sourced):
    between = fields.List(
        whole(0, 240), required=True, validate=Length(equal=2, error="is no pair; write it as [10, 16]")
    )

    @validates("between")
    def _rising(self, value: list[int], **_: Any) -> None:
        if value != sorted(value):
            raise ValidationError("is out of order; give the least first")


class _Idle(_Sourced):
    by_kind = fields.Nested(_exactly(*KINDS, of=lambda: whole(1, 1440)), required=True)


class _Speed(Schema):
    metres_per_second = number(0.1, 60, required=True)
    detour = number(1, 5, required=True)


class _Speeds(_Sourced):
    modes = fields.Nested(_exactly(*MODES, of=lambda: fields.Nested(_Speed, required=True)), required=True)


class _Rings(_Sourced):
    within = fields.List(
        whole(1, 120), required=True, validate=Length(1, 5, error="is empty or too long; give 1 to 5 rings")
    )

    @validates("within")
    def _rising(self, value: list[int], **_: Any) -> None:
        if value != sorted(set(value)):
            raise ValidationError("are out of order; give the nearest first, each once")


class _Frozen(_Sourced):
    horizon = DurationField(required=True)


class _Certificates(_Sourced):
    warning = DurationField(required=True)


class PolicySchema(Schema):
    """The whole document, as merged."""

    edition = whole(1, 100_000, required=True)
    limits = fields.Nested(_exactly(*FORCES, of=lambda: fields.Nested(_Limits, required=True)), required=True)
    accompanied = fields.Nested(_Accompanied, required=True)
    night = fields.Nested(_Night, required=True)
    weights = fields.Nested(
        Schema.from_dict(
            {**{name: whole(0, 100_000, required=True) for name in _WEIGHTS}, "source": text(required=True)}
        ),
        required=True,
    )
    no_show = fields.Nested(_NoShow, required=True)
    reminders = fields.Nested(_Reminders, required=True)
    asks = fields.Nested(_Asks, required=True)
    swaps = fields.Nested(_Swaps, required=True)
    fairness = fields.Nested(_Fairness, required=True)
    points = fields.Nested(_Points, required=True)
    check_in = fields.Nested(_CheckIn, required=True)
    stops = fields.Nested(_Stops, required=True)
    idle = fields.Nested(_Idle, required=True)
    speeds = fields.Nested(_Speeds, required=True)
    rings = fields.Nested(_Rings, required=True)
    frozen = fields.Nested(_Frozen, required=True)
    certificates = fields.Nested(_Certificates, required=True)
