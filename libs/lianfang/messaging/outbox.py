"""The outbox relay: what use cases have committed goes to the broker, in order, and is then cleared.

hand_over → publish (one pipelined connection) → broker confirms → kept in `published` → cleared from the outbox.
A crash at any point loses nothing: what is not cleared is found by the sweep and sent again under the same id.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from lianfang.messaging.clearing import Clearer
from lianfang.messaging.confirms import PublishFailed
from lianfang.messaging.lease import LEASES, Lease
from lianfang.messaging.ledger import Ledger
from lianfang.messaging.outgoing import Outgoing, outgoing_raw
from lianfang.messaging.published import PUBLISHED, republish
from lianfang.messaging.publisher import ConfirmedPublisher
from lianfang.messaging.sweeping import Sweeper
from lianfang.ops import metrics
from lianfang.persistence.aggregate import Pending
from lianfang.persistence.store import Range, Store

__all__ = ["COLLECTIONS", "OutboxRelay", "republish"]
COLLECTIONS = (PUBLISHED, LEASES)  # what the relay itself keeps in the service's store
_log = logging.getLogger(__name__)
Told = Callable[[PublishFailed | None], None]


class OutboxRelay:
    """Publishes the events of aggregates; one per process.

    collections: names of the aggregate collections that it sweeps. holder: names this process in the sweep's lease,
    default host and process id. keep_days: how long published events are kept. sweep_every_s: pause between sweeps,
    default the publisher's timeout.
    """

    def __init__(
        self, store: Store, publisher: ConfirmedPublisher, clock: Callable[[], datetime],
        collections: Iterable[str], *, holder: str = "", keep_days: float = 30,
        sweep_every_s: float | None = None, linger_s: float = 0.01,
    ) -> None:  # fmt: skip
        self._store, self._publisher, self._clock = store, publisher, clock
        self._collections = tuple(collections)
        self._ledger = Ledger()
        self._failing = False
        self._clearer = Clearer(store, self._ledger, clock, linger_s)
        timeout_s = publisher.timeout_s
        holder = holder or f"{socket.gethostname()}:{os.getpid()}"
        self._sweeper = Sweeper(
            store, self, Lease(store, "outbox-sweep", holder, clock, ttl_s=4 * timeout_s), clock,
            every_s=timeout_s if sweep_every_s is None else sweep_every_s,
            min_age=timedelta(seconds=2 * timeout_s), keep=timedelta(days=keep_days),
        )  # fmt: skip
        # Claiming and sending are one step, so that the events of an aggregate leave in the order of its commits.
        self._in_order = threading.Lock()

    @property
    def collections(self) -> tuple[str, ...]:
        """The names of the collections it sweeps."""
        return self._collections

    @property
    def publisher(self) -> ConfirmedPublisher:
        """The publisher it sends through."""
        return self._publisher

    def start(self) -> None:
        """Declare the relay's collections; start clearing and sweeping. Raises StoreUnavailable."""
        self._store.declare(*COLLECTIONS)
        self._clearer.start()
        self._sweeper.start()

    def hand_over(self, pending: Pending) -> None:
        """Publish all events of a committed document that are not under way yet. Returns at once, never raises."""
        try:
            self._send(pending, None)
        except Exception:  # the commit stands; the sweep will try again
            _log.exception("handing over %s/%s failed", pending.collection, pending.document.get("id"))

    def offer(self, pending: Pending, told: Told) -> int:
        """Send what the sweep found, and clear what is confirmed already; return how many events are sent now.

        `told` is called once with the outcome, if any are sent.
        """
        if done := self._ledger.published(event["id"] for event in pending.document["outbox"]):
            self._clearer.add(pending, list(done))
        return self._send(pending, told)

    def _send(self, pending: Pending, told: Told | None) -> int:
        events = pending.document["outbox"]
        messages = {event["id"]: message for event in events if (message := _message(event)) is not None}
        with self._in_order:
            ids = self._ledger.claim(messages)
            if not ids:
                return 0

            def settled(error: PublishFailed | None) -> None:
                self._settled(pending, ids, error)
                if told is not None:
                    told(error)

            self._publisher.send([messages[id] for id in ids], settled)
        return len(ids)

    def _settled(self, pending: Pending, ids: Sequence[str], error: PublishFailed | None) -> None:
        if error is None:
            self._failing = False
            self._ledger.confirmed(ids)
            self._clearer.add(pending, ids)
            return
        self._ledger.failed(ids)
        level = logging.DEBUG if self._failing else logging.WARNING  # an outage would fill the log otherwise
        self._failing = True
        where = f"{pending.collection}/{pending.document['id']}"
        _log.log(level, "%d events of %s stay in the outbox for the sweep: %s", len(ids), where, error)

    def sweep(self, min_age_s: float | None = None) -> int:
        """Send what has been pending for long (default twice the publish timeout); return how many events.

        Does nothing when another replica holds the lease. Raises StoreUnavailable.
        """
        return self._sweeper.sweep(None if min_age_s is None else timedelta(seconds=min_age_s))

    def oldest_pending_age(self) -> float:
        """Return the age in seconds of the oldest event not yet published and cleared; 0 when there is none."""
        oldest = [
            found.documents[0]["pending_since"]
            for name in self._collections
            if (
                found := self._store.find(name, Range("pending_since", low=""), sort="pending_since", limit=1)
            ).documents
        ]
        age = (self._clock() - datetime.fromisoformat(min(oldest))).total_seconds() if oldest else 0.0
        metrics.OUTBOX_OLDEST.set(max(0.0, age))
        return max(0.0, age)

    def flush(self, timeout_s: float) -> bool:
        """Wait until all that was handed over is confirmed and cleared; False if that takes longer."""
        deadline = time.monotonic() + timeout_s
        while self._ledger.unsettled():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.005)
        return True

    def stop(self) -> None:
        """Stop sweeping, let what is under way be confirmed and cleared (bounded). Stop the publisher after."""
        self._sweeper.stop()
        if not self.flush(self._publisher.timeout_s):
            _log.warning("%d events are left for the sweep", self._ledger.unsettled())
        self._clearer.stop(self._publisher.timeout_s)


def _message(event: dict[str, object]) -> Outgoing | None:
    try:
        return outgoing_raw(event)
    except ValueError:  # it can never be sent; the others must not wait for it, and its age raises the alarm
        _log.exception("event %s can't be published", event.get("id"))
        metrics.PUBLISH_FAILED.labels("").inc()
        return None
