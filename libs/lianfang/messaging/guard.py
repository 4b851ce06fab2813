"""When the store is away: stop consuming, look for it now and then, go on when it is back."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from lianfang.messaging.backoff import Backoff
from lianfang.messaging.consumer import Consumer

_log = logging.getLogger(__name__)


class StoreGuard:
    """Pauses a consumer while the store can't be reached.

    probe: returns when the store can take a write, raises otherwise (Store.ping). The pauses grow until a message
    has been handled, so that a store which answers the probe and fails the write is not hammered.
    """

    def __init__(self, consumer: Consumer, probe: Callable[[], None], backoff: Backoff | None = None) -> None:
        self._consumer, self._probe = consumer, probe
        self._backoff = backoff or Backoff(first_s=0.2, cap_s=10.0)
        self._away = ""
        self._stop = threading.Event()
        self._lock = threading.Lock()

    @property
    def paused(self) -> bool:
        """Whether handlers must not be started now."""
        return bool(self._away)

    def problem(self) -> str | None:
        """Return why nothing is consumed, for readiness; None when the store is thought to be there."""
        return f"consuming is paused, the store is away: {self._away}" if self._away else None

    def trip(self, error: BaseException) -> None:
        """A handler found the store away: pause, if we are not pausing already."""
        with self._lock:
            if self._away:
                return
            self._away = str(error) or type(error).__name__
            self._consumer.pause()
        _log.error("the store is away, consuming stops: %s", error)
        threading.Thread(target=self._watch, name="lianfang-store-guard", daemon=True).start()

    def handled(self) -> None:
        """A message was handled: the store works."""
        self._backoff.reset()

    def stop(self) -> None:
        """End probing."""
        self._stop.set()

    def _watch(self) -> None:
        while not self._stop.wait(self._backoff.next()):
            try:
                self._probe()
            except Exception as error:  # whatever the probe raises, the store is not usable
                self._away = str(error) or type(error).__name__
                continue
            with self._lock:
                self._away = ""
                self._consumer.resume()
            _log.info("the store is back, consuming goes on")
            return
