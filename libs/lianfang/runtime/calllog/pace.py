"""When to send what: a log's own rhythm, `speed` times faster than life, or as fast as it goes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime

MAX = float("inf")


class Pace:
    """Waits until a moment of the log is due.

    speed: how many seconds of the log pass in one second; `MAX` never waits.
    clock: monotonic seconds. A log whose times go back is sent without waiting until they go on.
    """

    def __init__(
        self, speed: float, clock: Callable[[], float] = time.monotonic, stop: threading.Event | None = None
    ) -> None:
        self._speed, self._clock = speed, clock
        self._stop = stop or threading.Event()
        self._begin: tuple[datetime, float] | None = None

    def due_in(self, moment: datetime) -> float:
        """Return the seconds until `moment` is due, at least 0; the first moment asked for is due now."""
        if self._speed == MAX:
            return 0.0
        if self._begin is None:
            self._begin = (moment, self._clock())
        first, started = self._begin
        return max(0.0, started + (moment - first).total_seconds() / self._speed - self._clock())

    def wait(self, moment: datetime) -> bool:
        """Wait until `moment` is due; return False when it was stopped meanwhile."""
        return not self._stop.wait(self.due_in(moment)) if self._speed != MAX else not self._stop.is_set()
