"""One attachment to a stream: messages in order from an offset on, in stretches, for as long as one likes.

Deliveries are acknowledged once they were handed on and more is asked for, which is how a stream's consumer gets
it; nothing on the broker remembers the place, so it is the reader's to keep.
"""

from __future__ import annotations

import time
from collections import deque
from typing import Any, Literal

from lianfang.messaging.link import Link
from lianfang.messaging.log import Entry, entry_of
from lianfang.messaging.wakeup import Wakeup

Start = int | Literal["first", "last", "next"]
_IO_S = 30.0
_AT_A_TIME_S = 0.01
"""How long messages are read without letting others have their turn."""


class LogReader:
    """Reads one stream from `start` over a connection of its own, in the thread that made it. Raises LINK_ERRORS.

    prefetch: messages that may be on their way or in hand.
    """

    def __init__(
        self, uri: str, stream: str, start: Start, *, prefetch: int = 2_000, name: str = "lianfang-log-reader"
    ) -> None:
        self.stream = stream
        self._start = start
        self._arrived: deque[Any] = deque()
        self._handed: Any = None
        self._link = Link(uri, name, io_timeout_s=_IO_S)
        try:
            self._channel = self._link.channel()
            self._channel.auto_decode = False
            self._channel.basic_qos(0, prefetch, False)
            self._channel.basic_consume(stream, callback=self._arrived.append, arguments={"x-stream-offset": start})
        except BaseException:
            self._link.drop()
            raise

    def read(self, most: int, within_s: float, first_within_s: float, wakeup: Wakeup | None = None) -> list[Entry]:
        """Return what comes next, at most `most` messages; empty when nothing came in `first_within_s` seconds.

        within_s: how long after the first one others are waited for. wakeup: may end the waiting early. What was
        returned before is acknowledged.
        """
        self._acknowledge()
        wakeup = wakeup or Wakeup()
        until = time.monotonic() + (within_s if self._arrived else first_within_s)
        while len(self._arrived) < most:
            had = bool(self._arrived)
            all_read = self._link.drain(_AT_A_TIME_S)
            if self._arrived and not had:
                until = min(until, time.monotonic()) + within_s
            left = until - time.monotonic()
            if left <= 0 or len(self._arrived) >= most:
                break
            if not all_read:
                time.sleep(0)  # others' turn: a log that is caught up with never lets one wait
                continue
            wakeup.prepare()
            self._link.wait(wakeup, left)
        return self._hand(most)

    def _hand(self, most: int) -> list[Entry]:
        found: list[Entry] = []
        while self._arrived and len(found) < most:
            self._handed = self._arrived.popleft()
            entry = entry_of(self._handed)
            if not isinstance(self._start, int) or entry.offset >= self._start:
                found.append(entry)  # the broker begins with the whole chunk that an offset lies in
        return found

    def _acknowledge(self) -> None:
        if self._handed is not None:
            self._channel.basic_ack(self._handed.delivery_tag, multiple=True)
            self._handed = None

    def close(self) -> None:
        """End it politely."""
        self._link.close()

    def drop(self) -> None:
        """End it without a word, when the connection is of no more use."""
        self._link.drop()


def ends(uri: str, stream: str, *, quiet_s: float = 1.0, patience_s: float = 3.0) -> tuple[int, int] | None:
    """Return the first and the last offset that the stream holds now, None when it holds nothing.

    quiet_s: silence that is taken for the end, in seconds. patience_s: when it never is silent, the end is what had
    come by then. Raises LINK_ERRORS.
    """
    last = _offsets(uri, stream, "last", quiet_s, 100_000, patience_s)
    first = _offsets(uri, stream, "first", quiet_s, 1, patience_s)
    return (first[0], last[-1]) if first and last else None


def holds_some(uri: str, stream: str) -> bool:
    """Tell whether the broker counts messages in the stream; its count is some seconds old. Raises LINK_ERRORS."""
    link = Link(uri, "lianfang-log-reader", io_timeout_s=_IO_S)
    try:
        return bool(link.channel().queue_declare(stream, passive=True).message_count)
    finally:
        link.close()


def _offsets(uri: str, stream: str, start: Start, quiet_s: float, most: int, patience_s: float) -> list[int]:
    reader = LogReader(uri, stream, start)
    try:
        found: list[int] = []
        until = time.monotonic() + patience_s
        while len(found) < most and (entries := reader.read(1_000, 0.05, quiet_s)):
            found.extend(entry.offset for entry in entries)
            if time.monotonic() > until:
                break
        return found
    finally:
        reader.close()
