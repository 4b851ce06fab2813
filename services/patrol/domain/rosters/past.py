"""What somebody did before a roster, made of the duties they had."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from services.patrol.domain.rosters.local import day_of, is_night, weekend_of
from services.patrol.domain.rosters.problem import Night, Past, Slot
from services.patrol.domain.span import Span

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Done:
    """A duty as fairness and runs count it; the same for all who had it."""

    span: Span
    day: date
    night: bool
    weekend: date | None


class Looks:
    """Tells how duties count; many people share a duty, so each is looked at once."""

    def __init__(self, night: Night, zone: tzinfo) -> None:
        self._night, self._zone = night, zone
        self._known: dict[Span, Done] = {}

    def __call__(self, span: Span) -> Done:
        """Return how a duty counts."""
        known = self._known.get(span)
        if known is None:
            slot = Slot("", "", "", span.start, span.end, ())
            known = self._known[span] = Done(
                span,
                day_of(slot, self._zone),
                is_night(slot, self._night, self._zone),
                weekend_of(slot, self._zone),
            )
        return known


def past_of(duties: Iterable[Done]) -> Past:
    """Return one person's past; duties: all of the fairness period, in any order."""
    had = list(duties)
    if not had:
        return Past()
    days = {each.day for each in had}
    nights = {each.day for each in had if each.night}
    last = max(days)
    return Past(
        turns=len(had),
        nights=sum(each.night for each in had),
        weekends=len({each.weekend for each in had} - {None}),
        last_end=max(each.span.end for each in had),
        last_day=last,
        nights_in_row=_in_row(nights, last),
        days_in_row=_in_row(days, last),
    )


def _in_row(days: set[date], last: date) -> int:
    """Count the days in a row up to and with the last."""
    count = 0
    while last - count * _DAY in days:
        count += 1
    return count
