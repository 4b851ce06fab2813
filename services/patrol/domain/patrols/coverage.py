"""How well marks were kept in sight: the share of duty within a mark's limit of idleness, with its denominator.

Idleness counts while the post is on duty only: from the last visit, or from when duty began if that is later. One
duty that follows another without a break goes on, so a hand-over hides nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from services.patrol.domain.span import Span

NONE = timedelta()


@dataclass(frozen=True, slots=True)
class Covered:
    """Of one mark, or summed. duty: on duty in the period, up to now. within: of that, not idle beyond the limit;

    None where nobody counts. gaps: the times beyond. last: the last visit, of the period or before. idle: since
    then or since duty began, None off duty. longest: the longest idle time that reaches into the period.
    """

    visits: int
    duty: timedelta
    within: timedelta | None
    gaps: tuple[Span, ...] = ()
    last: datetime | None = None
    idle: timedelta | None = None
    longest: timedelta = NONE

    @property
    def share(self) -> float | None:
        """Within by duty, None without either."""
        return None if self.within is None or not self.duty else self.within / self.duty


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return spans by start, those that meet or touch made one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        elif span.start < span.end:
            found.append(span)
    return found


def covered(
    duties: Iterable[Span], visits: Iterable[datetime], limit: timedelta | None, period: Span, now: datetime
) -> Covered:
    """Return how well a mark was kept in the period, up to now. visits: proven ones, in any order, also before."""
    times = sorted(time for time in visits if time <= now)
    duty, longest, gaps = NONE, NONE, []
    idle = None
    for whole in joined(duties):
        span = Span(whole.start, min(whole.end, now))
        inside = _cut(span, period)
        if inside is not None:
            duty += inside.length
            for stretch in idle_stretches(span, times):
                if _cut(stretch, period) is None:
                    continue
                longest = max(longest, stretch.length)
                beyond = _cut(Span(stretch.start + limit, stretch.end), period) if limit is not None else None
                if beyond is not None:
                    gaps.append(beyond)
        if whole.holds(now):
            idle = now - max([whole.start, *times[-1:]])
    within = None if limit is None else duty - sum((gap.length for gap in gaps), NONE)
    number = sum(period.holds(time) for time in times)
    return Covered(number, duty, within, tuple(gaps), times[-1] if times else None, idle, longest)


def idle_stretches(duty: Span, times: Sequence[datetime]) -> list[Span]:
    """Return the stretches of a duty between visits, which are in order of time."""
    inside = times[bisect_left(times, duty.start) : bisect_left(times, duty.end)]
    points = [duty.start, *inside, duty.end]
    return [Span(start, end) for start, end in pairwise(points) if start < end]


def together(parts: Sequence[Covered]) -> Covered:
    """Return several marks as one figure: sums, of those that are counted."""
    counted = [part for part in parts if part.within is not None]
    return Covered(
        sum(part.visits for part in parts), sum((part.duty for part in counted), NONE),
        sum((part.within or NONE for part in counted), NONE) if counted else None, (),
        max((part.last for part in parts if part.last), default=None),
        max((part.idle for part in parts if part.idle is not None), default=None),
        max((part.longest for part in parts), default=NONE),
    )  # fmt: skip


def _cut(span: Span, period: Span) -> Span | None:
    start, end = max(span.start, period.start), min(span.end, period.end)
    return Span(start, end) if start < end else None
