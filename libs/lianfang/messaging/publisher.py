"""The confirmed publisher: one thread or greenlet, one connection, many messages awaiting their confirms at once.

Callers hand over lists and wait or go on. The owner sends bursts without waiting in between and reads the broker's
confirms as they come (a confirm per message, awaited, is four to nine times slower; see docs/architecture.md).
Whatever happens to the broker, every caller has an answer in bounded time.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from typing import Any

from lianfang.messaging.backoff import Backoff
from lianfang.messaging.confirms import Batch, PublishFailed
from lianfang.messaging.link import LINK_ERRORS, Link
from lianfang.messaging.outgoing import Outgoing, outgoing
from lianfang.messaging.publishing import ConfirmChannel, Refused
from lianfang.messaging.spans import sending
from lianfang.messaging.wakeup import Wakeup
from lianfang.ops import metrics
from lianfang.ops.tracing import spans

__all__ = ["ConfirmedPublisher", "Outgoing", "PublishFailed", "outgoing"]
_IDLE_S = 60.0
_log = logging.getLogger(__name__)


class ConfirmedPublisher:
    """Publishes persistent messages and tells when the broker has confirmed them.

    uri: AMQP URI. timeout_s: within it every `publish` returns or raises; a future of `submit` may take up to half
    as long again when the broker must be connected to. backlog: how many submissions may wait to be sent; more are
    refused at once.
    After a lost connection it connects anew and sends what is still in its time once more: receivers see the same
    id twice, never a gap.
    """

    def __init__(
        self, uri: str, timeout_s: float = 5.0, *, name: str = "lianfang-publisher", heartbeat_s: float = 20.0,
        backlog: int = 50_000,
    ) -> None:  # fmt: skip
        self.timeout_s = timeout_s
        self._uri, self._name, self._heartbeat_s, self._backlog = uri, name, heartbeat_s, backlog
        self._submitted: deque[Batch] = deque()
        self._waiting: deque[Batch] = deque()
        self._live: deque[Batch] = deque()
        self._wakeup = Wakeup()
        self._backoff = Backoff()
        self._channel: ConfirmChannel | None = None
        self._thread: threading.Thread | None = None
        self._connected = threading.Event()
        self._accepting = False
        self._stop_at: float | None = None

    @property
    def connected(self) -> bool:
        """Whether the connection stands and the broker reads from it."""
        channel = self._channel
        return channel is not None and not channel.blocked

    def start(self) -> None:
        """Start the owner; it connects on its own and keeps trying."""
        self._accepting = True
        self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
        self._thread.start()

    def wait_connected(self, timeout_s: float) -> bool:
        """Wait for the first connection; return whether it stands."""
        return self._connected.wait(timeout_s)

    def submit(self, messages: Sequence[Outgoing]) -> Future[None]:
        """Hand messages over; they are sent in this order. The future fails with PublishFailed, never else."""
        future: Future[None] = Future()

        def tell(error: PublishFailed | None) -> None:
            if error is None:
                future.set_result(None)
            else:
                future.set_exception(error)

        self.send(messages, tell)
        return future

    def send(self, messages: Sequence[Outgoing], tell: Callable[[PublishFailed | None], None]) -> None:
        """As `submit`, without the cost of a future: `tell` is called once, mostly by the owner: be quick."""
        if spans.on():
            messages, tell = sending(messages, tell)
        now = time.monotonic()
        batch = Batch(messages, now + self.timeout_s, now, tell)
        if not messages:
            tell(None)
        elif not self._accepting:
            batch.fail("the publisher is not running")
        elif len(self._submitted) + len(self._waiting) >= self._backlog:
            batch.fail(f"{self._backlog} submissions are waiting already")
        else:
            self._submitted.append(batch)
            self._wakeup.wake()

    def publish(self, messages: Sequence[Outgoing]) -> None:
        """Return when all are confirmed. Raises PublishFailed after `timeout_s` at the latest."""
        future = self.submit(messages)
        try:
            future.result(self.timeout_s)
        except FutureTimeout:
            raise PublishFailed(f"no confirm within {self.timeout_s:g} s") from None

    def stop(self) -> None:
        """Take nothing more, finish what was handed over (bounded by `timeout_s`), close the connection."""
        self._accepting = False
        self._stop_at = time.monotonic() + self.timeout_s
        self._wakeup.wake()
        if self._thread is not None:
            self._thread.join(self.timeout_s * 2)

    def _run(self) -> None:
        while not self._finished():
            try:
                if self._channel is None:
                    self._connect()
                self._step(self._channel)
            except Refused as refused:
                self._fail_sent(str(refused))
            except Exception as error:  # whatever it is, callers must get their answers
                if not isinstance(error, LINK_ERRORS):
                    _log.exception("the publisher failed")
                self._lose(error)
        if self._channel is not None:
            self._channel.close()
        self._wakeup.close()

    def _finished(self) -> bool:
        if self._stop_at is None:
            return False
        if self._live or self._submitted:
            return time.monotonic() > self._stop_at and self._abandon("the publisher stopped")
        return True

    def _connect(self) -> None:
        io_timeout_s = max(0.2, self.timeout_s / 2)
        self._channel = ConfirmChannel(
            Link(self._uri, self._name, io_timeout_s=io_timeout_s, heartbeat_s=self._heartbeat_s), self._settled
        )
        self._backoff.reset()
        self._connected.set()
        _log.info("publishing connection is open")

    def _step(self, channel: ConfirmChannel | None) -> None:
        """Send what may be sent, read what has arrived, sleep when there is nothing to do."""
        self._collect()
        if channel is None:
            return
        channel.drain()
        sent = not channel.blocked and channel.send(self._waiting)
        self._expire()
        if sent or self._submitted:
            time.sleep(0)  # under eventlet nothing else yields here while the socket takes all we write
            return
        self._wakeup.prepare()
        if not self._submitted and (self._stop_at is None or self._live):
            channel.wait(self._wakeup, self._until_deadline())

    def _collect(self) -> None:
        while self._submitted:
            batch = self._submitted.popleft()
            self._waiting.append(batch)
            self._live.append(batch)

    def _until_deadline(self) -> float:
        return max(0.0, self._live[0].deadline - time.monotonic()) if self._live else _IDLE_S

    def _expire(self) -> None:
        """Batches have one timeout, so their deadlines are in order of submission.

        Raises ConnectionError when nothing at all was confirmed for as long: this node may be frozen or cut off
        from the others, which heartbeats tell much later or never. Another one may do better.
        """
        silent = False
        while self._live and (self._live[0].done or self._live[0].deadline <= time.monotonic()):
            batch = self._live.popleft()
            if not batch.done:
                if self._channel is not None:
                    self._channel.forget(batch)
                    silent = silent or not (self._channel.blocked or self._channel.heard_since(batch.started))
                blocked = self._channel is not None and self._channel.blocked
                why = "the broker blocks publishers" if blocked else "the broker did not answer"
                self._fail(batch, f"no confirm within {self.timeout_s:g} s: {why}")
        if silent:
            raise ConnectionError(f"nothing was confirmed for {self.timeout_s:g} s")

    def _settled(self, batch: Batch, confirmed: bool) -> None:
        if confirmed:
            metrics.CONFIRMING.observe(time.monotonic() - batch.started)
        _count(metrics.PUBLISHED if confirmed else metrics.PUBLISH_FAILED, batch)

    def _fail(self, batch: Batch, reason: str, shared: bool = False) -> None:
        _count(metrics.PUBLISH_FAILED, batch)
        batch.fail(reason, shared)

    def _fail_sent(self, reason: str) -> None:
        """The broker closed the channel over one of the messages under way, and does not say which."""
        _log.error("the broker closed the publishing channel: %s", reason)
        channel, self._channel = self._channel, None
        if channel is not None:
            for batch in channel.abandon(self._waiting):
                self._fail(batch, reason, shared=True)
            channel.close()

    def _lose(self, error: BaseException) -> None:
        channel, self._channel = self._channel, None
        if channel is not None:
            for batch in reversed(channel.abandon(self._waiting)):
                batch.rewind()
                self._waiting.appendleft(batch)
            channel.drop()
        wait_until = time.monotonic() + self._backoff.next()
        _log.warning("publishing connection lost or refused: %s", error)
        while (left := wait_until - time.monotonic()) > 0 and not self._finished():
            self._collect()
            self._expire()
            self._wakeup.prepare()
            self._wakeup.wait(min(left, self._until_deadline(), 0.05))

    def _abandon(self, reason: str) -> bool:
        self._collect()
        for batch in self._live:
            if not batch.done:
                self._fail(batch, reason)
        return True


def _count(counter: Any, batch: Batch) -> None:
    by_exchange = Counter(message.exchange for message in batch.messages)
    for exchange, number in by_exchange.items():
        counter.labels(exchange).inc(number)
