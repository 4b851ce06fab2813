"""The SQLite adapter's indexes are really used, which no answer shows but the time it takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from lianfang.persistence.paging import remaining
from lianfang.persistence.sqlite import query
from lianfang.persistence.sqlite.adapter import SqliteStore
from lianfang.persistence.store import Collection, Condition, Eq, In, Index, Insert, Range

THINGS = Collection(
    "things", (Index("state", "state"), Index("due", "deadline.at"), Index("tag", "tags", many=True))
)


@pytest.fixture
def grown(tmp_path: Path) -> SqliteStore:
    store = SqliteStore(tmp_path / "store.db")
    store.declare(THINGS)
    store.bulk(
        [
            Insert(
                "things",
                {"id": f"{n:05}", "state": "open", "deadline": {"at": f"{n * 7 % 2000:05}"}, "tags": [f"t{n}"]},
            )
            for n in range(2_000)
        ]
    )
    return store


def plan(store: SqliteStore, *where: Condition, sort: str | None = None) -> str:
    indexes = {index.name: index for index in THINGS.indexes}
    conditions = query.conjunction("things", indexes, where)
    segment = remaining(None, by_index=sort is not None, descending=False)[0]
    sql, values = query.page_query("things", conditions, segment, indexes[sort] if sort else None, False, 20)
    rows = store._reader.read(lambda db: db.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall())
    return "; ".join(row[3] for row in rows)


@pytest.mark.parametrize(
    ("where", "sort", "uses"),
    [
        ((Range("due", high="00010"),), "due", "ix_things_due"),
        ((Eq("state", "open"), Range("due", high="00010")), "due", "ix_things_due"),
        ((Eq("state", "closed"),), None, "ix_things_state"),
        ((In("due", ("00001", "00002")),), None, "ix_things_due"),
        ((Eq("tag", "t5"),), None, "by_many_things_tag"),
    ],
)
def test_queries_walk_the_index_that_reads_least(
    grown: SqliteStore, where: tuple[Condition, ...], sort: str | None, uses: str
) -> None:
    steps = plan(grown, *where, sort=sort)
    assert uses in steps
    assert "SCAN doc_things" not in steps
    if sort:
        assert "TEMP B-TREE" not in steps
