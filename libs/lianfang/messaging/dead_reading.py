"""Holding a queue's dead letters to look at them, and giving back what was only looked at."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

from lianfang.messaging.link import LINK_ERRORS, Link
from lianfang.messaging.parking import dead_queue

_GIVEN_BACK_S = 5.0  # it takes so long only when somebody else has fetched them meanwhile
_log = logging.getLogger(__name__)


class DeadReading:
    """The dead letters of `queue`, one after another, each held until `take` or the end of the `with` block.

    What was held is back in the queue when the block has ended, so whoever looks next finds it. In which order is
    not said: a quorum queue puts what is given back behind what was given back before it.
    """

    def __init__(self, uri: str, queue: str) -> None:
        """Connect. Raises OSError and amqp's errors."""
        self._name = dead_queue(queue)
        self._link = Link(uri, "lianfang-dead", io_timeout_s=30)
        self._channel = self._link.channel()
        self._channel.auto_decode = False
        self._held = 0

    def __iter__(self) -> Iterator[Any]:
        """Yield what was there when we began. Raises LookupError when there is no such queue."""
        try:
            message = self._get()
        except self._link.connection.channel_errors:
            raise LookupError(f"there is no queue {self._name}: see `lianfang topology show`") from None
        behind = message.delivery_info["message_count"] if message is not None else 0
        while message is not None:
            yield message
            message = self._get() if behind > 0 else None
            behind -= 1

    def take(self, message: Any) -> None:
        """Take a message away for good."""
        self._channel.basic_ack(message.delivery_tag)
        self._held -= 1

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

    def _get(self) -> Any:
        message = self._channel.basic_get(self._name)
        self._held += message is not None
        return message

    def _give_back(self) -> None:
        """Return all and wait until it can be fetched: a broker writes it first, whose word comes earlier."""
        expected = self._ready() + self._held
        self._channel.basic_recover(requeue=True)
        deadline = time.monotonic() + _GIVEN_BACK_S
        while self._ready() < expected and time.monotonic() < deadline:
            time.sleep(0.002)

    def _ready(self) -> int:
        count: int = self._channel.queue_declare(self._name, passive=True).message_count
        return count
