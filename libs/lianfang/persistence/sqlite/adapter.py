"""The Store port over one SQLite file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from lianfang.persistence.declared import Declarations, check_bulk
from lianfang.persistence.paging import Cursors, Position, checked_limit, remaining
from lianfang.persistence.sqlite import query, schema, writes
from lianfang.persistence.sqlite.connection import Connection
from lianfang.persistence.sqlite.grouping import GroupCommit
from lianfang.persistence.sqlite.plan import searched_by
from lianfang.persistence.store import (
    AlreadyExists,
    BulkResult,
    Collection,
    Condition,
    Conflict,
    Document,
    Insert,
    Page,
    Replace,
    StoreError,
)

PATIENCE = 5.0
_PING = (
    "CREATE TABLE IF NOT EXISTS lianfang_ping (one INTEGER PRIMARY KEY, count INTEGER NOT NULL)",
    "INSERT INTO lianfang_ping VALUES (1, 1) ON CONFLICT (one) DO UPDATE SET count = count + 1",
)


class SqliteStore:
    """One file per service, safe with several processes, threads and greenlets (all on one machine).

    Two connections: reads do not wait for a write that waits for another process. Writes that wait at the same
    moment are committed together. A call that touches the disk
    stops an eventlet process as long as the disk takes (0.1 ms here, some ms on a disk with slow flushes).
    """

    def __init__(self, path: Path, *, patience: float = PATIENCE) -> None:
        """Take the file and the seconds to wait for locks before StoreUnavailable. Opens nothing yet."""
        self._declared = Declarations()
        self._reader = Connection(path, patience)
        self._writer = Connection(path, patience)
        self._group = GroupCommit(self._writer.write)

    def declare(self, *collections: Collection) -> None:
        """See Store.declare."""
        self._declared.add(collections)

        def create(connection: sqlite3.Connection) -> None:
            for collection in collections:
                schema.create(connection, collection.name, self._declared.indexes(collection.name))

        self._writer.write(create)

    def insert(self, collection: str, document: Document) -> Document:
        """See Store.insert."""
        indexes = self._declared.indexes(collection)
        prepared = writes.Prepared.of(document)
        if not self._group.write(lambda db: writes.insert(db, collection, indexes, prepared)):
            raise AlreadyExists(f"{collection} {document['id']!r} exists")
        return {**document, "revision": 1}

    def get(self, collection: str, id: str) -> Document | None:
        """See Store.get."""
        self._declared.indexes(collection)
        sql = f"SELECT revision, body FROM {schema.table_of(collection)} WHERE id = ?"  # noqa: S608
        rows = self._reader.read(lambda db: db.execute(sql, (id,)).fetchall())
        return _document(rows[0]) if rows else None

    def replace(self, collection: str, document: Document, revision: int) -> Document:
        """See Store.replace."""
        indexes = self._declared.indexes(collection)
        prepared = writes.Prepared.of(document)
        if not self._group.write(lambda db: writes.replace(db, collection, indexes, prepared, revision)):
            raise _conflict(collection, document["id"], revision)
        return {**document, "revision": revision + 1}

    def delete(self, collection: str, id: str, revision: int) -> None:
        """See Store.delete."""
        indexes = self._declared.indexes(collection)
        if not self._group.write(lambda db: writes.delete(db, collection, indexes, id, revision)):
            raise _conflict(collection, id, revision)

    def find(
        self,
        collection: str,
        *where: Condition,
        sort: str | None = None,
        descending: bool = False,
        limit: int = 100,
        cursor: str | None = None,
    ) -> Page:
        """See Store.find."""
        self._declared.check_query(collection, where)
        index = self._declared.sort_index(collection, sort)
        cursors = Cursors(collection, where, sort, descending)
        position = cursors.read(cursor)
        wanted = checked_limit(limit) + 1
        indexes = self._declared.indexes(collection)
        chosen = self._reader.read(lambda db: searched_by(db, collection, indexes, where, sort))
        conditions = query.conjunction(collection, indexes, where, chosen)
        rows: list[Any] = []
        for segment in remaining(position, by_index=index is not None, descending=descending):
            sql, values = query.page_query(collection, conditions, segment, index, descending, wanted - len(rows))
            rows += self._reader.read(partial(_rows, sql=sql, values=values))
            if len(rows) >= wanted:
                break
        documents = [_document(row) for row in rows[:limit]]
        if len(rows) <= limit:
            return Page(documents)
        return Page(documents, cursors.write(Position.of(documents[-1], index)))

    def bulk(self, operations: Sequence[Insert | Replace]) -> BulkResult:
        """See Store.bulk."""
        check_bulk(operations)
        prepared = [
            (op, self._declared.indexes(op.collection), writes.Prepared.of(op.document)) for op in operations
        ]

        def run(db: sqlite3.Connection) -> list[StoreError | None]:
            errors: list[StoreError | None] = []
            for op, indexes, ready in prepared:
                id = op.document["id"]
                if isinstance(op, Insert):
                    done = writes.insert(db, op.collection, indexes, ready)
                    errors.append(None if done else AlreadyExists(f"{op.collection} {id!r} exists"))
                else:
                    done = writes.replace(db, op.collection, indexes, ready, op.revision)
                    errors.append(None if done else _conflict(op.collection, id, op.revision))
            return errors

        return BulkResult(self._group.write(run) if prepared else [])

    def count(self, collection: str, *where: Condition) -> int:
        """See Store.count."""
        self._declared.check_query(collection, where)
        conditions = query.conjunction(collection, self._declared.indexes(collection), where)
        sql, values = query.count_query(collection, conditions)
        return int(self._reader.read(partial(_rows, sql=sql, values=values))[0][0])

    def ping(self) -> None:
        """See Store.ping: a real, durable write of one row, so that a full or broken disk shows."""
        self._writer.write(lambda db: [db.execute(statement) for statement in _PING])

    def close(self) -> None:
        """See Store.close."""
        self._reader.close()
        self._writer.close()


def _rows(connection: sqlite3.Connection, sql: str, values: list[Any]) -> list[Any]:
    return connection.execute(sql, values).fetchall()


def _document(row: tuple[int, str]) -> Document:
    document: Document = json.loads(row[1])
    document["revision"] = row[0]
    return document


def _conflict(collection: str, id: str, revision: int) -> Conflict:
    return Conflict(f"{collection} {id!r} is not there at revision {revision}")
