"""Lanes: what is about the same thing is handled one after the other, in the order in which it came.

A process handles several messages of a queue at a time. Of two about the same thing the second could overtake the
first: a team that says "on my way" and "there" in one breath would be refused the first.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from lianfang.messaging.delivery import Delivery

_SUBJECT = "cloudEvents_subject"


class Lanes:
    """Begins with each delivery when the one before it in its lane, its queue and subject, has been left.

    begin: starts working on a delivery and returns at once. Whatever becomes of it, `leave` must be called once.
    A message that is retried later has left its lane: its retry is not waited for.
    """

    def __init__(self, begin: Callable[[Delivery], None]) -> None:
        self._begin = begin
        self._waiting: dict[tuple[str, str], deque[Delivery]] = {}

    def enter(self, delivery: Delivery) -> None:
        """Begin with the delivery, now or when it is its turn."""
        lane = _lane(delivery)
        if lane in self._waiting:
            self._waiting[lane].append(delivery)
        else:
            self._waiting[lane] = deque()
            self._begin(delivery)

    def leave(self, delivery: Delivery) -> None:
        """Note that a delivery is settled, and begin with the next of its lane."""
        lane = _lane(delivery)
        if self._waiting[lane]:
            self._begin(self._waiting[lane].popleft())
        else:
            del self._waiting[lane]


def _lane(delivery: Delivery) -> tuple[str, str]:
    """What says nothing of its subject has a lane of its own: channel and tag name a delivery, and no subject."""
    subject = delivery.headers.get(_SUBJECT)
    return delivery.queue, subject if isinstance(subject, str) else f"\n{delivery.channel}.{delivery.tag}"
