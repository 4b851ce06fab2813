"""Marshmallow fields that only policies of mediation have. Each error says what to write instead."""

from __future__ import annotations

from typing import Any, get_args

from marshmallow import ValidationError, fields
from marshmallow.validate import Length, Regexp

from lianfang.policies.fields import DURATIONS, measure, table, whole
from services.mediation.domain.policy import Band, Term, Unit

UNITS: tuple[str, ...] = get_args(Unit)
_LONGEST = {**DURATIONS, "legal_days": 3660, "working_days": 2500}
_CATEGORY = Regexp(r"\d{1,6}\Z", error="{input} is no prefix of a category; write 1 to 6 digits in quotes")


class TermField(fields.Field[Term]):
    """``{working_days: 3, source: …}``: one unit with its number, and where the term comes from."""

    def __init__(self, *, sourced: bool = False, **options: Any) -> None:
        """sourced: the term must name its own source, since no text around it does."""
        super().__init__(**options)
        self.sourced = sourced

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> Term:
        unit, amount = measure(value, _LONGEST, "term")
        source = value.get("source", "")
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
    pair = isinstance(value, list | tuple) and len(value) == 2
    return pair and all(isinstance(part, int) and not isinstance(part, bool) and part >= 0 for part in value)


def points(**options: Any) -> fields.Integer:
    """Points of a grade."""
    return whole(0, 1000, **options)


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
