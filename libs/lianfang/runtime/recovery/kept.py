"""What a service's store has kept of the events it told: by id, and by what they say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from typing import Any

from lianfang.messaging.envelope import Event
from lianfang.messaging.outgoing import exchange_of
from lianfang.messaging.published import PUBLISHED
from lianfang.messaging.routing import COMMANDS
from lianfang.persistence.store import Range, Store, find_all
from lianfang.persistence.uri import open_store
from lianfang.runtime.operating.target import Target

MARGIN = timedelta(minutes=10)
"""Logs and stores are read from so much earlier: an event is kept some moments after it was told."""


class Kept:
    """The events that a store has kept since a time. times: when each was confirmed, by id."""

    def __init__(self, store: Store, since: datetime) -> None:
        self._store = store
        self.times: dict[str, str] = {}
        self._said: set[str] = set()
        for document in find_all(store, PUBLISHED.name, Range("at", low=(since - MARGIN).isoformat()), sort="at"):
            event = document["event"]
            if exchange_of(event) != COMMANDS:  # answers to commands go into no log
                self.times[document["id"]] = document["at"]
                self._said.add(_said(event["type"], event["subject"], event["data"]))

    def knows(self, event: Event) -> bool:
        """Tell whether the store has told it, or the very same thing: a step taken again may get another id.

        An event's id counts what the aggregate has told before it, and two teams' steps may come in another order.
        """
        return (
            event.id in self.times
            or _said(event.type, event.subject, event.data) in self._said
            or self._store.get(PUBLISHED.name, event.id) is not None
        )


@contextmanager
def kept_by(target: Target, service: str, since: datetime) -> Iterator[Kept]:
    """Give what a service's store has kept, while the store is open. Raises Failure, StoreUnavailable."""
    with closing(open_store(target.store_uri(service))) as store:
        store.declare(PUBLISHED)
        yield Kept(store, since)


def _said(type: str, subject: str, data: Mapping[str, Any]) -> str:
    text = json.dumps([type, subject, dict(data)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
