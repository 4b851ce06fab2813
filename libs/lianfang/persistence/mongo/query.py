"""Conditions and positions as MongoDB filters, of plain operators only (see docs/decisions/0003)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lianfang.persistence.paging import Bound, Segment
from lianfang.persistence.store import Condition, Document, Eq, In, Index, Range

BULK_MARK = "_bulk"
# To MongoDB `$ne: null` alone says the same; nx-27017 then matches absent fields too.
PRESENT = {"$exists": True, "$ne": None}


def to_stored(document: Document, revision: int) -> Document:
    """Return the document as it is stored.

    The id is there twice, as ``_id`` and as ``id``: the indexes end with ``id``, because nx-27017 can't build one
    over ``_id`` and another field, and what is tested shall be what runs.
    """
    return {**document, "_id": document["id"], "revision": revision}


def from_stored(stored: Mapping[str, Any]) -> Document:
    """Return the document as the port gives it."""
    return {key: value for key, value in stored.items() if key not in ("_id", BULK_MARK)}


def filter_of(
    indexes: Mapping[str, Index],
    where: Sequence[Condition],
    segments: Sequence[Segment] = ((),),
    sort: Index | None = None,
) -> dict[str, Any]:
    """Return the filter for all conditions together and any of the segments."""
    parts = [{indexes[condition.index].path: _test(condition)} for condition in where]
    after = [_conjunction([_bound(bound, sort) for bound in segment]) for segment in segments]
    if len(after) > 1:
        parts.append({"$or": after})
    elif after[0]:
        parts.append(after[0])
    return _conjunction(parts)


def order_of(sort: Index | None, descending: bool) -> list[tuple[str, int]]:
    """Return the sort (and the keys of the index that serves it): by the field, ties by id."""
    direction = -1 if descending else 1
    if sort is None:
        return [("_id", direction)]
    return [(path, direction) for path in dict.fromkeys((sort.path, "id"))]


def _conjunction(parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    fields = [field for part in parts for field in part]
    if len(set(fields)) == len(fields):
        return {field: test for part in parts for field, test in part.items()}
    return {"$and": list(parts)}


def _bound(bound: Bound, sort: Index | None) -> dict[str, Any]:
    field = "_id" if sort is None else "id" if bound.on_id else sort.path
    tests: dict[str, Any] = {
        "=": bound.value,
        "<": {"$lt": bound.value},
        ">": {"$gt": bound.value},
        "null": None,
        "not null": PRESENT,
    }
    return {field: tests[bound.operator]}


def _test(condition: Condition) -> Any:
    match condition:
        case Eq(_, value):
            return value
        case In(_, values):
            return {"$in": list(values)}
        case Range(_, low, high):
            sides = {} if low is None else {"$gte": low}
            if high is not None:
                sides["$lt"] = high
            return sides or PRESENT
