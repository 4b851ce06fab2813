"""Timers. Each fires on every process; what they do has one effect however often it is done."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any

from eventlet import tpool
from nameko.timer import timer

from lianfang.persistence.store import StoreUnavailable
from lianfang.runtime.wired import Wired

_log = logging.getLogger(__name__)
DEADLINES_S, REPLICA_S, SNAPSHOT_S, AUDIT_S = 1, 1, 5, 60


def patient(method: Callable[[Any], None]) -> Callable[[Any], None]:
    """While the store is away, say so in one line and leave the work to the next tick."""

    @functools.wraps(method)
    def tick(service: Any) -> None:
        try:
            method(service)
        except StoreUnavailable as error:
            _log.warning("timer %s waits for the store: %s", method.__name__, error)

    return tick


class Timers:
    """See the module's text."""

    app: Any = Wired()

    @timer(DEADLINES_S)
    @patient
    def deadlines(self) -> None:
        """Fire what is due."""
        while self.app.fire_deadlines():
            continue

    @timer(REPLICA_S)
    @patient
    def replica(self) -> None:
        """Follow the pointer; a real thread builds the index, for it would stop the event loop."""
        self.app.replica(tpool.execute)

    @timer(SNAPSHOT_S, eager=True)
    @patient
    def snapshot(self) -> None:
        """Ask for what the replica lacks."""
        self.app.ask_snapshot()

    @timer(AUDIT_S)
    @patient
    def audit_head(self) -> None:
        """Publish the audit chain's head."""
        self.app.publish_audit_head()
