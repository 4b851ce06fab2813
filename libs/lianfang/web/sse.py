"""Server-sent events (WHATWG HTML §9.2): answers that go on for as long as the client stays.

A handler returns ``Reply(stream=source)``: its worker is free again at once, the connection's own greenlet then
asks the source for messages. Every message carries an id, the cursor from which a client that lost its connection
resumes. Streams end when the client leaves, its token expires, the source ends, or the service stops.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from lianfang.ops import metrics
from lianfang.web.problems import RETRY_AFTER_S, Problem

CONTENT_TYPE = "text/event-stream; charset=utf-8"
HEADERS = (("Content-Type", CONTENT_TYPE), ("Cache-Control", "no-store"), ("X-Accel-Buffering", "no"))
HEARTBEAT_S = 15.0
"""Seconds of silence after which a comment is sent, so that nobody in between takes the connection for dead."""
RETRY_MS = 1000
MAX_OPEN = 2000
"""Streams one process keeps open at the same time; each is a socket and a greenlet."""
_LOOK_S = 2.0
_LINE_END = re.compile(r"\r\n|\r|\n")
_BAD_ID = re.compile(r"[\r\n\0]")


class Ended(Exception):
    """The source has no more messages, ever."""


class Source(Protocol):
    """Where a stream's messages come from."""

    def next(self, timeout_s: float) -> Sequence[Message]:
        """Return the next messages, waiting up to `timeout_s`; none when nothing came. Raises Ended."""

    def wake(self) -> None:
        """Make a waiting `next` return at once."""

    def close(self) -> None:
        """Release what is held; called once, always."""


@dataclass(frozen=True, slots=True)
class Message:
    """One event. id: the cursor after it, without line breaks. event: its type, `message` when empty."""

    data: str
    id: str = ""
    event: str = ""

    def encode(self) -> bytes:
        """Return the event as sent. Raises ValueError for an id or a type that holds a line break or NUL."""
        if _BAD_ID.search(self.id) or _BAD_ID.search(self.event):
            raise ValueError("id and type of an event are single lines")
        lines = [f"event: {self.event}"] if self.event else []
        lines += [f"id: {self.id}"] if self.id else []
        lines += [f"data: {line}" for line in _LINE_END.split(self.data)]
        return ("\n".join(lines) + "\n\n").encode()


class Streams:
    """The open streams of one server."""

    def __init__(self, limit: int = MAX_OPEN, heartbeat_s: float = HEARTBEAT_S) -> None:
        self._open: set[Stream] = set()
        self._limit, self._heartbeat_s = limit, heartbeat_s
        self._ending = False

    def __len__(self) -> int:
        return len(self._open)

    def admit(self, source: Source) -> None:
        """Raise a 503 Problem, and close the source, when no further stream can be had."""
        if self._ending or len(self._open) >= self._limit:
            source.close()
            reason = "The service is stopping." if self._ending else "Too many pages follow this process."
            raise Problem(503, "No stream now", f"{reason} Try again.", headers={"Retry-After": str(RETRY_AFTER_S)})

    def open(self, source: Source, is_gone: Callable[[], bool], until: float) -> Stream:
        """Return the body of an admitted stream. is_gone: the client left. until: `time.time()` of its end."""
        stream = Stream(source, is_gone, until, self._heartbeat_s, self._forget)
        self._open.add(stream)
        metrics.STREAMS.inc()
        return stream

    def end(self) -> None:
        """End all, at once; refuse new ones."""
        self._ending = True
        for stream in list(self._open):
            stream.end()

    def _forget(self, stream: Stream) -> None:
        if stream in self._open:
            self._open.discard(stream)
            metrics.STREAMS.dec()


class Stream:
    """The body of one streaming answer (WSGI iterates it, then calls `close`)."""

    def __init__(
        self, source: Source, is_gone: Callable[[], bool], until: float, heartbeat_s: float,
        forget: Callable[[Stream], Any],
    ) -> None:  # fmt: skip
        self._source, self._is_gone, self._until, self._heartbeat_s = source, is_gone, until, heartbeat_s
        self._forget = forget
        self._ended = False

    def __iter__(self) -> Iterator[bytes]:
        yield f"retry: {RETRY_MS}\n\n".encode()
        spoke = time.monotonic()
        while not self._ended and time.time() < self._until and not self._is_gone():
            try:
                messages = self._source.next(min(_LOOK_S, self._heartbeat_s))
            except Ended:
                return
            if messages:
                yield b"".join(message.encode() for message in messages)
                spoke = time.monotonic()
            elif time.monotonic() - spoke >= self._heartbeat_s:
                yield b": still here\n\n"
                spoke = time.monotonic()

    def end(self) -> None:
        """Let it end after what is being sent now."""
        self._ended = True
        self._source.wake()

    def close(self) -> None:
        """Release the source."""
        self._forget(self)
        self._source.close()
