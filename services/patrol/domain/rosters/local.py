"""Local days, nights, weekends and weeks of a slot: the one place that says what they mean."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

from services.patrol.domain.rosters.problem import Night, Slot
from services.patrol.domain.span import Span


def day_of(slot: Slot, zone: tzinfo) -> date:
    """Return the local day on which it starts: a duty across midnight belongs to the evening it began."""
    return slot.start.astimezone(zone).date()


def is_night(slot: Slot, night: Night, zone: tzinfo) -> bool:
    """Tell whether it meets the night hours of any local day."""
    day = day_of(slot, zone) - timedelta(days=1)
    last = slot.end.astimezone(zone).date()
    while day <= last:
        start = datetime.combine(day, time(night.start), zone)
        after = day + timedelta(days=1) if night.end <= night.start else day
        if slot.span.meets(Span(start, datetime.combine(after, time(night.end), zone))):
            return True
        day += timedelta(days=1)
    return False


def weekend_of(slot: Slot, zone: tzinfo) -> date | None:
    """Return the Saturday of the weekend it starts on, None on other days."""
    day = day_of(slot, zone)
    return day - timedelta(days=day.weekday() - 5) if day.weekday() >= 5 else None


def week_of(slot: Slot, zone: tzinfo) -> tuple[int, int]:
    """Return ISO year and week in which it starts."""
    year, week, _ = day_of(slot, zone).isocalendar()
    return year, week
