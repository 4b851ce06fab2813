"""Which facts something is made of, as rules written down as data say it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """Facts of some kinds. words: only with one of these words. categories: only whose category begins so."""

    kinds: tuple[str, ...]
    words: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A period, aware UTC: start is part of it, end is not."""

    start: datetime
    end: datetime

    @property
    def days(self) -> float:
        """Return its length in days."""
        return (self.end - self.start).total_seconds() / 86400


@dataclass(frozen=True, slots=True)
class Row:
    """A fact as far as rules look at it. See `facts.fact.Fact` for what each column means."""

    event_id: str
    kind: str
    at: datetime
    region: str = ""
    subject: str = ""
    category: str = ""
    word: str = ""
    team: str = ""
    value: float = 1.0
    other: str = ""
    restricted: bool = False
