"""The consuming connection: one owner reads deliveries and writes acknowledgements for all queues of a process.

Handlers run elsewhere and hand back `ack` or `requeue`; the owner writes them, since py-amqp is not thread safe. An
acknowledgement of a channel that is gone is dropped: the broker delivers that message again.
"""

from __future__ import annotations

import heapq
import itertools
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from lianfang.messaging.backoff import Backoff
from lianfang.messaging.delivery import Delivery
from lianfang.messaging.link import LINK_ERRORS, Link
from lianfang.messaging.wakeup import Wakeup

_IDLE_S = 60.0
_log = logging.getLogger(__name__)


class Consumer:
    """Consumes from some queues with a prefetch each. `deliver` is called by the owner and must not block."""

    def __init__(
        self, uri: str, deliver: Callable[[Delivery], None], *, name: str = "lianfang-consumer",
        io_timeout_s: float = 5.0, heartbeat_s: float = 20.0,
    ) -> None:  # fmt: skip
        self._uri, self._deliver, self._name = uri, deliver, name
        self._io_timeout_s, self._heartbeat_s = io_timeout_s, heartbeat_s
        self._prefetch: dict[str, int] = {}
        self._settled: deque[tuple[float, Delivery, bool]] = deque()
        self._later: list[tuple[float, int, Delivery, bool]] = []
        self._numbers = itertools.count(1)
        self._channels: dict[int, Any] = {}
        self._open: dict[str, int] = {}
        self._tags: dict[int, str] = {}
        self._wakeup = Wakeup()
        self._backoff = Backoff()
        self._link: Link | None = None
        self._wanted = True
        self._closing = False
        self._first = threading.Event()

    @property
    def consuming(self) -> bool:
        """Whether deliveries arrive now."""
        return self._link is not None and bool(self._tags)

    def add(self, queue: str, prefetch: int) -> None:
        """Consume from `queue`, with at most `prefetch` unacknowledged messages. Call it before `run`."""
        self._prefetch[queue] = prefetch

    def wait_consuming(self, timeout_s: float) -> bool:
        """Wait for the first start of consuming; return whether it came."""
        return self._first.wait(timeout_s)

    def ack(self, delivery: Delivery) -> None:
        """Tell the broker that the message is done with."""
        self._settle(0.0, delivery, True)

    def requeue(self, delivery: Delivery, after_s: float = 0.0) -> None:
        """Give the message back to its queue, after `after_s` seconds."""
        self._settle(time.monotonic() + after_s if after_s else 0.0, delivery, False)

    def pause(self) -> None:
        """Stop taking messages; what has been delivered is still to be settled."""
        self._wanted = False
        self._wakeup.wake()

    def resume(self) -> None:
        """Take messages again."""
        self._wanted = True
        self._wakeup.wake()

    def close(self) -> None:
        """Have the owner write what is settled, close the connection and return from `run`."""
        self._wanted, self._closing = False, True
        self._wakeup.wake()

    def _settle(self, due: float, delivery: Delivery, acked: bool) -> None:
        self._settled.append((due, delivery, acked))
        self._wakeup.wake()

    def run(self) -> None:
        """Be the owner, until `close`. Lost connections are opened anew for ever."""
        while not self._closing or (self._link is not None and self._settled):
            try:
                if self._link is None:
                    self._connect()
                self._step()
            except Exception as error:  # nothing may end the owner: unacknowledged messages are delivered again
                self._lose(error)
        if self._link is not None:
            self._link.close()
        self._wakeup.close()

    def _connect(self) -> None:
        self._link = Link(self._uri, self._name, io_timeout_s=self._io_timeout_s, heartbeat_s=self._heartbeat_s)

    def _step(self) -> None:
        link = self._link
        assert link is not None
        self._reconcile(link)
        self._write_settled()
        link.drain()
        self._wakeup.prepare()
        if not self._settled and self._wanted == bool(self._tags) and not self._closing:
            due_in = self._later[0][0] - time.monotonic() if self._later else _IDLE_S
            link.wait(self._wakeup, max(0.0, due_in))

    def _reconcile(self, link: Link) -> None:
        """Start or stop consuming as wanted. Stopping comes before requeueing, else we would get it all back."""
        if self._wanted and not self._tags:
            for queue, prefetch in self._prefetch.items():
                self._consume(link, queue, prefetch)
            self._backoff.reset()
            self._first.set()
            _log.info("consuming from %s", ", ".join(self._prefetch))
        elif not self._wanted and self._tags:
            for number, tag in self._tags.items():
                self._channels[number].basic_cancel(tag)
            self._tags.clear()

    def _consume(self, link: Link, queue: str, prefetch: int) -> None:
        number = self._open.get(queue) or self._open_channel(link, queue, prefetch)

        def received(message: Any) -> None:
            self._deliver(Delivery.read(queue, message, number))

        def cancelled(_tag: str) -> None:
            raise ConnectionError(
                f"the broker cancelled the consumer: queue {queue} was deleted or lost its leader"
            )

        self._tags[number] = self._channels[number].basic_consume(queue, callback=received, on_cancel=cancelled)

    def _open_channel(self, link: Link, queue: str, prefetch: int) -> int:
        """A channel per queue, so that each has its prefetch. It outlives pauses; its number never comes again."""
        number = next(self._numbers)
        channel = link.channel()
        channel.auto_decode = False
        channel.basic_qos(0, prefetch, False)
        self._channels[number] = channel
        self._open[queue] = number
        return number

    def _write_settled(self) -> None:
        now = time.monotonic()
        while self._settled:
            due, delivery, acked = self._settled.popleft()
            if due > now:
                heapq.heappush(self._later, (due, next(self._numbers), delivery, acked))
            else:
                self._write(delivery, acked)
        while self._later and (self._later[0][0] <= now or self._closing):
            _, _, delivery, acked = heapq.heappop(self._later)
            self._write(delivery, acked)

    def _write(self, delivery: Delivery, acked: bool) -> None:
        channel = self._channels.get(delivery.channel)
        if channel is None:
            return
        if acked:
            channel.basic_ack(delivery.tag)
        else:
            channel.basic_reject(delivery.tag, requeue=True)

    def _lose(self, error: Exception) -> None:
        if isinstance(error, LINK_ERRORS):
            _log.warning("consuming connection lost or refused: %s", error)
        else:
            _log.exception("the consumer failed")
        link, self._link = self._link, None
        self._channels.clear()
        self._open.clear()
        self._tags.clear()
        if link is not None:
            link.drop()
        wait_until = time.monotonic() + self._backoff.next()
        while (left := wait_until - time.monotonic()) > 0 and not self._closing:
            self._wakeup.prepare()
            self._wakeup.wait(left)
