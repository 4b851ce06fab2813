"""What people have already after a roster, where its days come before those of one that is published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo

from services.patrol.domain.rosters.past import Done
from services.patrol.domain.rosters.problem import Limits
from services.patrol.domain.span import Span

_DAY = timedelta(days=1)


def kept_free(later: Sequence[Done], limits: Limits, zone: tzinfo) -> list[Span]:
    """Return when a person must be left free so that what they have later still keeps its rules.

    Rest before and after each duty; and a day so near before a run of days or nights that no longer run than
    allowed can come of it. That day is kept free whole, which may be more than is needed.
    """
    free = [Span(each.span.start - limits.rest, each.span.end + limits.rest) for each in later]
    free += _before({each.day for each in later}, limits.most_days, zone)
    free += _before({each.day for each in later if each.night}, limits.most_nights, zone)
    return free


def _before(days: set[date], most: int | None, zone: tzinfo) -> list[Span]:
    if most is None or not days:
        return []
    first = min(days)
    length = 0
    while first + length * _DAY in days:
        length += 1
    stop = first - (max(0, most - length) + 1) * _DAY
    return [Span(datetime.combine(stop, time(), zone), datetime.combine(stop + _DAY, time(), zone))]
