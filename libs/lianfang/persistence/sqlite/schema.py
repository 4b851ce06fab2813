"""Tables and indexes of a collection.

``doc_<collection>`` holds the documents: id, revision, body (JSON, without the revision). A scalar index is an SQL
index over an expression of the body, so that the database itself keeps it right whatever process writes. A `many`
index is a side table of (id, value) that the adapter keeps in the transaction of the write. The names carry a hash
of the path: an index declared anew with another path is built anew.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping

from lianfang.persistence.declared import values_at
from lianfang.persistence.store import Document, Index, Scalar


def table_of(collection: str) -> str:
    """Return the quoted name of the documents' table."""
    return f'"doc_{collection}"'


def expression_of(index: Index) -> str:
    """Return the SQL expression of a scalar index; a query must use exactly this text to use the index."""
    if index.path in ("id", "revision"):
        return index.path
    path = ".".join(f'"{word}"' for word in index.path.split("."))
    return f"json_extract(body, '$.{path}')"


def side_table_of(collection: str, index: Index) -> str:
    """Return the quoted name of a `many` index's side table."""
    return f'"many_{_suffix(collection, index)}"'


def create(connection: sqlite3.Connection, collection: str, indexes: Mapping[str, Index]) -> None:
    """Create what is missing, inside the caller's transaction, and fill new side tables from the documents."""
    connection.execute(
        f"CREATE TABLE IF NOT EXISTS {table_of(collection)} "
        "(id TEXT PRIMARY KEY NOT NULL, revision INTEGER NOT NULL, body TEXT NOT NULL)"
    )
    for index in indexes.values():
        if index.many:
            _create_side_table(connection, collection, index)
        else:
            connection.execute(
                f'CREATE INDEX IF NOT EXISTS "ix_{_suffix(collection, index)}" '
                f"ON {table_of(collection)} ({expression_of(index)}, id)"
            )


def update_side_tables(
    connection: sqlite3.Connection, collection: str, indexes: Mapping[str, Index], document: Document
) -> None:
    """Make the side tables say what the document says; only differences are written."""
    for index in indexes.values():
        if not index.many:
            continue
        table = side_table_of(collection, index)
        id = document["id"]
        wanted = _side_values(document, index)
        rows = connection.execute(f"SELECT value FROM {table} WHERE id = ?", (id,)).fetchall()  # noqa: S608
        present = {row[0] for row in rows}
        connection.executemany(
            f"DELETE FROM {table} WHERE id = ? AND value = ?",  # noqa: S608
            [(id, value) for value in present - wanted],
        )
        connection.executemany(
            f"INSERT INTO {table} (id, value) VALUES (?, ?)",  # noqa: S608
            [(id, value) for value in wanted - present],
        )


def _create_side_table(connection: sqlite3.Connection, collection: str, index: Index) -> None:
    table = side_table_of(collection, index)
    name = table.strip('"')
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (name,)).fetchone():
        return
    connection.execute(f"CREATE TABLE {table} (id TEXT NOT NULL, value, PRIMARY KEY (id, value)) WITHOUT ROWID")
    connection.execute(f'CREATE INDEX "by_{name}" ON {table} (value, id)')
    for (body,) in connection.execute(f"SELECT body FROM {table_of(collection)}"):  # noqa: S608
        update_side_tables(connection, collection, {index.name: index}, json.loads(body))


def _side_values(document: Document, index: Index) -> set[Scalar]:
    # Null is not asked for (see Index); True and 1 are one value to SQLite as to a Python set.
    return {value for value in values_at(document, index.path) if value is not None}


def _suffix(collection: str, index: Index) -> str:
    path = hashlib.sha256(index.path.encode()).hexdigest()[:8]
    return f"{collection}_{index.name}_{path}"
