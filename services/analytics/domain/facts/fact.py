"""A fact: one narrow row that an event gives. Figures are queries over facts and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Fact:
    """What one event tells, in one row; ``(event_id, kind, other)`` is its key.

    event_id: the event it comes from; the same event gives the same facts, however often it's read.
    kind: what it counts (see kinds.py, and docs/facts.md).
    at: when it became true, aware UTC.
    region: the finest region code known, "" when unknown.
    subject: id of the aggregate (incident, case, shift, patrol …).
    category: incident or dispute category, hazard class …
    word: outcome, state, source, grade, name of the deadline …
    team: full id of the team or unit concerned.
    ring: 1, 3, 5 or None.
    value: a count, or seconds, minutes or points as the kind says.
    other: a second id: task, mark, person …
    restricted: counted only for callers who may see restricted events.
    sequence: of the aggregate, 0 when it has none.
    """

    event_id: str
    kind: str
    at: datetime
    region: str
    subject: str
    category: str = ""
    word: str = ""
    team: str = ""
    ring: int | None = None
    value: float = 1.0
    other: str = ""
    restricted: bool = False
    sequence: int = 0
