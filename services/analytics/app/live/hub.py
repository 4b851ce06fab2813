"""The newest changes of the board in memory, one copy for all who follow it."""

from __future__ import annotations

import threading
from collections import deque

from services.analytics.app.ports import Base, Changed, NotReady

KEPT = 20_000
"""Changes kept; who is further behind takes the whole board anew."""
_PULL = 500


class Hub:
    """Pulls changes out of the base once, however many pages follow."""

    def __init__(self, base: Base, kept: int = KEPT) -> None:
        self._base = base
        self._recent: deque[Changed] = deque(maxlen=kept)
        self._floor = self._last = -1  # -1: the base was not read yet
        self._pulling = threading.Lock()
        self._changed = threading.Condition()

    @property
    def last(self) -> int:
        """The number of the newest change that is known here, -1 before the first look."""
        return self._last

    def pull(self, *, patient: bool = False) -> int:
        """Take over what has changed; return how many. Nothing while the base is away.

        patient: wait where another thread is at it, and look again; else leave it to that one.
        """
        if not self._pulling.acquire(blocking=patient):
            return 0
        try:
            return self._pull()
        except NotReady:
            return 0
        finally:
            self._pulling.release()

    def since(self, after: int) -> list[Changed] | None:
        """Return the changes after that number, oldest first; None for too many of them, or a number yet to come.

        What was forgotten here, or changed before this process began, is asked of the base. Raises NotReady.
        """
        last = self._last
        if after > last or last - after > KEPT:
            return None
        if after < self._floor:
            stored = self._base.changed(after, ("",), KEPT, restricted=True)
            return [change for change in stored if change.number <= last]
        found: list[Changed] = []
        for change in reversed(self._recent):
            if change.number <= after:
                break
            found.append(change)
        return found[::-1]

    def wait(self, listener: Waits, timeout_s: float) -> None:
        """Return when there is more than the listener has, when it is woken, or after the timeout."""
        with self._changed:
            self._changed.wait_for(lambda: listener.awake or listener.after < self._last, timeout_s)

    def wake(self) -> None:
        """Let everybody who waits look."""
        with self._changed:
            self._changed.notify_all()

    def _pull(self) -> int:
        if self._last < 0:
            ((latest,),) = self._base.query("SELECT coalesce(max(changed), 0) FROM board")
            self._floor = self._last = int(latest)
        count = 0
        while fresh := self._base.changed(self._last, ("",), _PULL, restricted=True):
            self._take(fresh)
            count += len(fresh)
        if count:
            self.wake()
        return count

    def _take(self, fresh: list[Changed]) -> None:
        for change in fresh:
            if len(self._recent) == self._recent.maxlen:
                self._floor = self._recent[0].number
            self._recent.append(change)
        self._last = fresh[-1].number


class Waits:
    """Somebody who follows: after is the last number it has, awake makes it return from waiting."""

    def __init__(self, after: int) -> None:
        self.after = after
        self.awake = False
