"""Timers. Each fires on every process; what they do has one effect however often it is done.

A timer's next tick waits for the one before, so none overlaps itself in one process; printing counts on it.
"""

from __future__ import annotations

from typing import Any

from nameko.timer import timer

from lianfang.runtime.following import patient
from lianfang.runtime.wired import Wired

DEADLINES_S, PRINTING_S, POLICIES_S, LINKING_S, CALENDARS_S = 1, 1, 2, 5, 60


class Timers:
    """See the module's text."""

    app: Any = Wired()

    @timer(DEADLINES_S)
    @patient
    def fire_deadlines(self) -> None:
        """Fire what is due."""
        while self.app.fire_deadlines():
            continue

    @timer(LINKING_S)
    @patient
    def resume_linking(self) -> None:
        """Take up the looking for old quarrels that a process left undone."""
        self.app.join.resume()

    @timer(PRINTING_S)
    @patient
    def print_documents(self) -> None:
        """Print what was asked for."""
        self.app.print_pending()

    @timer(POLICIES_S)
    @patient
    def follow_policies(self) -> None:
        """Take the rules that another process was given."""
        self.app.policies.refresh()

    @timer(CALENDARS_S)
    @patient
    def sweep_calendars(self) -> None:
        """Settle holds and bookings that a crash left."""
        self.app.schedule.sweep()
