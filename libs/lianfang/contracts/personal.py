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


def personal_paths(schema: Schema, prefix: str = "") -> Iterator[str]:
    """Yield the dotted paths of all fields marked personal, in nested schemas and lists too."""
    for name, field in schema.fields.items():
        path = f"{prefix}{name}"
        if field.metadata.get(PERSONAL):
            yield path
        inner = field.inner if isinstance(field, fields.List) else field
        if inner is not field and inner.metadata.get(PERSONAL):
            yield f"{path}[]"
        if isinstance(inner, fields.Nested):
            yield from personal_paths(inner.schema, f"{path}.")
