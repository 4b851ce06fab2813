"""A quick look at a payload that can only say "surely right" or "look closely".

marshmallow's full validation costs some 100 µs a payload, and an intake checks one per event before it commits. The
quick look takes a tenth of that. It never says no: whatever it is not sure of is left to marshmallow, which also
words the error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from marshmallow import Schema, ValidationError, fields

Look = Callable[[Any], bool]
"""Tells whether a value is surely right."""


@cache
def quick_look(schema: type[Schema]) -> Callable[[Mapping[str, Any]], bool]:
    """Return the quick look for a schema; one that has hooks of its own is always looked at closely."""
    instance = schema()
    if any(instance._hooks.values()):
        return lambda _: False
    looks = {field.data_key or name: _of(field) for name, field in instance.load_fields.items()}
    required = frozenset(field.data_key or name for name, field in instance.load_fields.items() if field.required)

    def surely_right(data: Mapping[str, Any]) -> bool:
        if not required <= data.keys():
            return False
        for name, value in data.items():
            look = looks.get(name)
            if look is None or not look(value):
                return False
        return True

    return surely_right


def _of(field: Any) -> Look:
    """Return the look for one field; kinds of field that are not listed here are never sure."""
    is_kind = _KINDS.get(type(field))
    if is_kind is None:
        return lambda _: False
    inner = _of(field.inner) if isinstance(field, fields.List) else None
    none_is_right, validators = bool(field.allow_none), tuple(field.validators)

    def look(value: Any) -> bool:
        if value is None:
            return none_is_right
        if not is_kind(value) or (inner is not None and not all(map(inner, value))):
            return False
        try:
            for validator in validators:
                validator(value)
        except ValidationError:
            return False
        return True

    return look


_KINDS: Mapping[type, Look] = {
    fields.String: lambda value: type(value) is str,
    fields.Integer: lambda value: type(value) is int,
    fields.Boolean: lambda value: type(value) is bool,
    fields.List: lambda value: type(value) is list,
}
