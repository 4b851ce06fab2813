"""Bulk writes, and finding out which of them happened.

An unordered bulk reports duplicates one by one, but of replaces only how many matched. So each replace carries a
mark that is fresh for the bulk, and only when some did not match are the documents read back: who bears our mark
was replaced by us.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from pymongo import InsertOne, ReplaceOne
from pymongo.collection import Collection as MongoCollection
from pymongo.errors import BulkWriteError

from lianfang.persistence.mongo.errors import DUPLICATE, REFUSED
from lianfang.persistence.mongo.query import BULK_MARK, to_stored
from lianfang.persistence.store import (
    AlreadyExists,
    Conflict,
    Insert,
    Replace,
    StoreError,
    StoreUnavailable,
)

Stored = dict[str, Any]


def write_all(
    collection: MongoCollection[Stored], operations: Sequence[Insert | Replace]
) -> list[StoreError | None]:
    """Do the operations, all of one collection; return how each ended. Raises pymongo's errors."""
    mark = uuid.uuid4().hex
    matched, errors = _run(collection, [_request(operation, mark) for operation in operations])
    replaces = [n for n, operation in enumerate(operations) if isinstance(operation, Replace) and n not in errors]
    if matched < len(replaces):
        ids = [operations[n].document["id"] for n in replaces]
        ours = {found["_id"] for found in collection.find({"_id": {"$in": ids}}) if found.get(BULK_MARK) == mark}
        for n in replaces:
            if operations[n].document["id"] not in ours:
                errors[n] = Conflict(f"{operations[n].document['id']!r} is not there at the expected revision")
    return [errors.get(n) for n in range(len(operations))]


def _request(operation: Insert | Replace, mark: str) -> InsertOne[Stored] | ReplaceOne[Stored]:
    if isinstance(operation, Insert):
        return InsertOne(to_stored(operation.document, 1))
    expected = {"_id": operation.document["id"], "revision": operation.revision}
    return ReplaceOne(expected, {**to_stored(operation.document, operation.revision + 1), BULK_MARK: mark})


def _run(
    collection: MongoCollection[Stored], requests: Sequence[InsertOne[Stored] | ReplaceOne[Stored]]
) -> tuple[int, dict[int, StoreError]]:
    try:
        return collection.bulk_write(requests, ordered=False).matched_count, {}
    except BulkWriteError as error:
        details: dict[str, Any] = dict(error.details)
    if details.get("writeConcernErrors"):
        raise StoreUnavailable(f"not stored durably: {details['writeConcernErrors'][0].get('errmsg')}")
    errors = {failed["index"]: _write_error(failed) for failed in details["writeErrors"]}
    return int(details["nMatched"]), errors


def _write_error(failed: dict[str, Any]) -> StoreError:
    message = str(failed.get("errmsg", ""))[:300]
    if failed.get("code") == DUPLICATE:
        return AlreadyExists(message)
    return StoreError(message) if failed.get("code") in REFUSED else StoreUnavailable(message)
