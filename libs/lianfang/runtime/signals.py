"""SIGTERM and SIGINT for an eventlet process: the first asks it to stop, a second one ends it at once."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

import eventlet
from eventlet.hubs import trampoline

_ASKS = (signal.SIGTERM, signal.SIGINT)
_SAME_ASK_S = 0.5  # Ctrl-C reaches a whole process group, and its leader may pass a SIGTERM on: that is one ask


class StopSignal:
    """Calls `stop` in a greenlet at the first signal."""

    def __init__(self, stop: Callable[[str], None]) -> None:
        """stop: takes the signal's name."""
        self._stop, self._first = stop, 0.0
        self._reader, self._writer = os.pipe()
        os.set_blocking(self._reader, False)
        os.set_blocking(self._writer, False)

    def install(self) -> Any:
        """Take the signals over; return the greenlet that waits for one."""
        waiting = eventlet.spawn(self._wait)
        # The handler runs between two bytecodes, perhaps while the hub polls: only this byte wakes the hub.
        signal.set_wakeup_fd(self._writer, warn_on_full_buffer=False)
        for number in _ASKS:
            signal.signal(number, self._arrived)
        return waiting

    def _arrived(self, number: int, _frame: FrameType | None) -> None:
        now = time.monotonic()
        if not self._first:
            self._first = now
        elif now - self._first > _SAME_ASK_S:
            os._exit(128 + number)

    def _wait(self) -> None:
        while True:
            trampoline(self._reader, read=True)
            for number in os.read(self._reader, 64):
                if number in _ASKS:
                    self._stop(signal.Signals(number).name)
                    return
