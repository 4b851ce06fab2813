"""What is behind the secret address of a calendar feed: a person's, a room's, a studio's sessions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from lianfang.feeds.secret import Feed
from services.mediation.app.sessions.agenda import Agenda
from services.mediation.app.sessions.ics import calendar

PAST, AHEAD = timedelta(days=30), timedelta(days=366)


@dataclass(frozen=True, slots=True)
class SessionsOf:
    """Renders a feed whose owner is as `Agenda.of` takes it: 30 days back and a year ahead."""

    agenda: Agenda
    clock: Callable[[], datetime]
    zone: tzinfo

    def __call__(self, feed: Feed) -> bytes:
        """Return the calendar."""
        today = self.clock().astimezone(self.zone).date()
        entries = self.agenda.of(feed.owner, today - PAST, today + AHEAD)
        return calendar(feed.title, f"{feed.owner}@mediation.lianfang", entries)
