"""Marshmallow fields of policies. Each error says what to write instead, after a semicolon."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from marshmallow import ValidationError, fields
from marshmallow.validate import ContainsOnly, Length, OneOf, Range, Regexp

from services.mediation.domain.policy import Band, Term, Unit

UNITS: tuple[str, ...] = get_args(Unit)
_LONGEST = {
    "seconds": 3600, "minutes": 1440, "hours": 8760, "days": 3660, "legal_days": 3660, "working_days": 2500,
}  # fmt: skip
_WORD = Regexp(r"[a-z][a-z0-9_]{0,39}\Z", error="{input} is no word; write a letter, then a-z, 0-9 and _")
_CATEGORY = Regexp(r"\d{1,6}\Z", error="{input} is no prefix of a category; write 1 to 6 digits in quotes")


class TermField(fields.Field[Term]):
    """``{working_days: 3, source: …}``: one unit with its number, and where the term comes from."""

    def __init__(self, *, sourced: bool = False, **options: Any) -> None:
        """sourced: the term must name its own source, since no text around it does."""
        super().__init__(**options)
        self.sourced = sourced

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> Term:
        if not isinstance(value, Mapping):
            raise ValidationError("is no term; write it as {hours: 24}")
        units = [unit for unit in UNITS if unit in value]
        if strange := sorted(str(key) for key in value if key not in {*UNITS, "source"}):
            raise ValidationError(f"{', '.join(strange)} is unknown; the units are {', '.join(UNITS)}")
        if len(units) != 1:
            raise ValidationError(f"needs exactly one unit; give one of {', '.join(UNITS)}")
        unit, amount, source = units[0], value[units[0]], value.get("source", "")
        if isinstance(amount, bool) or not isinstance(amount, int) or not 1 <= amount <= _LONGEST[unit]:
            raise ValidationError(f"{amount!r} is no number of {unit}; give 1 to {_LONGEST[unit]}")
        if not isinstance(source, str) or (self.sourced and not source):
            raise ValidationError("has no source; name the law or promise that sets it")
        return Term(amount, unit, source)  # type: ignore[arg-type]


class BandsField(fields.Field[tuple[Band, ...]]):
    """``[[1, 2], [5, 4]]``: from 1 on two points, from 5 on four."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> tuple[Band, ...]:
        if not isinstance(value, list | tuple) or not all(_is_pair(each) for each in value):
            raise ValidationError("is no list of bands; write it as [[1, 2], [5, 4]]: from 1 on 2 points, …")
        if [pair[0] for pair in value] != sorted({pair[0] for pair in value}):
            raise ValidationError("bands are out of order; let each begin higher than the one before")
        return tuple(Band(*pair) for pair in value)


def _is_pair(value: Any) -> bool:
    whole = isinstance(value, list | tuple) and len(value) == 2
    return whole and all(isinstance(part, int) and not isinstance(part, bool) and part >= 0 for part in value)


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
    return fields.List(fields.String(validate=_WORD), validate=rules, **options)


def word(*among: str, **options: Any) -> fields.String:
    """A word, perhaps one of some."""
    rule = OneOf(among, error="{input} is unknown; use one of {choices}") if among else _WORD
    return fields.String(validate=rule, **options)


def points(**options: Any) -> fields.Integer:
    """Points of a grade."""
    rule = Range(0, 1000, error="{input} is out of range; give 0 to 1000")
    return fields.Integer(strict=True, validate=rule, **options)


def number(**options: Any) -> fields.Float:
    """A number of 0 or more."""
    return fields.Float(validate=Range(0, 1e12, error="{input} is out of range; give 0 or more"), **options)


def whole(low: int, high: int, **options: Any) -> fields.Integer:
    """A whole number in a range."""
    rule = Range(low, high, error=f"{{input}} is out of range; give {low} to {high}")
    return fields.Integer(strict=True, validate=rule, **options)


def table(values: fields.Field[Any], keys: Any = _WORD, **options: Any) -> fields.Dict:
    """A mapping from words to values."""
    return fields.Dict(
        keys=fields.String(validate=keys),
        values=values,
        validate=Length(max=200, error="is too long; give at most 200 entries"),
        **options,
    )


def categories(**options: Any) -> fields.List[str]:
    """Prefixes of six-digit categories, at least one."""
    return fields.List(
        fields.String(validate=_CATEGORY),
        validate=Length(1, 100, error="is empty or too long; give 1 to 100 prefixes"),
        **options,
    )


def by_category(values: fields.Field[Any], **options: Any) -> fields.Dict:
    """A mapping from prefixes of categories to values."""
    return table(values, _CATEGORY, **options)
