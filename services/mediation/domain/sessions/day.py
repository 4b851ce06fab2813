"""One resource's calendar of one local day: pure decisions on holds, confirmations and releases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.mediation.domain.refused import Refused
from services.mediation.domain.sessions.booking import Booking, overlaps

HELD, CONFIRMED, CANCELLED = "held", "confirmed", "cancelled"
HOLD_FOR = timedelta(minutes=5)
LOOK_AFTER = timedelta(minutes=1)
"""A hold that is this old is looked after: its process may have died between the hold and the confirmation."""


class Clash(Exception):
    """The time is taken, by `entry`."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry.booking.key)
        self.entry = entry


@dataclass(frozen=True, slots=True)
class Entry:
    """A booking in a calendar. changed_at: of its state. expires, look_at: of a hold, otherwise None.

    command: who brought it to its state last.
    """

    booking: Booking
    state: str
    changed_at: datetime
    command: str
    expires: datetime | None = None
    look_at: datetime | None = None

    def takes(self, now: datetime) -> bool:
        """Tell whether nobody else can have its time. An expired hold takes none."""
        return self.state == CONFIRMED or (self.state == HELD and self.expires is not None and now < self.expires)


@dataclass(frozen=True, slots=True)
class Day:
    """A resource's calendar of a local day. day: ISO date. Its entries are told apart by the bookings' keys."""

    resource: str
    day: str
    entries: tuple[Entry, ...] = ()

    def find(self, key: str) -> Entry | None:
        """Return the entry of a booking, None when there is none."""
        return next((entry for entry in self.entries if entry.booking.key == key), None)

    def due(self) -> datetime | None:
        """Return when the first hold must be looked after, None without holds."""
        return min((entry.look_at for entry in self.entries if entry.look_at), default=None)


def hold(day: Day, booking: Booking, now: datetime, command: str) -> Day:
    """Take the time for a while. The same calendar comes back when nothing changes.

    Raises Clash; Refused when the session was cancelled, or stands elsewhere under the same sequence.
    """
    known = _known(day, booking)
    if known is not None and known.state == CONFIRMED:
        return day
    if known is not None and known.booking == booking and known.takes(now):
        return day
    _clear(day, booking, now)
    return _with(day, Entry(booking, HELD, now, command, now + HOLD_FOR, now + LOOK_AFTER))


def confirm(day: Day, booking: Booking, now: datetime, command: str) -> Day:
    """Make a hold last, or take the time afresh when the hold has expired and nobody came in between.

    What the session took here before it was moved is given back. Raises Clash, Refused as `hold`.
    """
    known = _known(day, booking)
    if known is not None and known.state == CONFIRMED:
        return day
    if known is None or known.booking != booking or not known.takes(now):
        _clear(day, booking, now)
    kept = tuple(entry for entry in day.entries if not _earlier(entry.booking, booking))
    return _with(replace(day, entries=kept), Entry(booking, CONFIRMED, now, command))


def release(day: Day, key: str, now: datetime, command: str) -> Day:
    """Give the time back: a hold vanishes, a confirmed booking stays as cancelled, for those who have it copied."""
    known = day.find(key)
    if known is None or known.state == CANCELLED:
        return day
    if known.state == HELD:
        return drop(day, key)
    return _with(day, Entry(known.booking, CANCELLED, now, command))


def drop(day: Day, key: str) -> Day:
    """Give a hold up; what is confirmed stays."""
    known = day.find(key)
    if known is None or known.state != HELD:
        return day
    return replace(day, entries=tuple(entry for entry in day.entries if entry.booking.key != key))


def look_after(day: Day, now: datetime, scheduled: Callable[[Booking], bool], command: str) -> Day | None:
    """Settle holds whose time to be looked after has come; None when there is none.

    scheduled: whether the case says that the session takes place as booked; then the hold is confirmed, unless
    another came in its place after it expired. Otherwise it is left until it expires, and then dropped.
    """
    if not any(entry.look_at and entry.look_at <= now for entry in day.entries):
        return None
    for entry in day.entries:
        if entry.look_at is None or entry.look_at > now or entry.expires is None:
            continue
        if scheduled(entry.booking) and not any(_clashes(day, entry.booking, now)):
            day = confirm(day, entry.booking, now, command)
        elif entry.takes(now):
            day = _with(day, replace(entry, look_at=entry.expires))
        else:
            day = release(day, entry.booking.key, now, command)
    return day


def _clear(day: Day, booking: Booking, now: datetime) -> None:
    for entry in _clashes(day, booking, now):
        raise Clash(entry)


def _clashes(day: Day, booking: Booking, now: datetime) -> Iterator[Entry]:
    return (
        entry
        for entry in day.entries
        if entry.booking.session_id != booking.session_id and entry.takes(now) and overlaps(entry.booking, booking)
    )


def _known(day: Day, booking: Booking) -> Entry | None:
    """Return the booking's entry. Raises Refused when it can't be held or confirmed any more."""
    known = day.find(booking.key)
    if known is not None and known.state == CANCELLED:
        raise Refused("session_cancelled", "the session was cancelled", "schedule a new session", field="session")
    if any(_earlier(booking, entry.booking) for entry in day.entries):
        raise Refused("session_moved", "the session was moved since", "read it afresh", field="sequence")
    if known is not None and known.state == CONFIRMED and known.booking != booking:
        raise Refused(
            "session_stands",
            "the session stands at another time",
            "raise its sequence to move it",
            field="sequence",
        )
    return known


def _earlier(one: Booking, other: Booking) -> bool:
    return one.session_id == other.session_id and one.sequence < other.sequence


def _with(day: Day, entry: Entry) -> Day:
    others = (each for each in day.entries if each.booking.key != entry.booking.key)
    return replace(
        day, entries=tuple(sorted((*others, entry), key=lambda each: (each.booking.start, each.booking.key)))
    )
