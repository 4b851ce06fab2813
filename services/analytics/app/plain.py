"""Frozen dataclasses as JSON documents and back: times as RFC 3339 in UTC, decimals as texts."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeVar

from cattrs import Converter

T = TypeVar("T")
_CONVERTER = Converter()
_CONVERTER.register_unstructure_hook(datetime, lambda moment: moment.astimezone(UTC).isoformat())
_CONVERTER.register_structure_hook(datetime, lambda text, _type: datetime.fromisoformat(text))
_CONVERTER.register_unstructure_hook(Decimal, str)
_CONVERTER.register_structure_hook(Decimal, lambda text, _type: Decimal(text))


def to_plain(thing: Any) -> dict[str, Any]:
    """Return the document of a dataclass."""
    document: dict[str, Any] = _CONVERTER.unstructure(thing)
    return document


def from_plain(kind: type[T], document: Any) -> T:
    """Return what `to_plain` was given. Raises what cattrs raises for a document of another shape."""
    return _CONVERTER.structure(document, kind)
