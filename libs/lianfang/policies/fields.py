"""Marshmallow fields of policies. Each error says what to write instead, after a semicolon."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from marshmallow import ValidationError, fields
from marshmallow.validate import ContainsOnly, Length, OneOf, Range, Regexp

WORD = Regexp(r"[a-z][a-z0-9_]{0,39}\Z", error="{input} is no word; write a letter, then a-z, 0-9 and _")
DURATIONS: Mapping[str, int] = {"seconds": 3600, "minutes": 1440, "hours": 8760, "days": 3660}
"""Units of a duration by the clock, and the most of each. Seconds are for drills."""


def measure(value: Any, longest: Mapping[str, int], kind: str) -> tuple[str, int]:
    """Return unit and number of ``{hours: 24, source: …}``. longest: unit -> the most of it.

    Raises marshmallow.ValidationError. kind: what it should be, for the message (``term``).
    """
    if not isinstance(value, Mapping):
        raise ValidationError(f"is no {kind}; write it as {{hours: 24}}")
    units = [unit for unit in longest if unit in value]
    if strange := sorted(str(key) for key in value if key not in {*longest, "source"}):
        raise ValidationError(f"{', '.join(strange)} is unknown; the units are {', '.join(longest)}")
    if len(units) != 1:
        raise ValidationError(f"needs exactly one unit; give one of {', '.join(longest)}")
    unit, amount = units[0], value[units[0]]
    if isinstance(amount, bool) or not isinstance(amount, int) or not 1 <= amount <= longest[unit]:
        raise ValidationError(f"{amount!r} is no number of {unit}; give 1 to {longest[unit]}")
    return unit, amount


class DurationField(fields.Field[timedelta]):
    """``{minutes: 15}``: a time by the clock."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> timedelta:
        unit, amount = measure(value, DURATIONS, "duration")
        return timedelta(**{unit: amount})


def text(**options: Any) -> fields.String:
    """A text that is not empty."""
    return fields.String(
        validate=Length(1, 2000, error="is empty or too long; write 1 to 2000 characters"), **options
    )


def words(*, among: tuple[str, ...] = (), **options: Any) -> fields.List[str]:
    """A list of words, perhaps only of some."""
    rules: list[Any] = [Length(max=100, error="is too long; give at most 100 words")]
    if among:
        rules.append(ContainsOnly(among, error=f"holds an unknown word; use {', '.join(among)}"))
    return fields.List(fields.String(validate=WORD), validate=rules, **options)


def word(*among: str, **options: Any) -> fields.String:
    """A word, perhaps one of some."""
    rule = OneOf(among, error="{input} is unknown; use one of {choices}") if among else WORD
    return fields.String(validate=rule, **options)


def number(low: float = 0, high: float = 1e12, **options: Any) -> fields.Float:
    """A number, by default of 0 or more."""
    told = "0 or more" if (low, high) == (0, 1e12) else f"{low:g} to {high:g}"
    return fields.Float(validate=Range(low, high, error=f"{{input}} is out of range; give {told}"), **options)


def whole(low: int, high: int, **options: Any) -> fields.Integer:
    """A whole number in a range."""
    rule = Range(low, high, error=f"{{input}} is out of range; give {low} to {high}")
    return fields.Integer(strict=True, validate=rule, **options)


def table(values: fields.Field[Any], keys: Any = WORD, **options: Any) -> fields.Dict:
    """A mapping from words to values."""
    return fields.Dict(
        keys=fields.String(validate=keys),
        values=values,
        validate=Length(max=200, error="is too long; give at most 200 entries"),
        **options,
    )
