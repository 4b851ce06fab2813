"""When a shift wants to be looked at next."""

from __future__ import annotations

from datetime import datetime

from services.patrol.domain.policy import Policy
from services.patrol.domain.shifts.places import LIVE
from services.patrol.domain.shifts.reminding import next_reminder
from services.patrol.domain.shifts.running import late_at
from services.patrol.domain.shifts.shift import Shift


def due(shift: Shift, policy: Policy) -> datetime | None:
    """Return the earliest of reminders, lapsing asks, start, no-shows and end; None when it is over."""
    if shift.state not in LIVE:
        return None
    moments = [ask.until for place in shift.places for ask in place.asks if ask.answer == "waiting"]
    moments.append(shift.start if shift.state == "published" else shift.end)
    if shift.state == "published":
        reminder = next_reminder(shift, policy.reminders)
        moments += [reminder] if reminder else []
    else:
        moments += [
            late_at(shift, place, policy.no_show_after)
            for place in shift.places
            if place.state == "assigned" and not place.pledged
        ]
    return min(moments)
