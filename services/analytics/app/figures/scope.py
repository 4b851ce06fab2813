"""Which facts a query may see: a span of time, a part of the country, with or without restricted ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

AT = '"at"'
EARLIER = timedelta(days=31)
"""How long before the period what belongs to its facts may lie, as an answer before its deadline."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a query may see.

    start: None for stocks, which take all before `end`. prefix: of region codes. month: of the period's last day.
    kinds: all that the figure looks at; what is restricted in one of them is left out of all.
    restricted: restricted facts are seen too. slots: the days, weeks … that a figure per day, week … expects.
    """

    start: datetime | None
    end: datetime
    prefix: str
    month: str
    kinds: tuple[str, ...]
    restricted: bool = False
    slots: tuple[str, ...] = ()


class Sql:
    """A text with its parameters, put together piece by piece so that no value ever gets into the text."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.params: list[Any] = []

    def add(self, text: str, *params: Any) -> Sql:
        """Append a piece and the values of its question marks."""
        self._parts.append(text)
        self.params.extend(params)
        return self

    def one_of(self, column: str, values: Sequence[Any]) -> Sql:
        """Append ``AND column IN (…)``; nothing when there are no values."""
        if values:
            self.add(f"AND {column} IN ({marks(values)})", *values)
        return self

    def near(self, scope: Scope) -> Sql:
        """Append the bound that spares reading years of facts for a figure of this week; none for stocks."""
        return self if scope.start is None else self.add(f"AND {AT} >= ?", moment(scope.start - EARLIER))

    @property
    def text(self) -> str:
        """The whole."""
        return "\n".join(self._parts)


def marks(values: Iterable[Any]) -> str:
    """Return as many question marks as there are values."""
    return ", ".join("?" for _ in values)


def moment(at: datetime) -> datetime:
    """Return an aware time as the base keeps times: UTC without offset."""
    return at.astimezone(UTC).replace(tzinfo=None)
