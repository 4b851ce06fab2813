"""Taking confirmed events out of the outboxes, many at a time, after they were kept in `published`."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lianfang.messaging.backoff import Backoff
from lianfang.messaging.ledger import Ledger
from lianfang.messaging.published import PUBLISHED, record
from lianfang.ops import faults
from lianfang.persistence.aggregate import Pending
from lianfang.persistence.store import Conflict, Document, Insert, Replace, Store, StoreError

_MOST = 256
_ROUNDS = 20
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Clearing:
    """One aggregate: its newest document known, and the ids of its events that the broker has confirmed."""

    collection: str
    document: Document
    ids: set[str] = field(default_factory=set)


class Clearer:
    """A thread (or greenlet) of its own that clears what it is told was confirmed."""

    def __init__(self, store: Store, ledger: Ledger, clock: Callable[[], datetime], linger_s: float = 0.01) -> None:
        """linger_s: how long to gather before a durable write, in seconds."""
        self._store, self._ledger, self._clock, self._linger_s = store, ledger, clock, linger_s
        self._confirmed: deque[tuple[Pending, Sequence[str]]] = deque()
        self._something = threading.Event()
        self._backoff = Backoff()
        self._stopping = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the thread."""
        self._thread = threading.Thread(target=self._run, name="lianfang-clearer", daemon=True)
        self._thread.start()

    def add(self, pending: Pending, ids: Sequence[str]) -> None:
        """Have `ids` cleared from the aggregate. Returns at once."""
        self._confirmed.append((pending, ids))
        if not self._something.is_set():
            self._something.set()

    def stop(self, timeout_s: float) -> None:
        """Clear what is waiting, then end."""
        self._stopping = True
        self._something.set()
        if self._thread is not None:
            self._thread.join(timeout_s)

    def _run(self) -> None:
        while self._confirmed or not self._stopping:
            if not self._confirmed:
                self._something.clear()
                if not self._confirmed and not self._stopping:
                    self._something.wait()
                time.sleep(self._linger_s)
                continue
            batch = [self._confirmed.popleft() for _ in range(min(_MOST, len(self._confirmed)))]
            try:
                self._clear(batch)
                self._backoff.reset()
            except StoreError as error:
                _log.warning("clearing %d outboxes failed, trying again: %s", len(batch), error)
                self._confirmed.extendleft(reversed(batch))
                time.sleep(self._backoff.next())
            except Exception:  # a broken document must not end the clearing of all others; the sweep comes by
                _log.exception("clearing failed")

    def _clear(self, confirmed: Sequence[tuple[Pending, Sequence[str]]]) -> None:
        faults.here("relay.after_confirm")
        work = _merged(confirmed)
        self._archive(work)
        faults.here("relay.before_clear")
        for _ in range(_ROUNDS):
            work = self._clear_once(work)
            if not work:
                break
        else:
            _log.warning("%d outboxes changed too quickly to be cleared; the sweep will do it", len(work))
        faults.here("relay.after_clear")

    def _archive(self, work: Sequence[_Clearing]) -> None:
        now = self._clock()
        events = {event["id"]: event for one in work for event in one.document["outbox"] if event["id"] in one.ids}
        if events:  # AlreadyExists is as good as done: kept once by id
            # A microsecond apart, so that sorting by time keeps the order in which they were sent.
            moments = ((now + timedelta(microseconds=n)).isoformat() for n in range(len(events)))
            records = map(record, events.values(), moments)
            self._store.bulk([Insert(PUBLISHED.name, document) for document in records])

    def _clear_once(self, work: Sequence[_Clearing]) -> list[_Clearing]:
        """Write all; return those that another writer had changed meanwhile, loaded afresh."""
        todo = [one for one in work if self._needs_write(one)]
        if not todo:
            return []
        writes = [
            Replace(one.collection, _without(one.document, one.ids), one.document["revision"]) for one in todo
        ]
        again = []
        for one, error in zip(todo, self._store.bulk(writes).errors, strict=True):
            if error is None:
                self._ledger.cleared(one.ids)
                continue
            if not isinstance(error, Conflict):
                raise error
            fresh = self._store.get(one.collection, one.document["id"])
            if fresh is None:
                self._ledger.cleared(one.ids)
            else:
                again.append(_Clearing(one.collection, fresh, one.ids))
        return again

    def _needs_write(self, one: _Clearing) -> bool:
        if any(event["id"] in one.ids for event in one.document["outbox"]):
            return True
        self._ledger.cleared(one.ids)
        return False


def _merged(confirmed: Sequence[tuple[Pending, Sequence[str]]]) -> list[_Clearing]:
    """Return one piece of work per aggregate: a bulk write must not name a document twice."""
    merged: dict[tuple[str, str], _Clearing] = {}
    for pending, ids in confirmed:
        key = (pending.collection, pending.document["id"])
        one = merged.setdefault(key, _Clearing(pending.collection, pending.document))
        one.ids.update(ids)
        if pending.document["revision"] > one.document["revision"]:
            one.document = pending.document
    return list(merged.values())


def _without(document: Document, ids: set[str]) -> Document:
    """Return the document without the events; `version` stays, since nothing changed in the domain."""
    outbox = [event for event in document["outbox"] if event["id"] not in ids]
    return {**document, "outbox": outbox, "pending_since": document["pending_since"] if outbox else None}
