"""Doing something at most so many times a second."""

from __future__ import annotations

import time


class Pace:
    """Call `wait` before each of many; it sleeps as needed. per_second 0: as fast as it goes."""

    def __init__(self, per_second: float = 0.0) -> None:
        self._gap_s = 1 / per_second if per_second > 0 else 0.0
        self._next = time.monotonic()

    def wait(self) -> None:
        """Return when the next one may be done."""
        if not self._gap_s:
            return
        now = time.monotonic()
        if self._next > now:
            time.sleep(self._next - now)
        self._next = max(now, self._next) + self._gap_s
