"""On which days a pattern of duty holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.patrol.domain.demand.calendar import Calendar

DayClass = Literal["any", "working", "off"]


@dataclass(frozen=True, slots=True)
class When:
    """All that is said must hold; nothing said is every day.

    weekdays: ISO, Monday 1. day: working days (工作日) or days off. market: only on that market's days; no_market:
    not on them. tags: only when one of them is on; no_tags: when none of them is. first, last: local days, both in.
    skip: told days on which there is none.
    """

    weekdays: frozenset[int] = frozenset()
    day: DayClass = "any"
    market: str = ""
    no_market: str = ""
    tags: frozenset[str] = frozenset()
    no_tags: frozenset[str] = frozenset()
    first: date | None = None
    last: date | None = None
    skip: frozenset[date] = frozenset()

    def holds(self, day: date, calendar: Calendar) -> bool:
        """Tell whether it holds on a local day."""
        return self._by_date(day) and self._by_kind(day, calendar)

    def _by_date(self, day: date) -> bool:
        if day in self.skip or (self.first is not None and day < self.first):
            return False
        if self.last is not None and day > self.last:
            return False
        return not self.weekdays or day.isoweekday() in self.weekdays

    def _by_kind(self, day: date, calendar: Calendar) -> bool:
        if self.day != "any" and calendar.is_working(day) != (self.day == "working"):
            return False
        if self.market and not calendar.is_market(self.market, day):
            return False
        if self.no_market and calendar.is_market(self.no_market, day):
            return False
        if not (self.tags or self.no_tags):
            return True
        tags = calendar.tags(day)
        return (not self.tags or bool(self.tags & tags)) and not self.no_tags & tags


ALWAYS = When()
"""Every day."""
