"""Times of the clock as moments, where clocks are set forward and back too."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

_MINUTE = timedelta(minutes=1)


def moment(day: date, clock: time, zone: tzinfo) -> datetime:
    """Return the moment, in UTC, at which the clock shows this on a local day.

    Of a time that comes twice it is the first. A time that is left out, because clocks are set forward over it, is
    the moment at which they are.
    """
    local = datetime.combine(day, clock, zone)
    late = local.astimezone(UTC)
    if late.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return late
    early, offset = local.replace(fold=1).astimezone(UTC), late.astimezone(zone).utcoffset()
    while early < late:
        middle = early + (late - early) // 2 // _MINUTE * _MINUTE
        if middle.astimezone(zone).utcoffset() == offset:
            late = middle
        else:
            early = middle + _MINUTE
    return late


def hour_of(day: date, hour: int, zone: tzinfo) -> datetime:
    """Return the moment of a full hour of a local day; from 24 on, hours are the next day's."""
    return moment(day + timedelta(days=hour // 24), time(hour % 24), zone)
