"""Receive events: each one at least once, repeated deliveries dropped, acknowledged after the handler."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from queue import Empty
from types import FrameType, TracebackType
from typing import Any, Self

from lianfang_district.account import account_of, queue_of
from lianfang_district.backoff import Backoff
from lianfang_district.event import Event, NotAnEvent
from lianfang_district.held import Held
from lianfang_district.link import Delivery, Link
from lianfang_district.seen import Seen, window
from lianfang_district.wanted import Wanted

_log = logging.getLogger("lianfang_district")


class Subscriber:
    """A subscription to the account's own queue, to be used in a ``with`` block.

    uri: the AMQP URI that came with the account.
    queue: another queue than the account's own.
    region, contexts, events: what is wanted; the rest is acknowledged and passed over.
    dedupe: a file in which handled ids are kept over restarts; None keeps them in memory.
    window_size: how many ids are kept. prefetch: how many events may be on the way or waiting at once.
    attempts: tries in a row (pauses 0.5 s, 1 s …) before a failing event is set aside, see `run`.
    backoff: pauses between attempts to connect. refused_for_s: how long an account that once got in may be refused,
        as by a broker that is starting, before Refused is raised; at the first connection it is raised at once.
    stop_on_sigterm: end cleanly when the process is asked to end (only when entered in the main thread).

    Raises ValueError for a URI, account or region of the wrong form. When the broker does not let the account in,
    iterating and run() raise Refused; any other loss of connection is repaired quietly, for as long as it takes.
    """

    def __init__(
        self, uri: str, queue: str | None = None, *, region: str = "", contexts: Iterable[str] = (),
        events: Iterable[str] = (), dedupe: str | os.PathLike[str] | Seen | None = None, window_size: int = 100_000,
        prefetch: int = 50, attempts: int = 3, stop_on_sigterm: bool = True, backoff: Backoff | None = None,
        refused_for_s: float = 60.0,
    ) -> None:  # fmt: skip
        self.account = account_of(uri)
        self.queue = queue or queue_of(self.account)
        self._wanted = Wanted.of(region, contexts, events)
        self._seen = window(dedupe, window_size)
        self._link = Link(uri, self.queue, prefetch, backoff=backoff, refused_for_s=refused_for_s)
        self._attempts, self._held, self._aside = max(1, attempts), Held(), Backoff(5.0, 60.0)
        self._local = Backoff(0.5, 5.0)
        self._stopping = False  # no threading.Event: its lock could be held when a signal handler calls stop()
        self._in_hand: tuple[Delivery, Event] | None = None
        self._stop_on_sigterm = stop_on_sigterm
        self._previous_handler: Any = None

    def __enter__(self) -> Self:
        """Connect in the background."""
        if self._stop_on_sigterm and threading.current_thread() is threading.main_thread():
            self._previous_handler = signal.signal(signal.SIGTERM, self._on_sigterm)
        self._link.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Count the event in hand as handled unless there was an error, then disconnect."""
        if kind is None:
            self._finish()
        self._stopping = True
        self._link.close()
        self._seen.close()
        if self._previous_handler is not None:
            signal.signal(signal.SIGTERM, self._previous_handler)

    def __iter__(self) -> Iterator[Event]:
        """Return the events one by one.

        An event counts as handled, and is acknowledged, when the next one is asked for, or when the ``with``
        block ends without an error. If the loop's body raises, it is delivered again.
        """
        while (found := self._next()) is not None:
            self._in_hand = found
            yield found[1]
            self._finish()

    def run(
        self, handler: Callable[[Event], None], give_up: Callable[[Event, Exception], None] | None = None
    ) -> None:
        """Call `handler` for each event, until stop(). It is acknowledged when the handler returns.

        A handler that raises is called again, `attempts` times in a row. Then the event is set aside, not
        acknowledged, and tried again after 5 s, 10 s … 60 s, while the others go on: it is never lost, but later
        than its neighbours. As many as `prefetch` events set aside hold up the queue.
        give_up: called instead of setting it aside; when it returns, the event is acknowledged as handled.
        """
        while (found := self._next()) is not None:
            self._handle(found, handler, give_up)

    def stop(self) -> None:
        """End the loop after the event in hand; from any thread, a handler, or a signal handler."""
        self._stopping = True
        self._link.inbox.put(None)  # wakes the loop; a SimpleQueue may be put to from a signal handler

    def _handle(
        self, found: tuple[Delivery, Event], handler: Callable[[Event], None],
        give_up: Callable[[Event, Exception], None] | None,
    ) -> None:  # fmt: skip
        delivery, event = found
        while True:
            try:
                handler(event)
                break
            except Exception as error:  # whatever the handler's kind of failure, the event must not be lost
                failures = self._held.failed(event)
                _log.exception("the handler failed on %s %s (%d times)", event.type, event.id, failures)
                if failures % self._attempts:
                    self._sleep(self._local.pause(failures % self._attempts))
                    if self._stopping:
                        return
                    continue
                if give_up is None:
                    self._held.put(delivery, event, self._aside.pause(failures // self._attempts))
                    return
                give_up(event, error)
                break
        self._in_hand = found
        self._finish()

    def _next(self) -> tuple[Delivery, Event] | None:
        """Return the next wanted event that was not handled yet; None when it is time to end. Raises Refused."""
        if self._link.ident is None:
            raise RuntimeError("use the subscriber in a with block")
        while not self._stopping:
            if (due := self._held.due()) is not None:
                if self._is_current(due[0]) and not self._settled_already(*due):
                    return due
                continue
            try:
                delivery = self._link.inbox.get(timeout=self._held.wait_s())
            except Empty:
                continue
            if delivery is None:
                if self._link.failure is not None:
                    raise self._link.failure
            elif self._is_current(delivery) and (event := self._read(delivery)) is not None:
                return delivery, event
        return None

    def _is_current(self, delivery: Delivery) -> bool:
        return delivery.session == self._link.session  # else the broker delivers it again

    def _read(self, delivery: Delivery) -> Event | None:
        try:
            event = Event.from_json(delivery.body, delivery.traceparent)
        except NotAnEvent as error:
            _log.error("a message that can't be read was handed back to the operator: %s", error)
            self._link.settle(delivery, requeue=False)
            return None
        if not self._wanted.takes(event):
            self._link.settle(delivery)
            return None
        return None if self._settled_already(delivery, event) else event

    def _settled_already(self, delivery: Delivery, event: Event) -> bool:
        if event.id not in self._seen:
            return False
        self._link.settle(delivery)
        return True

    def _sleep(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self._stopping and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.1))

    def _finish(self) -> None:
        if self._in_hand is None:
            return
        delivery, event = self._in_hand
        self._in_hand = None
        self._seen.add(event.id)  # before the acknowledgement: a crash in between makes a repeat that is dropped
        self._held.done(event)
        self._link.settle(delivery)

    def _on_sigterm(self, _number: int, _frame: FrameType | None) -> None:
        self.stop()
