"""A batch as statements: whole columns at a time, which is how DuckDB takes rows quickly."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from services.analytics.app.ports import Batch
from services.analytics.domain.board.item import BoardItem
from services.analytics.domain.facts.fact import Fact
from services.analytics.engine.schema import COLUMNS

if TYPE_CHECKING:
    import duckdb

_FACT_TYPES = (*COLUMNS.values(), "VARCHAR", "BIGINT")
_SEEN_TYPES = ("VARCHAR", "VARCHAR", "BIGINT", "JSON")
_GAP_TYPES = ("VARCHAR", "BIGINT", "BIGINT", "TIMESTAMP", "VARCHAR")
_ITEM_TYPES = ("VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "BOOLEAN", "BIGINT", "JSON", "BOOLEAN")
_RESTRICTED = list(COLUMNS).index("restricted")
TYPES = {"facts": _FACT_TYPES, "board": _ITEM_TYPES, "sequences": _SEEN_TYPES, "gaps": _GAP_TYPES}


def write(writer: duckdb.DuckDBPyConnection, batch: Batch, items: Sequence[tuple[int, BoardItem]]) -> int:
    """Write a batch inside a transaction; return how many facts were new. items: with their change numbers."""
    places = batch.places or [-1] * len(batch.facts)
    facts = [(*_fact(fact), batch.stream, place) for fact, place in zip(batch.facts, places, strict=True)]
    new = _insert(writer, "facts", _FACT_TYPES, facts, "NOTHING")
    if 0 <= new < len(facts) and (secret := [row for row in facts if row[_RESTRICTED]]):
        _insert(writer, "facts", _FACT_TYPES, secret, "UPDATE SET restricted = true WHERE NOT facts.restricted")
    _insert(
        writer, "board", _ITEM_TYPES, [_board(number, item) for number, item in items],
        "UPDATE SET county = excluded.county, region = excluded.region, restricted = excluded.restricted,"
        " changed = excluded.changed, body = excluded.body, gone = excluded.gone",
    )  # fmt: skip
    _insert(
        writer, "sequences", ("VARCHAR", "VARCHAR", "BIGINT", "JSON"),
        [(*origin, seen.last, json.dumps(seen.missing)) for origin, seen in (batch.seen or {}).items()],
        "UPDATE SET last = excluded.last, missing = excluded.missing",
    )  # fmt: skip
    _insert(
        writer, "gaps", ("VARCHAR", "BIGINT", "BIGINT", "TIMESTAMP", "VARCHAR"),
        [(gap.where, gap.first, gap.last, naive(gap.found_at), gap.why) for gap in batch.gaps], "NOTHING",
    )  # fmt: skip
    if batch.stream:
        writer.execute(
            "INSERT INTO offsets VALUES (?, ?, ?)"
            " ON CONFLICT DO UPDATE SET next_offset = excluded.next_offset, mark = excluded.mark",
            [batch.stream, batch.next_offset, batch.mark],
        )
    return new


def put(writer: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Put whole rows into a table; those whose key is there already stay as they are."""
    _insert(writer, table, TYPES[table], rows, "NOTHING")


def naive(moment: datetime) -> datetime:
    """Return a moment as the tables keep it: in UTC, without saying so."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def _insert(
    writer: duckdb.DuckDBPyConnection, table: str, types: Sequence[str], rows: Sequence[tuple[Any, ...]], twice: str
) -> int:
    if not rows:
        return 0
    columns = [list(column) for column in zip(*rows, strict=True)]
    values = ", ".join(f"unnest(?::{type}[])" for type in types)
    sql = f"INSERT INTO {table} SELECT {values} ON CONFLICT DO {twice}"
    counted = writer.execute(sql, columns).fetchone()
    return int(counted[0]) if counted else 0


def _fact(fact: Fact) -> tuple[Any, ...]:
    return (
        fact.event_id, fact.kind, naive(fact.at), fact.region, fact.subject, fact.category, fact.word, fact.team,
        fact.ring, float(fact.value), fact.other, fact.restricted, fact.sequence,
    )  # fmt: skip


def _board(number: int, item: BoardItem) -> tuple[Any, ...]:
    body = json.dumps(item.body, ensure_ascii=False, sort_keys=True, allow_nan=False)
    return (item.kind, item.id, item.county, item.region, item.restricted, number, body, item.gone)
