"""What to tell a client about a field that is wrong: where it is, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from marshmallow import Schema, fields, validate

from lianfang.web.problems import FieldError

_SHAPES: list[tuple[type[Any], str]] = [
    (fields.Boolean, "true or false"),
    (fields.Integer, "a whole number"),
    (fields.Number, "a number"),
    (fields.AwareDateTime, "a time with offset, as 2025-01-31T08:00:00+08:00"),
    (fields.Date, "a date, as 2025-01-31"),
    (fields.DateTime, "a time, as 2025-01-31T08:00:00+08:00"),
    (fields.UUID, "a UUID"),
    (fields.String, "a text"),
    (fields.List, "a list"),
    (fields.Mapping, "an object"),
    (fields.Nested, "an object"),
]


def field_errors(schema: Schema, messages: Any) -> list[FieldError]:
    """Flatten marshmallow's `messages` into the problem's list of errors, in the order of the fields."""
    return [
        FieldError(field=".".join(path), message=message, remedy=_remedy(schema, path, message))
        for path, message in _flatten(messages, ())
    ]


def _flatten(messages: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(messages, dict):
        for name, inner in messages.items():
            yield from _flatten(inner, path if name == "_schema" else (*path, str(name)))
    elif isinstance(messages, list | tuple):
        for inner in messages:
            yield from _flatten(inner, path)
    else:
        yield path, str(messages)


def _remedy(schema: Schema, path: tuple[str, ...], message: str) -> str:
    owner, field = _at(schema, path)
    if field is None:
        known = ", ".join(sorted(item.data_key or name for name, item in owner.load_fields.items()))
        if message == owner.error_messages["unknown"]:
            return f"Remove it. Known here: {known or 'nothing'}."
        return f"Send an object with: {known}." if known else "Leave it out."
    shape = field.metadata.get("remedy") or _shape(field)
    if message == field.error_messages["required"]:
        return f"Add it: {shape}."
    if message == field.error_messages["null"]:
        return f"Leave it out, or give {shape}."
    return f"Give {shape}."


def _at(schema: Schema, path: tuple[str, ...]) -> tuple[Schema, Any]:
    """Return the field at `path`, or None when there is none, and the schema that has or lacks it."""
    owner, field = schema, None
    entry: Any = None  # the mapping whose key was the step before; next comes "key" or "value"
    for step in path:
        if entry is not None:
            field, entry = (entry.key_field if step == "key" else entry.value_field) or entry, None
            continue
        if isinstance(field, fields.Nested):
            owner = field.schema
        if isinstance(field, fields.List):
            field = field.inner
            continue
        if isinstance(field, fields.Mapping):
            entry = field
            continue
        names = {item.data_key or name: item for name, item in owner.load_fields.items()}
        field = names.get(step)
        if field is None:
            return owner, None
    return owner, field


def _shape(field: Any) -> str:
    shape = next((text for kind, text in _SHAPES if isinstance(field, kind)), "a valid value")
    for rule in field.validators:
        if isinstance(rule, validate.OneOf):
            return f"one of: {rule.choices_text}"
        if isinstance(rule, validate.Range):
            shape += _between(rule.min, rule.max, "")
        if isinstance(rule, validate.Length):
            unit = "entries" if isinstance(field, fields.List) else "characters"
            shape += f" of {rule.equal} {unit}" if rule.equal else _between(rule.min, rule.max, f" {unit}")
    return shape


def _between(low: Any, high: Any, unit: str) -> str:
    if low is not None and high is not None:
        return f" of {low} to {high}{unit}"
    if high is not None:
        return f" of at most {high}{unit}"
    return f" of at least {low}{unit}" if low is not None else ""
