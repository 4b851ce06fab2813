"""What an event type tells, as data: which field of the payload becomes which column of a fact.

The same declarations make the facts and the table in docs/facts.md, so the two can't differ.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from services.analytics.domain.event_like import EventLike
from services.analytics.domain.facts.fact import Fact

Row = Mapping[str, Any]
Rows = Callable[[Row], Iterable[Row]]


def itself(data: Row) -> Iterable[Row]:
    """Return the payload as the only row."""
    return (data,)


@dataclass(frozen=True, slots=True)
class Tells:
    """One kind of fact that an event gives.

    kind, means: what it counts, in one word and in one sentence. unit: of the value.
    category, word, team, other, subject, at, value: the field that the column is taken from; "" leaves the
    column's default: empty, the event's subject, the event's time, and 1. `team` names a full team or unit id.
    rows: makes rows out of the payload, for lists and for what must be reckoned; each row is one fact, and rows
    of one event differ in `other`.
    """

    kind: str
    means: str
    category: str = ""
    word: str = ""
    team: str = ""
    other: str = ""
    subject: str = ""
    at: str = ""
    value: str = ""
    unit: str = "1"
    rows: Rows = itself

    def facts(self, event: EventLike) -> Iterable[Fact]:
        """Yield the facts. Raises KeyError, ValueError or TypeError when the payload broke its contract."""
        for row in self.rows(event.data):
            get, ring = row.get, row.get("ring")
            yield Fact(
                event.id, self.kind, moment(_text(get(self.at)) or event.time if self.at else event.time),
                region=_text(get("region")) or event.region,
                subject=_text(get(self.subject)) or event.subject if self.subject else event.subject,
                category=_text(get(self.category)) if self.category else "",
                word=_text(get(self.word)) if self.word else "", team=_text(get(self.team)) if self.team else "",
                ring=None if ring is None else int(ring), value=_number(row[self.value]) if self.value else 1.0,
                other=_text(get(self.other)) if self.other else "", restricted=event.restricted,
                sequence=event.sequence,
            )  # fmt: skip


def moment(text: str) -> datetime:
    """Read a time, aware UTC. Raises ValueError for a text that is none or has no offset."""
    read = datetime.fromisoformat(text)
    if read.tzinfo is None:
        raise ValueError(f"time {text!r} has no offset")
    return read.astimezone(UTC)


def minutes(start: str, end: str) -> float:
    """Return how many minutes lie between two times. Raises ValueError."""
    return (moment(end) - moment(start)).total_seconds() / 60


def seconds(start: str, end: str) -> float:
    """Return how many seconds lie between two times. Raises ValueError."""
    return (moment(end) - moment(start)).total_seconds()


def only(field: str, *values: object) -> Rows:
    """Return rows that keep a payload whose field has one of the values, and drop others."""
    return lambda data: (data,) if data.get(field) in values else ()


def _number(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):  # one such row would spoil every sum that it is part of
        raise ValueError(f"{number} is no number to count")
    return number


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else str(value)
