"""What kind of day a day is in a county: market day (逢墟日), working day, day of a festival or a match."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

_DAY = timedelta(days=1)


class LunarDay(Protocol):
    """A day of the lunar calendar (农历)."""

    @property
    def month(self) -> int:
        """1 to 12; a leap month has the number of the one before it."""

    @property
    def day(self) -> int:
        """1 to 30."""

    @property
    def leap(self) -> bool:
        """Whether the month is a leap month (闰月)."""


@dataclass(frozen=True, slots=True)
class Market:
    """On which days a place holds market. A day that any rule names is one.

    region: code of the place. solar_endings: last digits of the day of the month, 逢三、八 is {3, 8};
    lunar_endings: the same of the lunar day, 农历逢二、五、八. solar_days, lunar_days: whole numbers.
    weekdays: ISO, Monday 1. skipped, added: dates against the rules; `added` wins.
    """

    id: str
    name: str
    region: str
    solar_endings: frozenset[int] = frozenset()
    solar_days: frozenset[int] = frozenset()
    lunar_endings: frozenset[int] = frozenset()
    lunar_days: frozenset[int] = frozenset()
    weekdays: frozenset[int] = frozenset()
    skipped: frozenset[date] = frozenset()
    added: frozenset[date] = frozenset()

    def on(self, day: date, lunar: Callable[[date], LunarDay]) -> bool:
        """Tell whether market is held. Raises what `lunar` raises, where a rule asks it."""
        if day in self.added:
            return True
        if day in self.skipped:
            return False
        if day.day % 10 in self.solar_endings or day.day in self.solar_days or day.isoweekday() in self.weekdays:
            return True
        if not (self.lunar_endings or self.lunar_days):
            return False
        number = lunar(day).day
        return number % 10 in self.lunar_endings or number in self.lunar_days


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something that happens: a festival, a match, an inspection. tags: words that patterns ask for.

    first, last: local days, both part of it; or yearly, `days` days from a lunar (month, day) outside leap months.
    """

    id: str
    name: str
    tags: frozenset[str]
    first: date | None = None
    last: date | None = None
    lunar: tuple[int, int] | None = None
    days: int = 1

    def on(self, day: date, lunar: Callable[[date], LunarDay]) -> bool:
        """Tell whether the day is one of it."""
        if self.first is not None and self.last is not None and self.first <= day <= self.last:
            return True
        return self.lunar is not None and any(self._begins(day - n * _DAY, lunar) for n in range(self.days))

    def _begins(self, day: date, lunar: Callable[[date], LunarDay]) -> bool:
        it = lunar(day)
        return not it.leap and (it.month, it.day) == self.lunar


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of a county. is_working: the country's working days (工作日). lunar: the lunar day of a day."""

    is_working: Callable[[date], bool]
    lunar: Callable[[date], LunarDay]
    markets: Mapping[str, Market] = field(default_factory=dict)
    occasions: tuple[Occasion, ...] = ()

    def is_market(self, market: str, day: date) -> bool:
        """Tell whether the market is held; one that the calendar does not know never is."""
        known = self.markets.get(market)
        return known is not None and known.on(day, self.lunar)

    def tags(self, day: date) -> frozenset[str]:
        """Return the tags of all that happens on a day."""
        found = [each.tags for each in self.occasions if each.on(day, self.lunar)]
        return frozenset().union(*found)
