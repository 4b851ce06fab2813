"""The SQLite adapter's indexes are really used, which no answer shows but the time it takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from lianfang.persistence.paging import remaining
from lianfang.persistence.sqlite import query
from lianfang.persistence.sqlite.adapter import SqliteStore
from lianfang.persistence.sqlite.plan import searched_by
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
                {
                    "id": f"{n:05}",
                    "state": "open",
                    "deadline": {"at": f"{n * 7 % 2000:05}"},
                    "tags": [f"t{n}", "all"],
                },
            )
            for n in range(2_000)
        ]
    )
    return store


def plan(store: SqliteStore, *where: Condition, sort: str | None = None) -> str:
    indexes = {index.name: index for index in THINGS.indexes}
    chosen = store._reader.read(lambda db: searched_by(db, "things", indexes, where, sort))
    conditions = query.conjunction("things", indexes, where, chosen)
    segment = remaining(None, by_index=sort is not None, descending=False)[0]
    sql, values = query.page_query("things", conditions, segment, indexes[sort] if sort else None, False, 20)
    rows = store._reader.read(lambda db: db.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall())
    return "; ".join(row[3] for row in rows)


@pytest.mark.parametrize(
    ("where", "sort", "uses"),
    [
        ((Range("due", high="00010"),), "due", "ix_things_due"),
        ((Eq("state", "open"), Range("due", high="00010")), "due", "ix_things_due"),
        ((Eq("state", "open"),), "due", "ix_things_due"),
        ((Eq("tag", "all"),), "due", "ix_things_due"),
        ((In("state", ("open", "new")), Eq("tag", "all")), "due", "ix_things_due"),
        ((Eq("state", "open"),), None, "ix_things_state"),
        ((Eq("tag", "all"),), None, "sqlite_autoindex_doc_things"),
    ],
)
def test_a_page_of_what_many_match_walks_in_order_and_sorts_nothing(
    grown: SqliteStore, where: tuple[Condition, ...], sort: str | None, uses: str
) -> None:
    steps = plan(grown, *where, sort=sort)
    assert uses in steps
    assert "TEMP B-TREE" not in steps


@pytest.mark.parametrize(
    ("where", "sort", "uses"),
    [
        ((Eq("state", "closed"),), None, "ix_things_state"),
        ((Eq("state", "closed"),), "due", "ix_things_state"),
        ((Eq("state", "open"), Eq("tag", "t5")), "due", "by_many_things_tag"),
        ((In("due", ("00001", "00002")),), None, "ix_things_due"),
        ((Eq("tag", "t5"),), None, "by_many_things_tag"),
    ],
)
def test_what_few_match_is_searched_by(
    grown: SqliteStore, where: tuple[Condition, ...], sort: str | None, uses: str
) -> None:
    assert uses in plan(grown, *where, sort=sort)


def test_answers_are_the_same_whether_searched_by_or_tested(grown: SqliteStore) -> None:
    grown.replace("things", {"id": "00003", "state": None, "tags": ["rare", "all"]}, 1)
    for rare, common in ((Eq("tag", "rare"), Eq("tag", "all")), (Eq("state", None), In("tag", ("all", "t3")))):
        found = grown.find("things", rare, common, sort="due").documents
        assert [document["id"] for document in found] == ["00003"]
    assert (
        len(grown.find("things", Eq("tag", "all"), In("state", ("open", None)), sort="due", limit=5_000).documents)
        == 2_000
    )
