"""Emptying a queue before it is taken away: nothing new comes, and what waits may still be fetched."""

from __future__ import annotations

import time
from collections.abc import Callable

from lianfang.messaging.management import Management

SETTLED_S = 12.0
"""For so long the count must stay 0: the management API's totals are up to 5 s old, and an unacknowledged message
comes back when its consumer goes."""


class StillHolds(RuntimeError):
    """Messages still wait after the time allowed; the text says how many."""


def drain(
    management: Management, queue: str, within_s: float, *, settled_s: float = SETTLED_S,
    each: Callable[[int], None] = lambda _: None,
) -> None:  # fmt: skip
    """Take the queue's bindings away and return once all that waited in it was fetched and acknowledged.

    within_s: how long that may take, in seconds. each: told the number that still waits, about once a second.
    Raises StillHolds: nothing is lost, the queue keeps what it has; ManagementError.
    """
    for binding in management.bindings():
        if binding["destination_type"] == "queue" and binding["destination"] == queue:
            management.unbind(binding["source"], queue, binding["properties_key"])
    deadline, empty_since = time.monotonic() + within_s, None
    while True:
        now, waiting = time.monotonic(), _waiting(management, queue)
        empty_since = None if waiting else empty_since or now
        if empty_since is not None and now - empty_since >= settled_s:
            return
        if now > deadline and waiting:
            raise StillHolds(
                f"{queue} still holds {waiting} messages after {within_s:g} s; nothing new comes to it: let its "
                "system fetch them and do this again, or revoke without --drain to drop them"
            )
        each(waiting)
        time.sleep(min(1.0, settled_s / 4))


def _waiting(management: Management, queue: str) -> int:
    """Return how many are in the queue, handed out ones included; 0 when there is no such queue."""
    found = management.find("queues", management.vhost, queue)
    return int(found.get("messages", 1)) if found else 0
