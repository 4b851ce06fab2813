"""Times that can be reckoned with: a day's offset or a year's span away from them there still is a calendar.

Python's own reach from the year 1 to 9999, and at either end the step to UTC or to a neighbouring day overflows.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from marshmallow import Schema, ValidationError, fields

from lianfang.web.schema_fields import every_field

FIRST_YEAR, LAST_YEAR = 1000, 9000


def bound_times(schema: Schema) -> Schema:
    """Make all dates and times of this schema instance, nested ones too, refuse years out of reach."""
    for field in every_field(schema):
        if _may_be_time(field):
            _guard(field)
    return schema


def _may_be_time(field: Any) -> bool:
    """Our own fields may load dates too."""
    return isinstance(field, fields.DateTime | fields.Date) or type(field).__module__ != fields.__name__


def _guard(field: Any) -> None:
    original = field._deserialize

    def deserialize(*args: Any, **kwargs: Any) -> Any:
        value = original(*args, **kwargs)
        if isinstance(value, date) and not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise ValidationError(f"is out of reach: give a year from {FIRST_YEAR} to {LAST_YEAR}")
        return value

    field._deserialize = deserialize
