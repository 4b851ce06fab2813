"""When something was that a phone tells: by its own clock, perhaps much later, perhaps wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

SKEW = timedelta(minutes=2)
"""How far a phone's clock may be off before its times are corrected and flagged."""
LATE = timedelta(minutes=5)
"""A record that comes later than this is called late."""
OLDEST = timedelta(days=365 * 200)
"""No clock is corrected to farther back: whatever a phone claims, there is a calendar day for it."""


@dataclass(frozen=True, slots=True)
class Told:
    """at: when it was, as far as is known; never after `received`. by: who tells it. flags: what is odd."""

    at: datetime
    received: datetime
    by: str
    flags: tuple[str, ...] = ()


def told(at: datetime, received: datetime, sent: datetime | None, offline: timedelta, by: str) -> Told:
    """Return when it was. sent: what the phone's clock showed as it sent the record, None when not told.

    A clock that is off by more than `SKEW` is corrected by what it was off at sending. Records older than `offline`
    are taken too: a fact does not go away, but somebody may want to ask.
    """
    flags = []
    skew = sent - received if sent is not None else timedelta()
    if sent is not None and abs(skew) > SKEW:
        flags.append("clock_skew")
        at = received - max(-SKEW * 2, min(sent - at, OLDEST))  # ahead of the sending: ahead of the receipt
    if at > received + SKEW:
        flags.append("clock_ahead")
    at = min(at, received)
    if received - at > LATE:
        flags.append("late_report")
    if received - at > offline:
        flags.append("too_old")
    return Told(at, received, by, tuple(flags))
