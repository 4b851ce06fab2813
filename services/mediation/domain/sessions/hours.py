"""Opening hours: when sessions may be, and when they are proposed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from services.mediation.domain.refused import Refused
from services.mediation.domain.sessions.booking import Slot, local_days


@dataclass(frozen=True, slots=True)
class Hours:
    """Policy data: local times of opening and closing, on which weekdays (0 is Monday).

    binding: sessions outside are refused. By default they are not, for a quarrel does not keep hours, and the hours
    only say what is proposed.
    """

    opens: time = time(8, 0)
    closes: time = time(20, 0)
    weekdays: frozenset[int] = frozenset(range(7))
    binding: bool = False

    def window(self, day: date, zone: tzinfo) -> Slot | None:
        """Return when it is open on a local day, None when it is closed all day."""
        if day.weekday() not in self.weekdays:
            return None
        return Slot(datetime.combine(day, self.opens, zone), datetime.combine(day, self.closes, zone))

    def check(self, span: Slot, zone: tzinfo) -> None:
        """Raise Refused when the hours bind and the span is not inside one day's."""
        if not self.binding:
            return
        windows = (self.window(day, zone) for day in local_days(span, zone))
        if not any(window and window.start <= span.start and span.end <= window.end for window in windows):
            raise Refused(
                "outside_hours", "the session lies outside opening hours",
                f"sessions are {self.opens:%H:%M} to {self.closes:%H:%M}", field="start", source="policy",
            )  # fmt: skip

    def windows(self, first: date, days: int, zone: tzinfo) -> Iterator[Slot]:
        """Yield the windows of some days."""
        for number in range(days):
            if (window := self.window(first + timedelta(days=number), zone)) is not None:
                yield window
