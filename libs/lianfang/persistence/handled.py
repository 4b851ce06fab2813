"""Remembering which commands and messages an aggregate has handled, for as long as the event log lives.

The newest ids lie in the aggregate's document; older ones move, before they are trimmed there, to insert-once
documents of their own, so a document does not grow without end and a very late repeat is still recognised.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lianfang.persistence.store import AlreadyExists, Collection, Document, Index, Insert, Store

if TYPE_CHECKING:
    from lianfang.persistence.aggregate import Command

KEPT_INSIDE = 128
_TRIM_TO = 64


class ReusedId(Exception):
    """The id was used before with another body: over HTTP this is 422 (draft-ietf-httpapi-idempotency-key)."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """The result the command had the first time."""

    result: Any


def archive(collection: str) -> Collection:
    """Declare the collection that holds the older handled ids of `collection`."""
    return Collection(f"{collection}_handled", (Index("at", "at"),))


class HandledLog:
    """The handled ids of one collection's aggregates."""

    def __init__(self, store: Store, collection: str) -> None:
        self._store, self._collection = store, f"{collection}_handled"

    def find(self, document: Document | None, command: Command) -> Repeat | None:
        """Return the first result of a command that was handled before. Raises ReusedId for another body."""
        if document is None:
            return None
        name = _field(command.id)
        entry: Mapping[str, Any] | None = document["handled"].get(name)
        if entry is None and document["handled_archived"]:
            entry = self._store.get(self._collection, f"{document['id']}:{name}")
        if entry is None:
            return None
        if entry["hash"] != command.body_hash:
            raise ReusedId(f"id {command.id} was used before with another body")
        return Repeat(entry["result"])

    def with_entry(self, document: Document, command: Command, result: Any, now: str) -> dict[str, Any]:
        """Return the document's handled ids with this command added."""
        return {**document["handled"], _field(command.id): {"hash": command.body_hash, "result": result, "at": now}}

    def trimmed(self, document: Document) -> Document:
        """Move the oldest ids out when there are too many; they are durable outside before they go inside."""
        handled: dict[str, Any] = document["handled"]
        if len(handled) <= KEPT_INSIDE:
            return document
        names = sorted(handled, key=lambda name: handled[name]["at"])
        moved = [{"id": f"{document['id']}:{name}", **handled[name]} for name in names[:-_TRIM_TO]]
        for error in self._store.bulk([Insert(self._collection, each) for each in moved]).errors:
            # AlreadyExists: an earlier attempt of this same trimming wrote it
            if error is not None and not isinstance(error, AlreadyExists):
                raise error
        kept = {name: handled[name] for name in names[-_TRIM_TO:]}
        return {**document, "handled": kept, "handled_archived": True}


def _field(id: str) -> str:
    """Return the id as a field's name in any store: no dots, no dollars (MongoDB)."""
    return id.replace("%", "%25").replace(".", "%2E").replace("$", "%24")
