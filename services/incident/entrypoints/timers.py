"""Timers. Each fires on every process; what they do has one effect however often it is done."""

from __future__ import annotations

from typing import Any

from eventlet import tpool
from nameko.timer import timer

from lianfang.runtime.wired import Wired

DEADLINES_S, REPLICA_S, SNAPSHOT_S, AUDIT_S = 1, 1, 5, 60


class Timers:
    """See the module's text."""

    app: Any = Wired()

    @timer(DEADLINES_S)
    def deadlines(self) -> None:
        """Fire what is due."""
        while self.app.fire_deadlines():
            continue

    @timer(REPLICA_S)
    def replica(self) -> None:
        """Follow the pointer; a real thread builds the index, for it would stop the event loop."""
        self.app.replica(tpool.execute)

    @timer(SNAPSHOT_S, eager=True)
    def snapshot(self) -> None:
        """Ask for what the replica lacks."""
        self.app.ask_snapshot()

    @timer(AUDIT_S)
    def audit_head(self) -> None:
        """Publish the audit chain's head."""
        self.app.publish_audit_head()
