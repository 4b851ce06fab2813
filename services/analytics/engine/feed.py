"""The event logs, followed into the base in use; it can be held for a moment to put another in its place."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from lianfang.messaging.following_log import LogFollower
from lianfang.messaging.log import LOG, RESTRICTED_LOG, Entry
from lianfang.ops import metrics
from services.analytics.app.ports import Gap
from services.analytics.app.projection.projector import Projector, Reading, Taken
from services.analytics.engine.duck import DuckBase
from services.analytics.engine.live import Beside, LiveBase, at_once

STREAMS = (LOG, RESTRICTED_LOG)
_log = logging.getLogger(__name__)


@dataclass
class Totals:
    """What this process has taken. events: messages; new, repeated: facts."""

    events: int = 0
    new: int = 0
    repeated: int = 0


class Feed:
    """Follows both logs. on_taken: called after each stretch, with what it brought, by the follower's thread."""

    def __init__(
        self, uri: str, live: LiveBase, clock: Callable[[], datetime], *, beside: Beside = at_once,
        reading: Reading | None = None, streams: Sequence[str] = STREAMS,
    ) -> None:  # fmt: skip
        self._live, self._clock, self._beside, self.reading = live, clock, beside, reading or Reading()
        self._lock = threading.Lock()  # the base has one writer, and there are two logs
        self.totals = Totals()
        self.on_taken: list[Callable[[Taken], object]] = []
        self.followers = [self._follower(uri, stream) for stream in streams]

    def _follower(self, uri: str, stream: str) -> LogFollower:
        def place() -> tuple[int, str]:
            return self._beside(self._live.base.place)(stream)

        def take(stretch: Sequence[Entry]) -> None:
            with self._lock:
                try:
                    taken = self._take(self._live.base, stream, stretch)
                except BaseException:
                    self._live.news.anew()  # part of it may have been taken
                    raise
                self._live.news.note(taken.kinds)
            metrics.FACT_EVENTS.labels(stream).inc(taken.events)
            self._tell(taken)

        def renewed() -> None:
            why = "the log was made anew; what was not read of the old one is lost"
            with self._lock:
                base = self._live.base
                lost = base.offset(stream) or 0
                self._beside(base.restart)(stream, Gap(stream, lost, lost, self._clock(), why))
            metrics.FACT_GAPS.labels(stream).inc()

        return LogFollower(uri, stream, place, take, renewed)

    def _take(self, base: DuckBase, stream: str, stretch: Sequence[Entry]) -> Taken:
        return self._beside(Projector(base, self._clock, self.reading).take)(stream, stretch)

    def _tell(self, taken: Taken) -> None:
        self.totals.events += taken.events
        self.totals.new += taken.new
        self.totals.repeated += taken.repeated
        for gap in taken.gaps:
            metrics.FACT_GAPS.labels(gap.where).inc()
            _log.error("%s, offsets %d to %d: %s", gap.where, gap.first, gap.last, gap.why)
        for listener in self.on_taken:
            listener(taken)

    def problem(self) -> str | None:
        """Return why a log is not followed now, None when both are."""
        return next((problem for follower in self.followers if (problem := follower.problem())), None)

    def start(self) -> None:
        """Begin to follow."""
        for follower in self.followers:
            follower.start()

    def stop(self) -> None:
        """End, with the stretch in hand done."""
        for follower in self.followers:
            follower.stop()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Take nothing meanwhile; what comes waits at the broker."""
        with self._lock:
            yield
