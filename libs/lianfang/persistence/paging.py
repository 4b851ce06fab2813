"""Paging by position: a cursor names the last document met, not a count, so writes between pages shift nothing."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from lianfang.persistence.declared import value_at
from lianfang.persistence.store import Condition, Document, Index, Scalar

Operator = Literal["=", "<", ">", "null", "not null"]


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page ended: the last document's sort value (None without a sort) and id."""

    value: Scalar
    id: str

    @classmethod
    def of(cls, document: Document, sort: Index | None) -> Position:
        """Return the position of a document in the order of `sort`."""
        return cls(None if sort is None else value_at(document, sort.path), document["id"])


@dataclass(frozen=True, slots=True)
class Bound:
    """A test of the sort value, or of the id."""

    on_id: bool
    operator: Operator
    value: Scalar = None


Segment = tuple[Bound, ...]


def remaining(position: Position | None, *, by_index: bool, descending: bool) -> list[Segment]:
    """Return what comes after `position`, as segments in order; all bounds of a segment must hold.

    Each segment is one walk along an index. Null sorts before all values, as in both databases.
    """
    if position is None:
        return [()]
    beyond: Operator = "<" if descending else ">"
    later_id = Bound(True, beyond, position.id)
    if not by_index:
        return [(later_id,)]
    if position.value is None:
        ties: Segment = (Bound(False, "null"), later_id)
        return [ties] if descending else [ties, (Bound(False, "not null"),)]
    ties = (Bound(False, "=", position.value), later_id)
    further: list[Segment] = [ties, (Bound(False, beyond, position.value),)]
    return [*further, (Bound(False, "null"),)] if descending else further


class Cursors:
    """Writes and reads the cursors of one query; another query's are refused."""

    def __init__(self, collection: str, where: Sequence[Condition], sort: str | None, descending: bool) -> None:
        query = repr((collection, tuple(where), sort, descending))
        self._query = hashlib.sha256(query.encode()).hexdigest()[:12]

    def write(self, position: Position) -> str:
        """Return the opaque text for a position."""
        text = json.dumps([self._query, position.value, position.id], separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    def read(self, cursor: str | None) -> Position | None:
        """Return the position. Raises ValueError when it isn't a cursor of this query."""
        if cursor is None:
            return None
        try:
            padded = cursor + "=" * (-len(cursor) % 4)
            parts = json.loads(base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True))
        except (ValueError, RecursionError):
            raise ValueError("this is no cursor") from None
        match parts:
            case [self._query, str() | int() | float() | None as value, str() as id]:
                return Position(value, id)
            case [str(), _, _]:
                raise ValueError("this cursor belongs to another query")
            case _:
                raise ValueError("this is no cursor")


def checked_limit(limit: int) -> int:
    """Return the limit. Raises ValueError below 1."""
    if limit < 1:
        raise ValueError(f"limit must be at least 1, not {limit}")
    return limit
