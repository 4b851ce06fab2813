"""Fields that the bodies share: words, ids, times and personal texts, each with its remedy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from marshmallow import ValidationError, fields, validate

from lianfang.contracts.personal import personal

_WORD, _ID = r"[a-z][a-z0-9_]{0,39}", r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}"
_NO_WORD = "must be a word of a-z, 0-9 and _, such as not_performed"
_NO_ID = "must be an id of letters, digits and . _ : -"
SIDE = validate.Regexp(r"[a-j]\Z", error="must be a side: one letter from a to j")
REGION = validate.Regexp(
    r"([0-9]{6}|[0-9]{9}|[0-9]{12}|[0-9]{16})?\Z", error="must be a region code of 6, 9, 12 or 16 digits"
)
COLOURS = ("blue", "yellow", "orange", "red")
TEXT_CHARS, LINE_CHARS, MANY = 10_000, 500, 40
_NUMBER = 64
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years that a time may be of: beyond them are slips, and times that no clock can be set forward or back from."""


def _meta(about: str, remedy: str = "") -> dict[str, Any]:
    return {"description": about, **({"remedy": remedy} if remedy else {})}


def _like(pattern: str, error: str, options: Mapping[str, Any] | None = None) -> validate.Regexp:
    """Return the rule of a text; one that may be left out may be empty too."""
    empty = (options or {}).get("load_default") == ""
    return validate.Regexp(rf"({pattern})?\Z" if empty else rf"{pattern}\Z", error=error)


def word(about: str, **options: Any) -> fields.String:
    """A word for programs, never free text, which might name a person."""
    return fields.String(
        validate=_like(_WORD, _NO_WORD, options), metadata=_meta(about, "a word, such as not_performed"), **options
    )


def words(about: str, **options: Any) -> fields.List[Any]:
    """A list of words."""
    return fields.List(
        fields.String(validate=_like(_WORD, _NO_WORD), metadata=_meta(about, "a word")),
        validate=validate.Length(max=MANY), metadata=_meta(about), **options,
    )  # fmt: skip


def number_of(about: str, **options: Any) -> fields.String:
    """A number that another body gave, such as 寿政函〔2026〕12号. All who see the case see it: no name."""
    return fields.String(validate=_is_number, metadata=_meta(about, "its number, at most 64 characters"), **options)


def _is_number(told: str) -> None:
    if len(told) > _NUMBER or not told.isprintable() or not any(each.isdigit() for each in told):
        raise ValidationError(f"must be a number in one line: with a digit, at most {_NUMBER} characters")


def id_(about: str, **options: Any) -> fields.String:
    """An id."""
    return fields.String(
        validate=_like(_ID, _NO_ID, options), metadata=_meta(about, "an id, such as m-aoyang-1"), **options
    )


def ids(about: str, least: int = 0, **options: Any) -> fields.List[Any]:
    """A list of ids."""
    return fields.List(
        fields.String(validate=_like(_ID, _NO_ID), metadata=_meta(about, "an id, such as p1")),
        validate=validate.Length(min=least, max=MANY), metadata=_meta(about), **options,
    )  # fmt: skip


def sides(about: str, **options: Any) -> fields.List[Any]:
    """A list of sides of the dispute."""
    return fields.List(
        fields.String(validate=SIDE, metadata=_meta(about, "a letter from a to j")),
        validate=validate.Length(1, 10), metadata=_meta(about), **options,
    )  # fmt: skip


def one_of(choices: tuple[str, ...], about: str, **options: Any) -> fields.String:
    """One of some words."""
    return fields.String(validate=validate.OneOf(choices), metadata=_meta(about), **options)


class Moment(fields.AwareDateTime):
    """A time with its offset in, the same moment in UTC out: stored times are compared as texts."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **more: Any) -> datetime:
        told: datetime = super()._deserialize(value, attr, data, **more)
        _in_our_time(told)
        return told.astimezone(UTC)


def moment(about: str, **options: Any) -> Moment:
    """A time with its offset."""
    return Moment(format="iso", metadata=_meta(f"{about}, RFC 3339"), **options)


def local_day(about: str = "", **options: Any) -> fields.Date:
    """A local day."""
    return fields.Date(validate=_in_our_time, metadata=_meta(about), **options)


def _in_our_time(told: date) -> None:
    if not FIRST_YEAR <= told.year <= LAST_YEAR:
        raise ValidationError(f"must be of a year from {FIRST_YEAR} to {LAST_YEAR}")


def count(about: str, most: int = 100_000, **options: Any) -> fields.Integer:
    """A number of people or days."""
    return fields.Integer(validate=validate.Range(0, most), metadata=_meta(about), **options)


def secret(about: str, longest: int = LINE_CHARS, **options: Any) -> fields.String:
    """A text that may name a person: stored encrypted, in no event or log."""
    required = bool(options.get("required"))
    options = options if required else {"load_default": "", **options}
    length = validate.Length(int(required), longest)
    return personal(fields.String(validate=length, metadata=_meta(about), **options))
