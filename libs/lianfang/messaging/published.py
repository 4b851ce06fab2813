"""The events that were published, kept for N days: what a broker rebuilt from nothing is refilled with."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Protocol

from lianfang.messaging.outgoing import Outgoing, outgoing_raw
from lianfang.persistence.store import Collection, Conflict, Document, Index, Range, Store, find_all

PUBLISHED = Collection("published", (Index("at", "at"),))
REPLAYED = "lianfang-replayed"
_CHUNK = 200


class Publisher(Protocol):
    """What is needed of a ConfirmedPublisher here."""

    def publish(self, messages: Sequence[Outgoing]) -> None:
        """Return when all are confirmed. Raises PublishFailed."""


def record(event: Mapping[str, Any], at: str) -> Document:
    """Return the document that keeps a published event: id of the event, when it was confirmed, the event."""
    return {"id": event["id"], "at": at, "event": dict(event)}


def prune(store: Store, older_than: datetime, limit: int = 1_000) -> int:
    """Delete up to `limit` events published before `older_than`; return how many. Raises StoreUnavailable."""
    gone = 0
    found = store.find(PUBLISHED.name, Range("at", high=older_than.isoformat()), sort="at", limit=limit)
    for document in found.documents:
        try:
            store.delete(PUBLISHED.name, document["id"], document["revision"])
            gone += 1
        except Conflict:
            continue  # another replica deleted it
    return gone


def republish(
    store: Store, publisher: Publisher, since: datetime, collections: Iterable[str] = (),
    progress: Callable[[int], None] = lambda _count: None, only: Container[str] | None = None,
) -> int:  # fmt: skip
    """Send everything published since `since`, then all that is pending, once more under the same ids.

    collections: the aggregates whose outboxes are to be sent too. progress: told the number sent so far. only: ids
    of the events that are sent; None: all. Consumers drop by id what they have. Returns the number sent. Raises
    PublishFailed (begin again), StoreUnavailable.
    """
    sent = 0
    events = (each for each in _events(store, since, collections) if only is None or each["id"] in only)
    while chunk := list(islice(events, _CHUNK)):
        messages = [outgoing_raw(event) for event in chunk]
        publisher.publish([_marked(message) for message in messages])
        sent += len(chunk)
        progress(sent)
    return sent


def _events(store: Store, since: datetime, collections: Iterable[str]) -> Iterator[Mapping[str, Any]]:
    for document in find_all(store, PUBLISHED.name, Range("at", low=since.isoformat()), sort="at"):
        yield document["event"]
    for collection in collections:
        for document in find_all(store, collection, Range("pending_since", low=""), sort="pending_since"):
            yield from document["outbox"]


def _marked(message: Outgoing) -> Outgoing:
    headers = {**message.headers, REPLAYED: True}
    return Outgoing(message.exchange, message.routing_key, message.body, headers, message.message_id)
