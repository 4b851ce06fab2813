"""Server-sent events (WHATWG HTML §9.2): answers that go on for as long as the client stays.

A handler returns ``Reply(stream=source)``: its worker is free again at once, the connection's own greenlet then
asks the source for messages. Every message carries an id, the cursor from which a client that lost its connection
resumes. Streams end when the client leaves, its token expires, the source ends, or the service stops. Whoever reads
slowly holds up nobody: what is sent goes out in pieces, and is asked of the source only when it can go.
"""

from __future__ import annotations

import logging
import re
import resource
import time
from collections import Counter
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
MAX_OF_ONE = 100
"""Streams of one caller: a page that runs wild must not shut all others out."""
PIECE = 64 * 1024
"""Bytes sent at once, about; between two pieces token and stop are looked at again."""
_LOOK_S = 2.0
_log = logging.getLogger("lianfang.web")
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


def most_open() -> int:
    """Return how many streams this process can keep: `MAX_OPEN`, or half of the files it may have open."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MAX_OPEN if soft == resource.RLIM_INFINITY else max(1, min(MAX_OPEN, soft // 2))


class Streams:
    """The open streams of one server."""

    def __init__(
        self, limit: int | None = None, heartbeat_s: float = HEARTBEAT_S, of_one: int = MAX_OF_ONE
    ) -> None:  # fmt: skip
        """limit: of all, by default `most_open`. of_one: of one caller."""
        self._open: dict[Stream, str] = {}
        self._callers: Counter[str] = Counter()
        self._limit, self._of_one, self._heartbeat_s = limit or most_open(), of_one, heartbeat_s
        self._ending = False

    def __len__(self) -> int:
        return len(self._open)

    def admit(self, source: Source, caller: str) -> None:
        """Raise a Problem, 503 or 429, and close the source, when the caller can have no further stream."""
        if problem := self._refusal(caller):
            source.close()
            raise problem

    def _refusal(self, caller: str) -> Problem | None:
        again = {"Retry-After": str(RETRY_AFTER_S)}
        if self._ending or len(self._open) >= self._limit:
            reason = "The service is stopping." if self._ending else "Too many pages follow this process."
            return Problem(503, "No stream now", f"{reason} Try again.", headers=again)
        if self._callers[caller] >= self._of_one:
            detail = f"{self._of_one} streams of yours are open. Close some, then try again."
            return Problem(429, "Too many streams", detail, headers=again)
        return None

    def open(
        self, source: Source, caller: str, is_gone: Callable[[], bool], cut: Callable[[], None], until: float
    ) -> Stream:  # fmt: skip
        """Return the body of an admitted stream.

        is_gone: the client left. cut: breaks its connection off. until: `time.time()` of its end.
        """
        stream = Stream(source, is_gone, cut, until, self._heartbeat_s, self._forget)
        self._open[stream] = caller
        self._callers[caller] += 1
        metrics.STREAMS.inc()
        return stream

    def end(self) -> None:
        """End all, each after the piece that is being sent; refuse new ones."""
        self._ending = True
        for stream in list(self._open):
            stream.end()

    def cut(self) -> None:
        """Break off those that have not ended: their clients don't take what was sent."""
        for stream in list(self._open):
            stream.cut()

    def _forget(self, stream: Stream) -> None:
        caller = self._open.pop(stream, None)
        if caller is None:
            return
        metrics.STREAMS.dec()
        self._callers[caller] -= 1
        if not self._callers[caller]:
            del self._callers[caller]


class Stream:
    """The body of one streaming answer (WSGI iterates it, then calls `close`)."""

    def __init__(
        self, source: Source, is_gone: Callable[[], bool], cut: Callable[[], None], until: float,
        heartbeat_s: float, forget: Callable[[Stream], Any],
    ) -> None:  # fmt: skip
        self._source, self._is_gone, self._until, self._heartbeat_s = source, is_gone, until, heartbeat_s
        self._forget, self.cut = forget, cut
        self._ended = False

    def __iter__(self) -> Iterator[bytes]:
        yield f"retry: {RETRY_MS}\n\n".encode()
        spoke = time.monotonic()
        while not self._over and not self._is_gone():
            messages = self._next()
            if messages is None:
                return
            for piece in pieces(messages):
                if self._over:
                    return
                yield piece
                spoke = time.monotonic()
            if not messages and time.monotonic() - spoke >= self._heartbeat_s:
                yield b": still here\n\n"
                spoke = time.monotonic()

    @property
    def _over(self) -> bool:
        return self._ended or time.time() >= self._until

    def _next(self) -> Sequence[Message] | None:
        """Return what the source has, waiting no longer than the token lives; None when it ended."""
        try:
            return self._source.next(max(0.0, min(_LOOK_S, self._heartbeat_s, self._until - time.time())))
        except Ended:
            return None
        except Exception as error:  # what sources may raise isn't known here; the client resumes from its cursor
            _log.warning("a stream ends, its source failed: %r", error)
            return None

    def end(self) -> None:
        """Let it end after what is being sent now."""
        self._ended = True
        self._source.wake()

    def close(self) -> None:
        """Release the source."""
        self._forget(self)
        self._source.close()


def pieces(messages: Sequence[Message]) -> Iterator[bytes]:
    """Yield messages as sent, whole ones, together as long as they are not more than `PIECE`."""
    piece = bytearray()
    for message in messages:
        coded = message.encode()
        if piece and len(piece) + len(coded) > PIECE:
            yield bytes(piece)
            piece.clear()
        piece += coded
    if piece:
        yield bytes(piece)
