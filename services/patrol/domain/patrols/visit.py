"""A visit: somebody said that they were at a mark, and proved it so or so. What is not proven is kept, not counted.

The position itself is never kept, only its distance from the mark.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.patrol.domain.geo import Point, metres
from services.patrol.domain.policy import CheckIn

SKEW = timedelta(minutes=2)
"""How far a phone's clock may be off before its times are corrected and flagged."""
LATE = timedelta(minutes=5)
"""A report that comes later than this after the visit is called late."""
NOT_COUNTED = frozenset({"far", "inaccurate"})


@dataclass(frozen=True, slots=True)
class Visit:
    """See the module's text.

    id: the phone's own. mark: full id. at: by the phone's clock; time: when it was, as far as is known; received:
    by ours. left: when they went on, corrected like `time`. proof: ``code`` or ``position``. distance: metres from
    the mark, None by code. arrives: it is an arrival at a shift too. flags: what is odd about it.
    """

    id: str
    mark: str
    person: str
    at: datetime
    time: datetime
    received: datetime
    left: datetime | None = None
    proof: str = "code"
    distance: int | None = None
    arrives: bool = False
    flags: tuple[str, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether it is proven."""
        return NOT_COUNTED.isdisjoint(self.flags)

    @property
    def key(self) -> str:
        """The same for a report that comes again."""
        return f"{self.id}/{self.mark}/{self.person}/{self.at.isoformat()}"

    @property
    def order(self) -> tuple[object, ...]:
        """Order of time; of two at once always the same one first."""
        return (self.time, self.mark, self.key)


@dataclass(frozen=True, slots=True)
class Timed:
    """When something was. flags: clock_skew, clock_ahead, late_report, too_old."""

    time: datetime
    left: datetime | None
    flags: tuple[str, ...]


def timed(at: datetime, left: datetime | None, received: datetime, sent: datetime | None, rules: CheckIn) -> Timed:
    """Return when something was that a phone tells. sent: what its clock showed as it sent the report.

    A clock that is off by more than `SKEW` is corrected by what it was off at sending; nothing is in the future.
    """
    flags = []
    skew = sent - received if sent is not None else timedelta()
    if abs(skew) > SKEW:
        flags.append("clock_skew")
        at, left = at - skew, left - skew if left else None
    if at > received + SKEW:
        flags.append("clock_ahead")
    time = min(at, received)
    if received - time > LATE:
        flags.append("late_report")
    if received - time > rules.offline:
        flags.append("too_old")
    return Timed(time, max(time, min(left, received)) if left else None, tuple(flags))


@dataclass(frozen=True, slots=True)
class Near:
    """How near a position is to a mark. metres: rounded. flags: far, inaccurate; empty when it is there."""

    metres: int
    flags: tuple[str, ...]
    message: str = ""


def near(mark: Point, tolerance: int, position: Point, accuracy: float, rules: CheckIn) -> Near:
    """Judge a position with its reported accuracy, metres: within tolerance and accuracy together it is there."""
    away = round(metres(mark, position))
    if accuracy > rules.accuracy:
        said = f"the position is known to {round(accuracy)} m only; {rules.accuracy} m are needed: scan the code"
        return Near(away, ("inaccurate",), said)
    if away > tolerance + accuracy:
        return Near(
            away, ("far",), f"{away} m from the mark; within {tolerance} m counts: go nearer, or scan the code"
        )
    return Near(away, ())


def merged(visits: Iterable[Visit]) -> tuple[Visit, ...]:
    """Return visits in order of time, each once, however often and in whichever order they came.

    Of reports of one visit a proven one stands, then the one received first; it lasted as long as any says.
    """
    found: dict[str, Visit] = {}
    for visit in visits:
        known = found.get(visit.key)
        found[visit.key] = visit if known is None else _one(known, visit)
    return tuple(sorted(found.values(), key=lambda visit: visit.order))


def _one(first: Visit, second: Visit) -> Visit:
    kept = min(first, second, key=_standing)
    lefts = [each.left for each in (first, second) if each.left is not None]
    return replace(kept, left=max(lefts, default=None), arrives=first.arrives or second.arrives)


def _standing(visit: Visit) -> tuple[object, ...]:
    away = -1 if visit.distance is None else visit.distance
    return (not visit.counts, visit.received, visit.time, visit.proof, away, visit.flags)
