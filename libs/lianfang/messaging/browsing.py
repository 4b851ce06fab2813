"""Browsing: looking at what waits in a queue, all of it or some, and leaving there what is not taken."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

from lianfang.messaging.link import LINK_ERRORS, Link

_EACH = 2_000
"""Held by one consumer. It gives all back by one command, and one of 65,000 stalled a queue of 3.10 (tried)."""
_PATIENCE_S = 10.0
"""What was counted comes sooner, and 60,000 go back sooner, unless somebody else fetches them."""

_log = logging.getLogger(__name__)


class Browsing:
    """The messages of `queue`, one after another, each held until `take` or the end of the `with` block.

    What was held is back in the queue when the block has ended, so whoever looks next finds it. In which order is
    not said: a quorum queue puts what is given back behind what was given back before it.
    """

    def __init__(self, uri: str, queue: str) -> None:
        """Connect, as the operator. Raises OSError and amqp's errors, LookupError when there is no such queue."""
        self._queue = queue
        self._link = Link(uri, "lianfang-browsing", io_timeout_s=30)
        self._channel = self._link.channel()
        self._channel.auto_decode = False
        self._arrived: deque[Any] = deque()
        try:
            self._left = self._ready()
        except self._link.connection.channel_errors:
            self._link.close()
            raise LookupError(f"there is no queue {queue}: see `lianfang topology show`") from None

    def __iter__(self) -> Iterator[Any]:
        """Yield what was there when we began; what arrives meanwhile is left. Raises LINK_ERRORS."""
        self._channel.basic_qos(0, _EACH, False)
        count = self._left
        for _ in range(0, count, _EACH):
            self._channel.basic_consume(self._queue, callback=self._arrived.append)
        for _ in range(count):
            while not self._arrived:
                try:
                    self._link.connection.drain_events(timeout=_PATIENCE_S)
                except TimeoutError:
                    return
            yield self._arrived.popleft()

    def take(self, message: Any) -> None:
        """Take a message away for good. Raises LINK_ERRORS when the broker has taken all back meanwhile."""
        self._channel.basic_ack(message.delivery_tag)
        self._link.drain()  # where the broker says so: it gives a reader half an hour
        self._left -= 1

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give back what is held."""
        try:
            self._give_back()
        except LINK_ERRORS as lost:
            _log.debug("a lost connection gives back by itself: %s", lost)
        finally:
            self._link.close()

    def _give_back(self) -> None:
        """Return all and wait until it can be fetched: a broker writes it first, whose word comes earlier."""
        for tag in list(self._channel.callbacks):
            self._channel.basic_cancel(tag)
        self._channel.basic_recover(requeue=True)
        deadline = time.monotonic() + _PATIENCE_S
        while self._ready() < self._left and time.monotonic() < deadline:
            time.sleep(0.002)

    def _ready(self) -> int:
        count: int = self._channel.queue_declare(self._queue, passive=True).message_count
        return count
