"""Walking over all fields of a schema instance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from marshmallow import Schema, fields


def every_field(schema: Schema) -> Iterator[Any]:
    """Yield the fields, those inside lists, dictionaries and nested schemas too; containers themselves are not."""
    seen: set[int] = set()

    def inside(field: Any) -> Iterator[Any]:
        if isinstance(field, fields.List):
            yield from inside(field.inner)
        elif isinstance(field, fields.Dict):
            if field.value_field is not None:
                yield from inside(field.value_field)
        elif isinstance(field, fields.Nested):
            yield from of(field.schema)
        else:
            yield field

    def of(inner: Schema) -> Iterator[Any]:
        if id(inner) not in seen:  # a schema may nest itself
            seen.add(id(inner))
            for field in inner.fields.values():
                yield from inside(field)

    yield from of(schema)
