"""When something that died may be started again: at once at first, then ever more slowly."""

from __future__ import annotations

import time
from collections.abc import Callable

_FIRST = 0.5
_LONGEST = 30.0
_FORGIVEN = 60.0


class Restarts:
    """Remembers, by name, how often something was started again. now: seconds on a clock that only advances."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._pause: dict[str, float] = {}
        self._last: dict[str, float] = {}

    def due(self, name: str) -> bool:
        """Tell whether `name`, found dead, is to be started now; True is counted as a start.

        The first time at once; after that it waits 0.5 s, doubling to 30 s, forgiven after a quiet minute.
        """
        now = self._now()
        last = self._last.get(name)
        if last is None or now - last >= _FORGIVEN:
            self._pause[name] = _FIRST
        elif now - last < self._pause[name]:
            return False
        else:
            self._pause[name] = min(self._pause[name] * 2, _LONGEST)
        self._last[name] = now
        return True
