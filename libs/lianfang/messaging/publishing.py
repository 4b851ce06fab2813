"""A channel in confirm mode and what was sent on it: the part of the publisher that speaks AMQP."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable

import amqp
from amqp import spec

from lianfang.messaging.confirms import Batch, Confirms
from lianfang.messaging.link import Link
from lianfang.messaging.properties import message_of
from lianfang.messaging.wakeup import Wakeup

_BURST = 64  # messages written before the confirms are looked at
_BURST_BYTES = 512 * 1024  # a burst is one send with one timeout, so big pages must not add up
_WINDOW = 2_000  # messages awaiting their confirm; more wait here, not in the broker
_log = logging.getLogger(__name__)


class Refused(Exception):
    """The broker closed the channel: a missing exchange, a key that is not allowed, a message too large."""


class ConfirmChannel:
    """Sends batches on one channel and settles them by the broker's confirms. For its owner only."""

    def __init__(self, link: Link, settled: Callable[[Batch, bool], None]) -> None:
        """settled: told of each batch that is done, and whether it was confirmed. Raises LINK_ERRORS."""
        self._link, self._settled = link, settled
        self._confirms = Confirms()
        self._heard = time.monotonic()
        self._channel = link.channel()
        self._channel.confirm_select()
        self._channel.events["basic_ack"].add(self._on_ack)
        self._channel.events["basic_nack"].add(self._on_nack)

    @property
    def blocked(self) -> bool:
        """Whether the broker has stopped reading from publishers."""
        return self._link.blocked

    def heard_since(self, moment: float) -> bool:
        """Tell whether something was confirmed or refused, or the channel opened, since `moment` (monotonic)."""
        return self._heard >= moment

    def send(self, waiting: deque[Batch]) -> int:
        """Write up to a burst of the waiting messages; return how many. Raises LINK_ERRORS."""
        sent = size = 0
        with self._link.burst():
            while waiting and sent < _BURST and size < _BURST_BYTES and len(self._confirms) < _WINDOW:
                batch = waiting[0]
                if batch.done or batch.position >= len(batch.messages):
                    waiting.popleft()
                    continue
                size += len(batch.messages[batch.position].body)
                self._write(batch)
                sent += 1
        return sent

    def _write(self, batch: Batch) -> None:
        index = batch.position
        message = batch.messages[index]
        batch.position += 1
        try:
            # Not basic_publish: that one reads the socket before each message; `drain` does so once per burst.
            self._channel.send_method(
                spec.Basic.Publish,
                "Bssbb",
                (0, message.exchange, message.routing_key, False, False),
                message_of(message, self._link.account),
            )
        except Exception as error:
            if isinstance(error, OSError) or self._channel.connection is None:
                batch.position -= 1
                raise
            # An encoding error: py-amqp encodes the whole message before it writes; only this one is at fault.
            _log.exception("message %s can't be encoded", message.message_id)
            batch.fail(f"the message can't be encoded: {error}")
            self._settled(batch, False)
            return
        self._confirms.sent(batch, index)

    def drain(self) -> None:
        """Read all confirms that have arrived. Raises Refused, LINK_ERRORS."""
        try:
            self._link.drain()
        except amqp.exceptions.ChannelError as error:
            raise Refused(str(error)) from None

    def wait(self, wakeup: Wakeup, timeout_s: float) -> None:
        """Sleep until confirms arrive, the owner is woken, or `timeout_s` has passed."""
        self._link.wait(wakeup, timeout_s)

    def forget(self, batch: Batch) -> None:
        """Give up waiting for the confirms of `batch`, so that it takes no place in the window."""
        self._confirms.forget(batch)

    def abandon(self, waiting: deque[Batch]) -> list[Batch]:
        """Return the unsettled batches of this channel, oldest first, taken out of `waiting` too."""
        batches = self._confirms.abandon()
        if waiting and waiting[0].position and waiting[0] not in batches:
            batches.append(waiting[0])
        for batch in batches:
            if waiting and waiting[0] is batch:
                waiting.popleft()
        return [batch for batch in batches if not batch.done]

    def close(self) -> None:
        """Close the connection politely."""
        self._link.close()

    def drop(self) -> None:
        """Close the socket."""
        self._link.drop()

    def _on_ack(self, tag: int, multiple: bool) -> None:
        self._heard = time.monotonic()
        for batch in self._confirms.settle(tag, multiple, confirmed=True):
            self._settled(batch, True)

    def _on_nack(self, tag: int, multiple: bool) -> None:
        self._heard = time.monotonic()
        for batch in self._confirms.settle(tag, multiple, confirmed=False):
            self._settled(batch, False)
