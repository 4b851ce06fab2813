"""Periods of figures: local days, and what people make of them: weeks, months, quarters, years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

DAY, WEEK, MONTH, QUARTER, YEAR, SPAN = "day", "week", "month", "quarter", "year", "span"
KINDS = (DAY, WEEK, MONTH, QUARTER, YEAR, SPAN)
FORMS = "2026-11-22, 2026-W47, 2026-11, 2026-Q4, 2026, or 2026-11-01..2026-11-15"
FIRST_YEAR, LAST_YEAR = 1990, 2200
_MONTHS = {MONTH: 1, QUARTER: 3, YEAR: 12}
_PATTERNS = (
    (DAY, re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")),
    (WEEK, re.compile(r"([0-9]{4})-W([0-9]{2})")),
    (MONTH, re.compile(r"([0-9]{4})-([0-9]{2})")),
    (QUARTER, re.compile(r"([0-9]{4})-Q([1-4])")),
    (YEAR, re.compile(r"([0-9]{4})")),
)


class BadPeriod(ValueError):
    """The text is no period; the message says what one looks like."""


@dataclass(frozen=True, slots=True)
class Period:
    """Whole local days from `first` to `last`, both in it.

    kind: day, week (ISO 8601, from Monday), month, quarter, year, or span for any other number of days.
    """

    kind: str
    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read a period as people write it, see FORMS. Raises BadPeriod."""
        try:
            found = _parse(text)
        except ValueError:
            raise BadPeriod(f"there is no period {text!r}; write it like {FORMS}") from None
        if not FIRST_YEAR <= found.first.year <= found.last.year <= LAST_YEAR:
            raise BadPeriod(f"the period {text} is out of reach: give years from {FIRST_YEAR} to {LAST_YEAR}")
        return found

    @classmethod
    def of(cls, kind: str, day: date) -> Period:
        """Return the day, week, month, quarter or year that `day` lies in. Raises BadPeriod for other kinds."""
        if kind == DAY:
            return cls(DAY, day, day)
        if kind == WEEK:
            monday = day - timedelta(days=day.weekday())
            return cls(WEEK, monday, monday + timedelta(days=6))
        if kind not in _MONTHS:
            raise BadPeriod(f"there is no {kind!r} of a day; use day, week, month, quarter or year")
        months = _MONTHS[kind]
        first = date(day.year, (day.month - 1) // months * months + 1, 1)
        return cls(kind, first, _later(first, months) - timedelta(days=1))

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def text(self) -> str:
        """The text that `parse` reads back."""
        year, week, _ = self.first.isocalendar()
        return {
            DAY: self.first.isoformat(),
            WEEK: f"{year}-W{week:02}",
            MONTH: f"{self.first:%Y-%m}",
            QUARTER: f"{self.first.year}-Q{(self.first.month + 2) // 3}",
            YEAR: f"{self.first.year}",
        }.get(self.kind, f"{self.first}..{self.last}")

    def previous(self) -> Period:
        """Return the period of the same kind just before it (环比); before a span as many days."""
        day_before = self.first - timedelta(days=1)
        if self.kind == SPAN:
            return Period(SPAN, self.first - timedelta(days=self.days), day_before)
        return Period.of(self.kind, day_before)

    def year_before(self) -> Period:
        """Return the same period a year earlier (同比).

        A week's is that with the same number; week 53's is 52 where there was no 53. 29 February's is the 28th.
        """
        if self.kind == WEEK:
            year, week, _ = self.first.isocalendar()
            try:
                return Period.of(WEEK, date.fromisocalendar(year - 1, week, 1))
            except ValueError:
                return Period.of(WEEK, date.fromisocalendar(year - 1, 52, 1))
        if self.kind in (DAY, SPAN):
            return Period(self.kind, _year_earlier(self.first), _year_earlier(self.last))
        return Period.of(self.kind, _year_earlier(self.first))

    def until(self, last: date) -> Period:
        """Return its part up to and with `last`; itself when it ends before. Raises BadPeriod when none is left."""
        if last >= self.last:
            return self
        if last < self.first:
            raise BadPeriod(f"the period {self.text} has not begun on {last}")
        return Period(SPAN, self.first, last)

    def begun(self, days: int) -> Period:
        """Return its first `days` days, itself when it has no more."""
        return self.until(self.first + timedelta(days=days - 1))

    def bounds(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """Return the moments, in UTC, at which it begins and the next day after it begins."""
        start, end = (datetime.combine(day, time(), zone) for day in (self.first, self.last + timedelta(days=1)))
        return start.astimezone(UTC), end.astimezone(UTC)

    def slots(self, kind: str) -> list[Period]:
        """Return the days, weeks, months … that begin in it."""
        found, slot = [], Period.of(kind, self.first)
        while slot.first <= self.last:
            if slot.first >= self.first:
                found.append(slot)
            slot = Period.of(kind, slot.last + timedelta(days=1))
        return found


def last_periods(until: Period, number: int) -> list[Period]:
    """Return `until` and the periods before it, `number` of them, the earliest first."""
    found = [until]
    while len(found) < number:
        found.append(found[-1].previous())
    return found[::-1]


def _parse(text: str) -> Period:
    if ".." in text:
        first, last = (date.fromisoformat(part) for part in text.split("..", 1))
        if first > last:
            raise ValueError(text)
        return Period(SPAN, first, last)
    for kind, pattern in _PATTERNS:
        if found := pattern.fullmatch(text):
            return _from_numbers(kind, *map(int, found.groups()))
    raise ValueError(text)


def _from_numbers(kind: str, year: int, second: int = 1, day: int = 1) -> Period:
    if kind == WEEK:
        return Period.of(WEEK, date.fromisocalendar(year, second, 1))
    month = second * 3 if kind == QUARTER else second
    return Period.of(kind, date(year, month, day))


def _later(first: date, months: int) -> date:
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _year_earlier(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)
