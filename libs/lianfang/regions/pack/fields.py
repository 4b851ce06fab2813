"""Marshmallow fields of the pack's files. Each error says what to write instead."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, pre_load
from marshmallow.validate import Length, OneOf, Range, Regexp

from lianfang.regions.codes import BadRegionCode, Level, level_of

WORD = r"[a-z][a-z0-9-]*\Z"


class Code(fields.Field[str]):
    """A region code of one of `levels`, as text."""

    def __init__(self, *levels: Level, **options: Any) -> None:
        super().__init__(**options)
        self.levels = levels

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> str:
        if isinstance(value, int):
            raise ValidationError(f'a code is text: write it in quotes, "{value}"')
        if not isinstance(value, str):
            raise ValidationError("a code is text in quotes")
        try:
            level = level_of(value)
        except BadRegionCode as error:
            raise ValidationError(str(error)) from None
        if level not in self.levels:
            wanted = " or ".join(f"{each.name.lower()} ({each.value} digits)" for each in self.levels)
            raise ValidationError(f"{value!r} is a {level.name.lower()}'s code; give a {wanted}")
        return value


class Day(fields.Field[date]):
    """A calendar day; YAML reads an unquoted one as a date already."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> date:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            raise ValidationError(f"{value!r} is no day; write it as 2024-01-31") from None


def word(**options: Any) -> fields.String:
    """A lower-case word that fits in a routing key."""
    check = Regexp(WORD, error="must be a lower-case word: a letter, then letters, digits or hyphens")
    return fields.String(validate=check, **options)


def text(**options: Any) -> fields.String:
    """A text that is not empty."""
    return fields.String(validate=Length(min=1, error="must not be empty"), **options)


def one_of(*choices: Any, **options: Any) -> fields.String:
    """One of some words."""
    return fields.String(validate=OneOf(choices, error="{input} is unknown; use one of: {choices}"), **options)


def whole(low: int, high: int | None = None, **options: Any) -> fields.Integer:
    """A whole number in a range."""
    return fields.Integer(strict=True, validate=Range(low, high), **options)


def longitude(**options: Any) -> fields.Float:
    """Degrees east."""
    return fields.Float(validate=Range(-180, 180), **options)


def latitude(**options: Any) -> fields.Float:
    """Degrees north."""
    return fields.Float(validate=Range(-90, 90), **options)


class RecordSchema(Schema):
    """Base of all: unknown fields are refused (they are mostly misspelt ones), lists become tuples.

    Subclasses name the `record` class that a record becomes.
    """

    record: type[Any]

    @pre_load
    def _plain(self, data: Any, **_: Any) -> Any:
        return dict(data) if isinstance(data, Mapping) else data

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Any:
        return self.record(**{name: tupled(value) for name, value in data.items()})


def tupled(value: Any) -> Any:
    """Return lists as tuples, at every depth."""
    if isinstance(value, list):
        return tuple(tupled(part) for part in value)
    return {key: tupled(part) for key, part in value.items()} if isinstance(value, dict) else value
