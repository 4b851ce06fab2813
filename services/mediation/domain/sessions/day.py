"""One resource's calendar of one local day: pure decisions on holds, confirmations and releases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from services.mediation.domain.refused import Refused
from services.mediation.domain.sessions.booking import Booking, overlaps

HELD, CONFIRMED, CANCELLED = "held", "confirmed", "cancelled"
LOOK_AFTER = timedelta(minutes=1)
"""A hold that is this old is looked after: its process may have died between the hold and the confirmation."""
PATIENCE = timedelta(minutes=5)
"""When a hold is this old and its case knows of no session, the case is made to refuse it, and the hold ends."""


class Verdict(Enum):
    """What a case says of a session that is held: it takes place, may yet come about, or never will."""

    STANDS, OPEN, NEVER = "stands", "open", "never"


class Clash(Exception):
    """The time is taken, by `entry`."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry.booking.key)
        self.entry = entry


@dataclass(frozen=True, slots=True)
class Entry:
    """A booking in a calendar. changed_at: of its state. command: who brought it to its state last.

    holders, look_at, patient_until: of a hold. holders: the attempts that hold it; a repeated command may begin
    before the first attempt has ended, and each lets go of its own hold only. look_at: when the case is asked.
    """

    booking: Booking
    state: str
    changed_at: datetime
    command: str
    holders: tuple[str, ...] = ()
    look_at: datetime | None = None
    patient_until: datetime | None = None

    @property
    def takes(self) -> bool:
        """Whether nobody else can have its time. A hold does not end by the clock: its case is asked first."""
        return self.state in (HELD, CONFIRMED)


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


def hold(day: Day, booking: Booking, now: datetime, command: str, attempt: str) -> Day:
    """Take the time for an attempt to schedule the session. The same calendar comes back when nothing changes.

    Raises Clash; Refused when the session was cancelled, moved, or stands elsewhere under the same sequence.
    """
    known = _known(day, booking)
    if any(_earlier(booking, entry.booking) for entry in day.entries):
        raise _moved()
    if known is not None and (known.state == CONFIRMED or attempt in known.holders):
        return day
    for entry in day.entries:
        if entry.booking.session_id != booking.session_id and entry.takes and overlaps(entry.booking, booking):
            raise Clash(entry)
    holders = (*known.holders, attempt) if known is not None else (attempt,)
    return _with(day, Entry(booking, HELD, now, command, holders, now + LOOK_AFTER, now + PATIENCE))


def confirm(day: Day, booking: Booking, now: datetime, command: str) -> Day:
    """Make a hold last, its case having the session. What it took here before it was moved is given back.

    Raises Refused when it is not held, was cancelled, moved, or stands elsewhere under the same sequence.
    """
    known = _known(day, booking)
    if known is not None and known.state == CONFIRMED:
        return day
    if _superseded(day, booking):
        raise _moved()
    if known is None:
        raise Refused("not_held", "the session does not hold its time", "schedule a new session", field="session")
    kept = tuple(entry for entry in day.entries if not _earlier(entry.booking, booking))
    return _with(replace(day, entries=kept), Entry(booking, CONFIRMED, now, command))


def release(day: Day, key: str, now: datetime, command: str) -> Day:
    """Give the time of a cancelled session back. It stays, cancelled, so that it is not held or confirmed again."""
    known = day.find(key)
    if known is None or known.state == CANCELLED:
        return day
    return _with(day, Entry(known.booking, CANCELLED, now, command))


def drop(day: Day, key: str, attempt: str) -> Day:
    """Let go of an attempt's hold; those of other attempts stay, and so does what is confirmed."""
    known = day.find(key)
    if known is None or attempt not in known.holders:
        return day
    left = tuple(each for each in known.holders if each != attempt)
    return _with(day, replace(known, holders=left)) if left else _without(day, key)


def look_after(day: Day, now: datetime, verdict: Callable[[Entry], Verdict], command: str) -> Day | None:
    """Settle holds whose time to be looked after has come; None when there is none.

    verdict: what the case says. A hold whose session stands is confirmed, one whose session never will is dropped.
    """
    due = [entry for entry in day.entries if entry.look_at is not None and entry.look_at <= now]
    for entry in due:
        said = verdict(entry)
        if said is Verdict.OPEN:
            day = _with(day, replace(entry, look_at=entry.patient_until))
        elif said is Verdict.NEVER or _superseded(day, entry.booking):
            day = _without(day, entry.booking.key)
        else:
            day = confirm(day, entry.booking, now, command)
    return day if due else None


def _known(day: Day, booking: Booking) -> Entry | None:
    known = day.find(booking.key)
    if known is not None and known.state == CANCELLED:
        raise Refused("session_cancelled", "the session was cancelled", "schedule a new session", field="session")
    if known is not None and known.booking != booking:
        raise Refused(
            "session_stands",
            "the session stands at another time or with others",
            "raise its sequence to move it, or schedule a new one",
            field="sequence",
        )
    return known


def _superseded(day: Day, booking: Booking) -> bool:
    return any(_earlier(booking, entry.booking) and entry.state != HELD for entry in day.entries)


def _moved() -> Refused:
    return Refused("session_moved", "the session was moved since", "read it afresh", field="sequence")


def _earlier(one: Booking, other: Booking) -> bool:
    return one.session_id == other.session_id and one.sequence < other.sequence


def _without(day: Day, key: str) -> Day:
    return replace(day, entries=tuple(entry for entry in day.entries if entry.booking.key != key))


def _with(day: Day, entry: Entry) -> Day:
    others = (each for each in day.entries if each.booking.key != entry.booking.key)
    return replace(
        day, entries=tuple(sorted((*others, entry), key=lambda each: (each.booking.start, each.booking.key)))
    )
