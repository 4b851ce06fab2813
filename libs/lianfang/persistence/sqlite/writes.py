"""The three writes, each inside the caller's transaction; they answer whether they happened."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from lianfang.persistence.declared import checked_id
from lianfang.persistence.sqlite.schema import side_table_of, table_of, update_side_tables
from lianfang.persistence.store import Document, Index

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document made ready to write before any lock is taken."""

    document: Document
    body: str

    @classmethod
    def of(cls, document: Document) -> Prepared:
        """Encode the document. Raises ValueError when it is no JSON or has no id."""
        checked_id(document)
        bare = {key: value for key, value in document.items() if key != "revision"}
        try:
            return cls(bare, _encode(bare))
        except TypeError as error:
            raise ValueError(f"document {bare['id']!r} is no JSON: {error}") from error


def insert(
    connection: sqlite3.Connection, collection: str, indexes: Mapping[str, Index], prepared: Prepared
) -> bool:
    """Insert at revision 1, unless the id is taken."""
    done = connection.execute(
        f"INSERT INTO {table_of(collection)} (id, revision, body) VALUES (?, 1, ?) "  # noqa: S608
        "ON CONFLICT (id) DO NOTHING",
        (prepared.document["id"], prepared.body),
    ).rowcount
    if done:
        update_side_tables(connection, collection, indexes, prepared.document)
    return bool(done)


def replace(
    connection: sqlite3.Connection,
    collection: str,
    indexes: Mapping[str, Index],
    prepared: Prepared,
    revision: int,
) -> bool:
    """Replace and step the revision, if it is still the expected one."""
    done = connection.execute(
        f"UPDATE {table_of(collection)} SET body = ?, revision = revision + 1 WHERE id = ? AND revision = ?",  # noqa: S608
        (prepared.body, prepared.document["id"], revision),
    ).rowcount
    if done:
        update_side_tables(connection, collection, indexes, prepared.document)
    return bool(done)


def delete(
    connection: sqlite3.Connection, collection: str, indexes: Mapping[str, Index], id: str, revision: int
) -> bool:
    """Remove, if the revision is still the expected one."""
    done = connection.execute(
        f"DELETE FROM {table_of(collection)} WHERE id = ? AND revision = ?",  # noqa: S608
        (id, revision),
    ).rowcount
    if done:
        for index in indexes.values():
            if index.many:
                connection.execute(f"DELETE FROM {side_table_of(collection, index)} WHERE id = ?", (id,))  # noqa: S608
    return bool(done)
