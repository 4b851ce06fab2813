"""Conditions and positions as SQL. Names come from checked declarations; values are always parameters."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from lianfang.persistence.paging import Bound, Segment
from lianfang.persistence.sqlite.schema import expression_of, side_table_of, table_of
from lianfang.persistence.store import Condition, Eq, In, Index, Range, Scalar

Sql = tuple[str, list[Scalar]]
_TESTS = {"=": "{} = ?", "<": "{} < ?", ">": "{} > ?", "null": "{} IS NULL", "not null": "{} IS NOT NULL"}


def conjunction(
    collection: str,
    indexes: Mapping[str, Index],
    where: Sequence[Condition],
    searched_by: Sequence[bool] | None = None,
) -> Sql:
    """Return the text after WHERE, and its parameters, for all conditions together.

    searched_by: for each condition whether SQLite may search by its index, else it is tested on each document met.
    """
    choices = [True] * len(where) if searched_by is None else searched_by
    return _joined(
        [
            _condition(collection, indexes[condition.index], condition, search)
            for condition, search in zip(where, choices, strict=True)
        ]
    )


def first_matches(collection: str, index: Index, condition: Condition, limit: int) -> Sql:
    """Return the SELECT that walks the condition's index over at most `limit` entries and gives a row for each."""
    if index.many:
        test, values = _test("value", condition)
        return f"SELECT 1 FROM {side_table_of(collection, index)} WHERE {test} LIMIT ?", [*values, limit]  # noqa: S608
    test, values = _test(expression_of(index), condition)
    return f"SELECT 1 FROM {table_of(collection)} WHERE {test} LIMIT ?", [*values, limit]  # noqa: S608


def page_query(
    collection: str, conditions: Sql, segment: Segment, sort: Index | None, descending: bool, limit: int
) -> Sql:
    """Return the SELECT for one segment of a page."""
    operand = "id" if sort is None else expression_of(sort)
    test, values = _joined([conditions, *(_bound(bound, operand) for bound in segment)])
    direction = " DESC" if descending else ""
    order = f"id{direction}" if operand == "id" else f"{operand}{direction}, id{direction}"
    sql = f"SELECT revision, body FROM {table_of(collection)} WHERE {test} ORDER BY {order} LIMIT ?"  # noqa: S608
    return sql, [*values, limit]


def count_query(collection: str, conditions: Sql) -> Sql:
    """Return the SELECT that counts."""
    return f"SELECT count(*) FROM {table_of(collection)} WHERE {conditions[0]}", conditions[1]  # noqa: S608


def _bound(bound: Bound, operand: str) -> Sql:
    values = [] if bound.operator in ("null", "not null") else [bound.value]
    return _TESTS[bound.operator].format("id" if bound.on_id else operand), values


def _condition(collection: str, index: Index, condition: Condition, search: bool) -> Sql:
    if not index.many:
        # The plus sign keeps SQLite from using the index (see its documentation on unary plus).
        return _test(expression_of(index) if search else f"+{expression_of(index)}", condition)
    side = side_table_of(collection, index)
    if search:
        test, values = _test("value", condition)
        return f"id IN (SELECT id FROM {side} WHERE {test})", values  # noqa: S608
    test, values = _test("+value", condition)
    document = f"{table_of(collection)}.id"
    return f"EXISTS (SELECT 1 FROM {side} AS side WHERE side.id = {document} AND {test})", values  # noqa: S608


def _test(operand: str, condition: Condition) -> Sql:
    match condition:
        case Eq(_, None):
            return f"{operand} IS NULL", []
        case Eq(_, value):
            return f"{operand} = ?", [value]
        case In(_, values):
            return _membership(operand, values)
        case Range(_, low, high):
            sides: list[Sql] = [(f"{operand} IS NOT NULL", [])]
            if low is not None:
                sides.append((f"{operand} >= ?", [low]))
            if high is not None:
                sides.append((f"{operand} < ?", [high]))
            return _joined(sides[1:] or sides)


def _membership(operand: str, values: Sequence[Scalar]) -> Sql:
    # One parameter however many values: SQLite's own list form is limited in length.
    present = json.dumps([value for value in values if value is not None])
    test = f"{operand} IN (SELECT value FROM json_each(?))"  # noqa: S608
    return (f"({test} OR {operand} IS NULL)" if None in values else test), [present]


def _joined(parts: Sequence[Sql]) -> Sql:
    texts = [text for text, _ in parts if text]
    return " AND ".join(texts) or "1", [value for _, values in parts for value in values]
