"""Events counted by place and day, asked of the base. Restricted events are left out: everybody sees warnings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.analytics.app.ports import Base
from services.analytics.domain.warnings.rules import Watch

_SQL = """
SELECT coalesce(moved.region, f.region) AS lies,
       CAST(floor((epoch(f."at") - ?) / 86400) AS INTEGER) AS day,
       count(*)
FROM facts f
LEFT JOIN (
    SELECT subject, arg_max(region, sequence) AS region FROM facts WHERE kind = 'place_corrected' GROUP BY subject
) moved ON moved.subject = f.subject
WHERE f.kind = ? AND f."at" >= ? AND f."at" < ? AND NOT f.restricted
  AND starts_with(f.category, ?) AND starts_with(coalesce(moved.region, f.region), ?)
GROUP BY ALL
ORDER BY ALL
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """first: the first day; days: how many; cells: (place, index of the day) -> events, where there were any."""

    first: date
    days: int
    cells: Mapping[tuple[str, int], int]

    @property
    def last(self) -> date:
        """The last day."""
        return self.first + timedelta(days=self.days - 1)

    def series(self, level: int) -> dict[str, list[int]]:
        """Return the events of each day by place, a code of `level` digits; places without events are not in it."""
        found: dict[str, list[int]] = defaultdict(lambda: [0] * self.days)
        for (place, day), count in self.cells.items():
            if len(place) >= level:
                found[place[:level]][day] += count
        return dict(sorted(found.items()))


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """Return when a day begins, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def count(base: Base, watch: Watch, county: str, first: date, days: int, zone: ZoneInfo) -> Counts:
    """Count what is watched, in days of 24 hours from the first day's midnight (China has no summer time).

    An incident counts where it is known to have been in the end. Raises what `Base.query` raises.
    """
    start = start_of(first, zone)
    end = start + timedelta(days=days)
    low, high = start.replace(tzinfo=None), end.replace(tzinfo=None)  # the base keeps UTC without offset
    rows = base.query(_SQL, (start.timestamp(), watch.figure, low, high, watch.category, county))
    return Counts(first, days, {(place, day): number for place, day, number in rows})
