"""Exact JSON types: a number is a number, not a text that looks like one.

marshmallow's fields are lenient (``"5"``, ``"yes"`` and 1.7 pass as 5, true and 1), which suits query strings but
hides clients' mistakes in JSON bodies.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marshmallow import Schema, fields

from lianfang.web.schema_fields import every_field


def make_strict(schema: Schema) -> Schema:
    """Make all numbers and booleans of this schema instance, nested ones too, refuse other JSON types."""
    for field in every_field(schema):
        if isinstance(field, fields.Boolean):
            _guard(field, lambda value: isinstance(value, bool))
        elif isinstance(field, fields.Integer):
            _guard(field, lambda value: _is_number(value) and value == int(value))
        elif isinstance(field, fields.Float):
            _guard(field, _is_number)
    return schema


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _guard(field: Any, accepts: Callable[[Any], bool]) -> None:
    original = field._deserialize

    def deserialize(value: Any, *args: Any, **kwargs: Any) -> Any:
        if not accepts(value):
            raise field.make_error("invalid", input=value)
        return original(value, *args, **kwargs)

    field._deserialize = deserialize
