"""Which conditions to search by, and which only to test on the way.

SQLite's planner doesn't weigh that a page is short: "state is open, sorted by deadline" then reads and sorts all
open documents where the first few deadlines would do (30 against 500 pages/s at 15,000 documents, with or without
the figures of ANALYZE, tried). So each condition is asked for its first matches in its index. One that has few is
searched by, and what it finds is sorted. One that has many is only tested on documents walked in the wanted order.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from lianfang.persistence.sqlite.query import first_matches
from lianfang.persistence.store import Condition, Eq, Index

MANY = 1_000


def searched_by(
    connection: sqlite3.Connection,
    collection: str,
    indexes: Mapping[str, Index],
    where: Sequence[Condition],
    sort: str | None,
) -> list[bool]:
    """Return for each condition whether its index is to be used."""
    return [
        _in_order(indexes[condition.index], condition, sort) or _has_few(connection, collection, indexes, condition)
        for condition in where
    ]


def _in_order(index: Index, condition: Condition, sort: str | None) -> bool:
    # What is equal in an index lies there in the order of ids, and the index sorted by is walked anyway.
    return condition.index == sort or (sort is None and isinstance(condition, Eq) and not index.many)


def _has_few(
    connection: sqlite3.Connection, collection: str, indexes: Mapping[str, Index], condition: Condition
) -> bool:
    sql, values = first_matches(collection, indexes[condition.index], condition, MANY)
    return len(connection.execute(sql, values).fetchall()) < MANY
