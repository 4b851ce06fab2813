"""What was known at a place before something happened there, from its facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from services.analytics.domain.reviews.review import Picture
from services.analytics.domain.wanted import Row

_DAY_S = 86400
VISITS = frozenset({"visit_made", "mark_visited"})
HAZARD_FOUND, HAZARD_ENDED = "hazard_found", frozenset({"hazard_resolved"})
CASE_OPENED = "case_opened"
CASE_ENDED = frozenset({"case_settled", "case_failed", "case_transferred", "case_closed"})


def picture(rows: Sequence[Row], at: datetime, incident: str, most: int) -> Picture:
    """Return the picture as of `at`: what came true later, and the incident itself, was not known before.

    rows: the place's facts. incident: id of what happened. most: so many rows are kept, the newest.
    """
    before = sorted(
        (row for row in rows if row.at < at and row.subject != incident),
        key=lambda row: (row.at, row.event_id, row.kind, row.other), reverse=True,
    )  # fmt: skip
    visits = [row.at for row in before if row.kind in VISITS]
    return Picture(
        rows=tuple(before[:most]),
        total=len(before),
        by_kind=dict(sorted(Counter(row.kind for row in before).items())),
        open_hazards=_open(before, HAZARD_FOUND, HAZARD_ENDED),
        open_cases=_open(before, CASE_OPENED, CASE_ENDED),
        earlier_incidents=len({row.subject for row in before if row.kind == "incident_reported"}),
        days_since_visit=round((at - max(visits)).total_seconds() / _DAY_S, 2) if visits else None,
    )


def _open(rows: Sequence[Row], began: str, ended: frozenset[str]) -> tuple[str, ...]:
    begun = {row.subject for row in rows if row.kind == began}
    return tuple(sorted(begun - {row.subject for row in rows if row.kind in ended}))
