"""Sessions as iCalendar (RFC 5545, RFC 7986). No party is ever named: the case's number is all that is said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC

from icalendar import STATUS, Conference, Event

from lianfang.feeds import ics
from services.mediation.domain.sessions.day import CANCELLED, Entry


def calendar(name: str, uid: str, entries: Iterable[Entry]) -> bytes:
    """Return a calendar of sessions. name: shown by calendar programs. uid: of the calendar, stable."""
    return ics.calendar("mediation", name, uid, map(_event, entries))


def uid_of(session: str) -> str:
    """Return a session's UID, the same in every feed and after every change."""
    return f"{session}@mediation.lianfang"


def sequence_of(entry: Entry) -> int:
    """Return the SEQUENCE: raised when the session is moved, and when it is cancelled (RFC 5546, 2.1.4)."""
    return 2 * entry.booking.sequence + (entry.state == CANCELLED)


def _event(entry: Entry) -> Event:
    booking = entry.booking
    changed = entry.changed_at.astimezone(UTC)
    join = [Conference(booking.video, feature=["AUDIO", "VIDEO"], label="视频调解")] if booking.video else None
    return Event.new(
        uid=uid_of(booking.session_id), sequence=sequence_of(entry), stamp=changed, last_modified=changed,
        start=booking.start.astimezone(UTC), end=booking.end.astimezone(UTC),
        status=STATUS.CANCELLED if entry.state == CANCELLED else STATUS.CONFIRMED,
        summary=f"调解 {booking.number}".rstrip(), location=booking.location or None, url=booking.video or None,
        conferences=join,
    )  # fmt: skip
