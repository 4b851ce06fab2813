"""What the files and bodies of posts are made of. Each error says what to write instead, after a semicolon."""

from __future__ import annotations

from datetime import date
from typing import Any

from marshmallow import ValidationError, fields
from marshmallow.validate import ContainsOnly, Length, OneOf, Range, Regexp

from lianfang.regions.codes import Level
from lianfang.regions.pack.fields import Code, Day

FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Of days on which anybody plans duty. The lunar calendar is known a century longer."""

_FULL_ID = Regexp(
    r"(?=.{1,80}\Z)[0-9]{6}\.[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*\Z",
    error="{input} is no full id; write <county>.<zone>.<word>, as 350924.aoyang.command-room",
)
_KIND = Regexp(r"[a-z][a-z0-9-]{0,23}\Z", error="{input} is no kind; write a letter, then up to 23 of a-z, 0-9, -")
_WORD = Regexp(r"[a-z][a-z0-9_-]{0,39}\Z", error="{input} is no word; write a letter, then up to 39 of a-z0-9_-")
_GROUP = Regexp(
    r"[a-z]+:[a-z0-9][a-z0-9._-]{0,79}\Z",
    error="{input} is no group; write as shop:360103.chuanshan.shop-001 or team:first",
)
_CLOCK = Regexp(
    r"([01][0-9]|2[0-3]):[0-5][0-9]\Z", error="{input} is no time of day; write it in quotes as '22:00'"
)


def _text(rule: Regexp, empty: bool, options: dict[str, Any]) -> fields.String:
    """Return a field of texts that keep the rule; `empty`: or are empty, as when left out."""
    if not empty:
        return fields.String(validate=rule, **options)
    return fields.String(validate=lambda value: value == "" or rule(value), load_default="", **options)


def full_id(*, empty: bool = False, **options: Any) -> fields.String:
    """A post's, unit's or team's full id."""
    return _text(_FULL_ID, empty, options)


def kind(**options: Any) -> fields.String:
    """A pattern's kind, part of its slots' ids."""
    return fields.String(validate=_KIND, **options)


def word(*, empty: bool = False, **options: Any) -> fields.String:
    """A word of a table."""
    return _text(_WORD, empty, options)


def words(**options: Any) -> fields.List[Any]:
    """Some words."""
    return few(fields.String(validate=_WORD), **options)


def groups(**options: Any) -> fields.List[Any]:
    """Groups of people."""
    return few(fields.String(validate=_GROUP), **options)


def among(choices: tuple[str, ...], **options: Any) -> fields.List[Any]:
    """Some of a few words."""
    rule = ContainsOnly(choices, error=f"holds an unknown word; use {', '.join(choices)}")
    return fields.List(fields.String(), load_default=list, validate=rule, **options)


def one_of(choices: tuple[str, ...], **options: Any) -> fields.String:
    """One of a few words."""
    return fields.String(validate=OneOf(choices, error="{input} is unknown; use one of {choices}"), **options)


def clock(*, empty: bool = False, **options: Any) -> fields.String:
    """A time of the clock. Unquoted, YAML reads 22:00 as a number."""
    return _text(_CLOCK, empty, options)


def name(**options: Any) -> fields.String:
    """A name for people."""
    rule = Length(1, 100, error="is empty or too long; write 1 to 100 characters")
    return fields.String(validate=[rule, _shown], **options)


def _shown(value: str) -> None:
    """A name stands on signs and in calendars: no XML can carry a control character."""
    if not value.isprintable():
        raise ValidationError("holds a line break or a character that nobody sees; leave it out")


def whole(low: int, high: int, **options: Any) -> fields.Integer:
    """A whole number in a range."""
    rule = Range(low, high, error=f"{{input}} is out of range; give {low} to {high}")
    return fields.Integer(strict=True, validate=rule, **options)


def numbers(low: int, high: int, **options: Any) -> fields.List[Any]:
    """Some whole numbers, by default none."""
    return few(whole(low, high), **options)


def anchor(**options: Any) -> Day:
    """A day that turns are counted from, one by one: not farther away than somebody could have meant."""
    return Day(validate=near, **options)


def near(day: date) -> None:
    """Raise ValidationError for a day of another century: turns are counted from day to day, one by one."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(f"{day} is too far away; give a day from {FIRST_YEAR} to {LAST_YEAR}")


def days(**options: Any) -> fields.List[Any]:
    """Some dates, by default none."""
    return few(Day(), **options)


def region(**options: Any) -> Code:
    """A place's code, from county to grid."""
    return Code(Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE, Level.GRID, **options)


def few(inner: fields.Field[Any], **options: Any) -> fields.List[Any]:
    """A list of at most 400, by default empty."""
    rule = Length(max=400, error="is too long; give at most 400")
    default = {} if options.get("required") else {"load_default": list}
    return fields.List(inner, **{**default, "validate": rule, **options})


def degrees(most: int, **options: Any) -> fields.Float:
    """Degrees, WGS 84."""
    rule = Range(-most, most, error=f"{{input}} is out of range; give degrees of -{most} to {most}")
    return fields.Float(validate=rule, **options)
