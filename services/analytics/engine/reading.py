"""Reading the logs into a base up to a given place: what a rebuild does, in its child and at its end."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime

from lianfang.messaging.backoff import Backoff
from lianfang.messaging.link import LINK_ERRORS
from lianfang.messaging.log_reading import LogReader
from services.analytics.app.projection.projector import Projector, Reading, Taken
from services.analytics.engine.duck import DuckBase
from services.analytics.engine.live import Beside, at_once

MOST = 5_000
"""Messages in a transaction: large stretches are what makes a rebuild quick."""
_WAIT_S = 20.0
_TRIES = 10
_log = logging.getLogger(__name__)


class LogStopped(RuntimeError):
    """The log gives nothing, though it should hold more."""


def read_to(
    base: DuckBase, uri: str, places: Mapping[str, int], clock: Callable[[], datetime], *,
    told: Callable[[str, int, Taken], None] = lambda _stream, _place, _taken: None, reading: Reading | None = None,
    beside: Beside = at_once,
) -> None:  # fmt: skip
    """Take each stream into `base` until it is to be read on at the place given, exactly there.

    told: called after each stretch with the stream, the place reached, and what was taken. A connection that is
    lost (the broker ends one whose reader is busy for half a minute) is made anew, and reading goes on behind what
    was taken. Raises one of LINK_ERRORS when that was tried ten times and nothing came, and LogStopped when a
    connection holds and gives nothing for 20 seconds.
    """
    projector = Projector(base, clock, reading)

    def reached(stream: str) -> int:
        return beside(base.offset)(stream) or 0

    def read_on(stream: str, place: int) -> None:
        at = reached(stream)
        reader = LogReader(uri, stream, at or "first", prefetch=2 * MOST)
        try:
            while at < place:
                entries = reader.read(MOST, 0.2, _WAIT_S)
                if not entries:
                    raise LogStopped(f"{stream}: nothing comes after offset {at - 1}, {place - 1} was expected")
                at = entries[-1].offset + 1
                taken = beside(projector.take)(stream, [entry for entry in entries if entry.offset < place])
                told(stream, min(at, place), taken)
        finally:
            reader.drop()

    for stream, place in places.items():
        backoff, lost = Backoff(), 0
        while (before := reached(stream)) < place:
            try:
                read_on(stream, place)
            except LINK_ERRORS as error:
                lost = 0 if reached(stream) > before else lost + 1
                if lost == _TRIES:
                    raise
                _log.warning("the log's connection was lost", extra={"stream": stream, "reason": str(error)})
                time.sleep(backoff.next())
