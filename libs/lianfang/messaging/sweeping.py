"""The sweep: finds events that were committed and not published, because a process died or the broker was away."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from queue import Queue
from typing import TYPE_CHECKING

from lianfang.messaging.confirms import PublishFailed
from lianfang.messaging.lease import Lease
from lianfang.messaging.published import prune
from lianfang.persistence.aggregate import Pending
from lianfang.persistence.store import Range, Store, StoreError

if TYPE_CHECKING:
    from lianfang.messaging.outbox import OutboxRelay

_CHUNK = 100
_CLEARED_WITHIN_S = 1.0
_log = logging.getLogger(__name__)


class Sweeper:
    """Sweeps every `every_s` seconds under a lease, so that of all replicas one does it at a time."""

    def __init__(
        self, store: Store, relay: OutboxRelay, lease: Lease, clock: Callable[[], datetime], *, every_s: float,
        min_age: timedelta, keep: timedelta,
    ) -> None:  # fmt: skip
        self._store, self._relay, self._lease, self._clock = store, relay, lease, clock
        self._every_s, self._min_age, self._keep = every_s, min_age, keep
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the thread; the first sweep is at once."""
        self._thread = threading.Thread(target=self._run, name="lianfang-sweeper", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread after what it is doing (bounded by the publish timeout)."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(3 * self._relay.publisher.timeout_s)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self.sweep(None)
                self._relay.oldest_pending_age()
            except StoreError as error:
                _log.warning("the sweep could not read the store: %s", error)
            except Exception:  # one bad document must not end all sweeping
                _log.exception("the sweep failed")
            self._stop.wait(self._every_s)

    def sweep(self, min_age: timedelta | None) -> int:
        """Do one sweep; see OutboxRelay.sweep."""
        if not self._lease.acquire():
            return 0
        try:
            before = (self._clock() - (self._min_age if min_age is None else min_age)).isoformat()
            count = sum(self._sweep_collection(name, before) for name in self._relay.collections)
            prune(self._store, self._clock() - self._keep)
            if count:  # what is not cleared yet would be swept once more by whoever is next
                self._relay.flush(_CLEARED_WITHIN_S)
        finally:
            self._lease.release()
        if count:
            _log.info("the sweep published %d pending events", count)
        return count

    def _sweep_collection(self, name: str, before: str) -> int:
        count, cursor = 0, None
        while not self._stop.is_set():
            page = self._store.find(
                name, Range("pending_since", high=before), sort="pending_since", limit=_CHUNK, cursor=cursor
            )
            count += self._publish([Pending(name, document) for document in page.documents])
            cursor = page.cursor
            if cursor is None or not self._lease.acquire():
                break
        return count

    def _publish(self, chunk: Sequence[Pending]) -> int:
        """Publish a chunk together. The broker closes the channel over one bad message, without saying which, and
        all that are under way fail with it; so after that each goes alone, and the good ones get through."""
        sent, suspects = self._offer(chunk)
        for pending in suspects if len(chunk) > 1 else ():
            if not self._stop.is_set():
                sent += self._offer([pending])[0]
        return sent

    def _offer(self, chunk: Sequence[Pending]) -> tuple[int, list[Pending]]:
        """Send and wait; return how many events were confirmed, and what failed by its own or another's fault."""
        outcomes: Queue[tuple[Pending, PublishFailed | None]] = Queue()

        def told(pending: Pending, error: PublishFailed | None) -> None:
            outcomes.put((pending, error))

        offered = {id(one): self._relay.offer(one, partial(told, one)) for one in chunk}
        confirmed, suspects = 0, []
        for _ in filter(None, offered.values()):
            pending, error = outcomes.get()  # the publisher tells each outcome in bounded time
            if error is None:
                confirmed += offered[id(pending)]
            elif error.shared:
                suspects.append(pending)
        return confirmed, suspects
