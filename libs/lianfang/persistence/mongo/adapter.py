"""The Store port over MongoDB.

Only operations that need no transaction and that the known stand-ins get right: whole documents in and out, and a
compare-and-set by ``replace_one`` with the expected revision in its filter. So it holds on a standalone server, a
replica set and a sharded cluster alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pymongo import MongoClient

from lianfang.persistence.declared import Declarations, check_bulk, checked_id
from lianfang.persistence.mongo.bulk import write_all
from lianfang.persistence.mongo.errors import as_store_errors
from lianfang.persistence.mongo.query import filter_of, from_stored, order_of, to_stored
from lianfang.persistence.paging import Cursors, Position, checked_limit, remaining
from lianfang.persistence.store import (
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


class MongoStore:
    """One database of a MongoDB server. The guarantees are the client's: see `client.open_mongo`."""

    def __init__(self, client: MongoClient[dict[str, Any]], database: str) -> None:
        """Take a client, which `close` closes, and the database's name."""
        self._client = client
        self._database = client[database]
        self._declared = Declarations()

    def declare(self, *collections: Collection) -> None:
        """See Store.declare."""
        self._declared.add(collections)
        with as_store_errors():
            for collection in collections:
                for index in self._declared.indexes(collection.name).values():
                    # The path is part of the name: declared anew with another path, it is built anew.
                    self._database[collection.name].create_index(
                        order_of(index, descending=False), name=f"{index.name}:{index.path}"
                    )

    def insert(self, collection: str, document: Document) -> Document:
        """See Store.insert."""
        self._declared.indexes(collection)
        checked_id(document)
        with as_store_errors():
            self._database[collection].insert_one(to_stored(document, 1))
        return {**document, "revision": 1}

    def get(self, collection: str, id: str) -> Document | None:
        """See Store.get."""
        self._declared.indexes(collection)
        with as_store_errors():
            found = self._database[collection].find_one({"_id": id})
        return None if found is None else from_stored(found)

    def replace(self, collection: str, document: Document, revision: int) -> Document:
        """See Store.replace."""
        self._declared.indexes(collection)
        expected = {"_id": checked_id(document), "revision": revision}
        with as_store_errors():
            done = self._database[collection].replace_one(expected, to_stored(document, revision + 1))
        if not done.matched_count:
            raise Conflict(f"{collection} {document['id']!r} is not there at revision {revision}")
        return {**document, "revision": revision + 1}

    def delete(self, collection: str, id: str, revision: int) -> None:
        """See Store.delete."""
        self._declared.indexes(collection)
        with as_store_errors():
            done = self._database[collection].delete_one({"_id": id, "revision": revision})
        if not done.deleted_count:
            raise Conflict(f"{collection} {id!r} is not there at revision {revision}")

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
        segments = remaining(position, by_index=index is not None, descending=descending)
        query = filter_of(self._declared.indexes(collection), where, segments, index)
        wanted = checked_limit(limit) + 1
        with as_store_errors():
            found = list(self._database[collection].find(query).sort(order_of(index, descending)).limit(wanted))
        documents = [from_stored(stored) for stored in found[:limit]]
        if len(found) <= limit:
            return Page(documents)
        return Page(documents, cursors.write(Position.of(documents[-1], index)))

    def bulk(self, operations: Sequence[Insert | Replace]) -> BulkResult:
        """See Store.bulk: one request per collection."""
        check_bulk(operations)
        errors: list[StoreError | None] = [None] * len(operations)
        places: dict[str, list[int]] = {}
        for place, operation in enumerate(operations):
            self._declared.indexes(operation.collection)
            places.setdefault(operation.collection, []).append(place)
        for collection, chosen in places.items():
            with as_store_errors():
                ended = write_all(self._database[collection], [operations[place] for place in chosen])
            for place, error in zip(chosen, ended, strict=True):
                errors[place] = error
        return BulkResult(errors)

    def count(self, collection: str, *where: Condition) -> int:
        """See Store.count."""
        self._declared.check_query(collection, where)
        query = filter_of(self._declared.indexes(collection), where)
        with as_store_errors():
            return self._database[collection].count_documents(query)

    def ping(self) -> None:
        """See Store.ping: finding a primary that answers."""
        with as_store_errors():
            self._client.admin.command("ping")

    def close(self) -> None:
        """See Store.close."""
        self._client.close()
