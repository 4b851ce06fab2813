"""Events whose handler failed, waiting for their next try."""

from __future__ import annotations

import heapq
import time

from lianfang_district.event import Event
from lianfang_district.link import Delivery


class Held:
    """A queue by time. What waits here is not acknowledged, so nothing of it can be lost."""

    def __init__(self) -> None:
        self._waiting: list[tuple[float, int, Delivery, Event]] = []
        self._attempts: dict[str, int] = {}
        self._count = 0

    def attempts(self, event: Event) -> int:
        """Return how often the event's handler has failed."""
        return self._attempts.get(event.id, 0)

    def failed(self, event: Event) -> int:
        """Count a failure and return how many there were."""
        self._attempts[event.id] = self.attempts(event) + 1
        return self._attempts[event.id]

    def put(self, delivery: Delivery, event: Event, pause_s: float) -> None:
        """Let the event wait `pause_s` seconds."""
        self._count += 1
        heapq.heappush(self._waiting, (time.monotonic() + pause_s, self._count, delivery, event))

    def due(self) -> tuple[Delivery, Event] | None:
        """Take an event whose time has come, None when there is none."""
        if self._waiting and self._waiting[0][0] <= time.monotonic():
            _, _, delivery, event = heapq.heappop(self._waiting)
            return delivery, event
        return None

    def wait_s(self) -> float | None:
        """Return the seconds until the next one is due, None when nothing waits."""
        return max(0.0, self._waiting[0][0] - time.monotonic()) if self._waiting else None

    def done(self, event: Event) -> None:
        """Forget how often the event failed."""
        self._attempts.pop(event.id, None)
