"""Watching one mark: a gap is found once, when it is idle beyond its limit while its post is on duty, and closed.

Everything is reckoned from all duties and visits known, so a record that comes late mends what was thought before.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from services.patrol.domain.patrols.coverage import joined
from services.patrol.domain.patrols.patrol import Happened
from services.patrol.domain.span import Span

KEPT = timedelta(days=4)
"""How long duties and visits are of use here: longer than a phone may be offline. Figures are made from patrols."""
MOST_VISITS = 1000


@dataclass(frozen=True, slots=True)
class Watch:
    """See the module's text. id: full id of the mark. limit: minutes, None: nobody counts.

    duties: shift -> when its post is on duty. visits: in order. gap: since when it is idle, None without a gap.
    """

    id: str
    post: str
    unit: str
    county: str
    region: str
    team: str = ""
    limit: int | None = None
    duties: Mapping[str, Span] = field(default_factory=dict)
    visits: tuple[datetime, ...] = ()
    gap: datetime | None = None


Step = tuple[Watch, list[Happened]]


def visited(watch: Watch, at: datetime, now: datetime) -> Step:
    """Note a visit, which may lie back."""
    visits = tuple(sorted({*watch.visits, min(at, now)}))[-MOST_VISITS:]
    return settled(replace(watch, visits=visits), now)


def on_duty(watch: Watch, duties: Mapping[str, Span | None], now: datetime) -> Step:
    """Note when shifts of its post are; None: not at all."""
    after = {**watch.duties, **duties}
    return settled(replace(watch, duties={shift: span for shift, span in after.items() if span is not None}), now)


def settled(watch: Watch, now: datetime) -> Step:
    """Find and close gaps as they are now; one that a late report shows never to have been, as ``late_report``."""
    since = _gap_since(watch, now)
    happened = []
    if watch.gap is not None and since != watch.gap:
        happened.append(_closed(watch, watch.gap, now))
    if since is not None and since != watch.gap:
        happened.append(Happened("coverage_gap_found", {
            "idle_since": since.isoformat(), "limit_minutes": watch.limit, "at": now.isoformat(),
        }))  # fmt: skip
    return _pruned(replace(watch, gap=since), now), happened


def due(watch: Watch, now: datetime) -> datetime | None:
    """Return when to look again, None when nothing is to come."""
    if watch.limit is None:
        return None
    limit = timedelta(minutes=watch.limit)
    for duty in joined(watch.duties.values()):
        if watch.gap is not None and duty.start <= watch.gap < duty.end:
            return duty.end
        late = _idle_since(watch, duty, max(now, duty.start)) + limit
        if late < duty.end and now < duty.end:
            return late
    return None


def _gap_since(watch: Watch, now: datetime) -> datetime | None:
    if watch.limit is None:
        return None
    for duty in joined(watch.duties.values()):
        if duty.holds(now):
            since = _idle_since(watch, duty, now)
            return since if now - since >= timedelta(minutes=watch.limit) else None
    return None


def _idle_since(watch: Watch, duty: Span, now: datetime) -> datetime:
    before = watch.visits[: bisect_right(watch.visits, now)]
    return max(duty.start, *before[-1:]) if before else duty.start


def _closed(watch: Watch, gap: datetime, now: datetime) -> Happened:
    data: dict[str, Any] = {"idle_since": gap.isoformat()}
    visit = next((time for time in watch.visits if time > gap), None)
    if visit is None:
        return Happened("coverage_gap_closed", {**data, "reason": "off_duty", "at": now.isoformat()})
    late = watch.limit is not None and visit <= gap + timedelta(minutes=watch.limit)
    reason = "late_report" if late else "visited"
    return Happened("coverage_gap_closed", {**data, "reason": reason, "at": visit.isoformat()})


def _pruned(watch: Watch, now: datetime) -> Watch:
    """Forget what is long over; the last visit stays."""
    old = now - KEPT
    needed = min(old, watch.gap or old)
    duties = {shift: span for shift, span in watch.duties.items() if span.end > needed}
    visits = tuple(time for time in watch.visits if time > old) or watch.visits[-1:]
    return replace(watch, duties=duties, visits=visits)
