"""When people in the scenario do their work."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from scenarios.clock import ZONE

HOURS = (9, 15)
"""County time."""


def slot_after(moment: datetime) -> datetime:
    """Return the next hour of work after a moment."""
    return next(slot for slot in _slots(moment, 0, 2) if slot > moment)


def slot_before(moment: datetime) -> datetime:
    """Return the last hour of work at or before a moment."""
    return next(slot for slot in reversed(_slots(moment, -1, 1)) if slot <= moment)


def _slots(moment: datetime, first: int, end: int) -> list[datetime]:
    today = moment.astimezone(ZONE).date()
    days = (today + timedelta(days=ahead) for ahead in range(first, end))
    return [datetime.combine(day, time(hour), ZONE) for day in days for hour in HOURS]
