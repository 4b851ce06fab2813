"""Following an event log for ever: stretches of messages in order, from the place that the follower itself keeps.

Unlike a queue's consumer it can begin anywhere, again and again, and needs nothing of the broker but the log. Who
keeps the place in the same transaction as what the messages did has each of them take effect exactly once.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import nullcontext

from lianfang.messaging.backoff import Backoff
from lianfang.messaging.link import LINK_ERRORS
from lianfang.messaging.log import Entry
from lianfang.messaging.log_mark import mark_of
from lianfang.messaging.log_reading import LogReader, ends, holds_some
from lianfang.messaging.spans import following
from lianfang.messaging.wakeup import Wakeup
from lianfang.ops.tracing import spans

_IDLE_S, _SURE_S = 1.0, 6.0
_log = logging.getLogger(__name__)


class LogFollower:
    """Reads one stream in a thread (or greenlet) of its own and hands stretches to `take`.

    place: returns the offset to begin at and the mark of the message before it (`mark_of`; empty: unknown), asked
    at every connection. take: handles a stretch; until it returns, the
    next is not handed over. Whatever it raises, the same place is asked for again after a pause, so it must have
    kept the place if and only if it did the work.
    renewed: called when the log ends before our place, or something else stands before it: it was made anew, or
    restored from an older copy. `place` should be one that exists afterwards.
    most: messages in a stretch. within_s: how long the first one of a stretch waits for others, in seconds.
    """

    def __init__(
        self, uri: str, stream: str, place: Callable[[], tuple[int, str]], take: Callable[[Sequence[Entry]], None],
        renewed: Callable[[], None], *,
        most: int = 500, within_s: float = 0.05, backoff: Backoff | None = None,
    ) -> None:  # fmt: skip
        self.stream = stream
        self._uri, self._place, self._take, self._renewed = uri, place, take, renewed
        self._most, self._within_s = most, within_s
        self._backoff = backoff or Backoff(first_s=0.2, cap_s=10.0)
        self._wakeup = Wakeup()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._problem: str | None = "not connected yet"
        self._full = False

    def problem(self) -> str | None:
        """Return why nothing is read now, for readiness; None while all is well."""
        return f"{self.stream} is not followed: {self._problem}" if self._problem else None

    @property
    def catching_up(self) -> bool:
        """Whether more was there than one stretch holds, when it last looked."""
        return self._full

    def start(self) -> None:
        """Begin; it connects on its own and keeps trying."""
        self._thread = threading.Thread(target=self._run, name=f"follow-{self.stream}", daemon=True)
        self._thread.start()

    def stop(self, timeout_s: float = 20.0) -> None:
        """End once the stretch in hand is done, at the latest after `timeout_s` seconds."""
        self._stopping.set()
        self._wakeup.wake()
        if self._thread is not None:
            self._thread.join(timeout_s)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._follow()
            except LINK_ERRORS as error:
                self._pause("the broker is away", error)
            except Exception as error:  # what `take` may raise is not ours to know; nothing is lost by trying again
                self._pause("a stretch could not be taken", error)

    def _pause(self, what: str, error: BaseException) -> None:
        self._problem = f"{what}: {error or type(error).__name__}"
        _log.warning("%s: %s (%s)", self.stream, self._problem, type(error).__name__)
        self._stopping.wait(self._backoff.next())

    def _follow(self) -> None:
        place, mark = self._place()
        begin = place - 1 if mark else place  # with the last one that was read, to see whether it is the same
        reader = LogReader(self._uri, self.stream, begin or "first", prefetch=4 * self._most)
        looked = False
        try:
            while not self._stopping.is_set():
                stretch = reader.read(self._most, self._within_s, _IDLE_S, self._wakeup)
                self._problem, self._full = None, len(stretch) >= self._most
                if stretch and not looked and mark and stretch[0].offset == place - 1:
                    if mark_of(stretch.pop(0).body) != mark:
                        self._say_renewed(place)
                        break
                elif not stretch and not looked and self._ends_before(place):
                    self._say_renewed(place)
                    break
                looked = True
                if stretch:
                    # One that is catching up has other things to do than to tell of each message.
                    with following(self.stream, stretch) if spans.on() and not self._full else nullcontext():
                        self._take(stretch)
                    self._backoff.reset()
            reader.close()
        except BaseException:
            reader.drop()
            raise

    def _ends_before(self, place: int) -> bool:
        """Nothing came at first: tell whether the log ends before our place, so that we would wait for long.

        A broker that is slow, as while it starts, looks the same for a while; so it's asked twice. Raises OSError
        when it says that there is something, and gives nothing.
        """
        if place == 0:
            return False
        for pause in (0.0, _SURE_S):
            if self._stopping.wait(pause):
                return False
            held = ends(self._uri, self.stream)
            if held and place <= held[1] + 1:
                return False
            if not held and holds_some(self._uri, self.stream):
                raise OSError("the broker holds messages, and gives none")
        return True

    def _say_renewed(self, place: int) -> None:
        _log.error("%s was made anew: what we had read, up to offset %d, is not in it", self.stream, place - 1)
        self._renewed()
