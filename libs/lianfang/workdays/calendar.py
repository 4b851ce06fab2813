"""Counting terms as the law does.

A term in days begins on the day after the one it starts on: the day of the start is not counted (民法典 art. 201).
It ends when its last day ends, at 24:00 local time (art. 203), which is the next midnight, itself outside the term.
A term in working days counts only days on which authorities work. For a term in calendar days that the law sets,
a last day that is a day off moves to the next working day (art. 203); promises a county makes itself do not move.
Business hours, which art. 203 lets end a day earlier, are not modelled: the end is always 24:00.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked. Beyond the covered years Monday to Friday are.

    days_off: holidays, weekends within them included. working_weekends: make-up working days (调休).
    years: for which the holidays are known. zone: whose midnight ends a day.
    """

    days_off: frozenset[date]
    working_weekends: frozenset[date]
    years: frozenset[int]
    zone: ZoneInfo

    def is_working(self, day: date) -> bool:
        """Tell whether `day` is a working day."""
        if day in self.working_weekends:
            return True
        return day not in self.days_off and day.weekday() < _SATURDAY

    def covers(self, day: date) -> bool:
        """Tell whether the holidays of the day's year are known; where not, callers should flag what they say."""
        return day.year in self.years

    def day_of(self, moment: datetime) -> date:
        """Return the local day of an aware moment. Raises ValueError for a naive one."""
        if moment.tzinfo is None:
            raise ValueError(f"{moment} has no time zone: give an aware moment")
        return moment.astimezone(self.zone).date()

    def end_of(self, day: date) -> datetime:
        """Return the end of a day, the next local midnight, in UTC."""
        return datetime.combine(day + _DAY, time.min, self.zone).astimezone(UTC)

    def nth_working_day(self, day: date, n: int) -> date:
        """Return the n-th working day after `day`, which is not counted; n = 0 gives `day`."""
        while n > 0:
            day += _DAY
            n -= self.is_working(day)
        return day

    def add_working_days(self, moment: datetime, days: int) -> datetime:
        """Return the end of the days-th working day after the moment's day, in UTC. ValueError for days < 1."""
        return self.end_of(self.nth_working_day(self.day_of(moment), _counted(days)))

    def add_legal_days(self, moment: datetime, days: int) -> datetime:
        """Return the end of the days-th calendar day after the moment's day, in UTC.

        A last day that is a day off moves to the next working day (民法典 art. 203). ValueError for days < 1.
        """
        last = self.day_of(moment) + _counted(days) * _DAY
        return self.end_of(last if self.is_working(last) else self.nth_working_day(last, 1))


def _counted(n: int) -> int:
    if n < 1:
        raise ValueError(f"{n} is no number of days to wait: give 1 or more")
    return n
