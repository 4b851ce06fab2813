"""Marking personal data, so that it can't travel on the bus."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from marshmallow import Schema, fields

F = TypeVar("F", bound="fields.Field[Any]")

PERSONAL = "personal"


def personal(field: F) -> F:
    """Mark a schema field as personal data (a name, a phone, an address, an identity number)."""
    field.metadata = {**field.metadata, PERSONAL: True}
    return field


def personal_paths(schema: Schema) -> Iterator[str]:
    """Yield the dotted paths of all fields marked personal: in nested schemas, lists, tuples and dicts too."""
    yield from _in_schema(schema, "", ())


def _in_schema(schema: Schema, prefix: str, above: tuple[type[Schema], ...]) -> Iterator[str]:
    if type(schema) in above:
        return  # a recursive schema: its fields were walked already
    for name, field in schema.fields.items():
        yield from _in_field(field, f"{prefix}{name}", (*above, type(schema)))


def _in_field(field: fields.Field[Any], path: str, above: tuple[type[Schema], ...]) -> Iterator[str]:
    if field.metadata.get(PERSONAL):
        yield path
    if isinstance(field, fields.Nested):
        yield from _in_schema(field.schema, f"{path}.", above)
    elif isinstance(field, fields.List):
        yield from _in_field(field.inner, f"{path}[]", above)
    elif isinstance(field, fields.Tuple):
        for inner in field.tuple_fields:
            yield from _in_field(inner, f"{path}[]", above)
    elif isinstance(field, fields.Mapping):
        for part in (field.key_field, field.value_field):
            if part is not None:
                yield from _in_field(part, f"{path}{{}}", above)
