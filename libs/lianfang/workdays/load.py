"""Reading a calendar of working days from YAML: the one that comes with the platform, or a county's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import RAISE, Schema, ValidationError, fields
from marshmallow.validate import Length, Range

from lianfang import datafile
from lianfang.datafile import DataFile, NotValid, Wrong
from lianfang.workdays.calendar import WorkCalendar

CHINA = Path(__file__).parent / "data" / "cn.yaml"
"""Mainland China 2024-2026, by the yearly notices of the General Office of the State Council."""

_SATURDAY = 5
_LONGEST = timedelta(days=31)


class _Day(fields.Field[date]):
    """A calendar day; YAML reads an unquoted one as a date already."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> date:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            raise ValidationError(f"{value!r} is no day; write it as 2026-01-31") from None


class _Zone(fields.Field[ZoneInfo]):
    """A name of the IANA time zone database."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> ZoneInfo:
        try:
            return ZoneInfo(value)
        except (
            TypeError,
            ValueError,
            OSError,
            KeyError,
        ):  # an unknown zone is a KeyError, a folder's name an OSError
            raise ValidationError(f"{value!r} is no time zone; write it as Asia/Shanghai") from None


def _text() -> fields.String:
    return fields.String(required=True, validate=Length(min=1, error="is empty; write a text"))


class _Holiday(Schema):
    name = _text()
    first = _Day(required=True, data_key="from")
    last = _Day(required=True, data_key="to")


class _Year(Schema):
    year = fields.Integer(
        required=True, strict=True, validate=Range(1949, 9998, error="{input} is no year; write it as 2026")
    )
    source = _text()
    days_off = fields.List(fields.Nested(_Holiday, unknown=RAISE), required=True)
    working_weekends = fields.List(_Day(), required=True)


class _Calendar(Schema):
    zone = _Zone(required=True)
    years = fields.List(fields.Nested(_Year, unknown=RAISE), required=True)


def load(path: Path | None = None) -> WorkCalendar:
    """Return the calendar of a file, by default mainland China's.

    Raises NotValid, which tells line, field and remedy of every fault.
    """
    file = datafile.read(path or CHINA)
    loaded = datafile.load(_Calendar(unknown=RAISE), file.data, file)
    if wrongs := list(_faults(loaded["years"], file)):
        raise NotValid(wrongs)
    years = loaded["years"]
    return WorkCalendar(
        days_off=frozenset(day for year in years for each in year["days_off"] for day in _days(each)),
        working_weekends=frozenset(day for year in years for day in year["working_weekends"]),
        years=frozenset(year["year"] for year in years),
        zone=loaded["zone"],
    )


def _faults(years: list[dict[str, Any]], file: DataFile) -> Iterator[Wrong]:
    known: set[int] = set()
    for number, year in enumerate(years):
        at = ("years", str(number))
        if year["year"] in known:
            yield file.wrong((*at, "year"), f"{year['year']} is given twice", "keep one")
        known.add(year["year"])
        off: set[date] = set()
        for place, holiday in enumerate(year["days_off"]):
            where = (*at, "days_off", str(place))
            if holiday["first"].year != year["year"] or holiday["last"].year != year["year"]:
                yield file.wrong(where, f"does not lie in {year['year']}", "give days of that year only")
            elif not timedelta() <= holiday["last"] - holiday["first"] < _LONGEST:
                yield file.wrong(where, "ends before it begins, or lasts over a month", "correct from and to")
            else:
                off.update(_days(holiday))
        for place, day in enumerate(year["working_weekends"]):
            where = (*at, "working_weekends", str(place))
            if day.year != year["year"]:
                yield file.wrong(where, f"{day} does not lie in {year['year']}", "give days of that year only")
            elif day.weekday() < _SATURDAY:
                yield file.wrong(where, f"{day} is no weekend", "give Saturdays and Sundays only")
            elif day in off:
                yield file.wrong(where, f"{day} is a day off too", "it can't be both")


def _days(holiday: Mapping[str, date]) -> Iterator[date]:
    day = holiday["first"]
    while day <= holiday["last"]:
        yield day
        day += timedelta(days=1)
