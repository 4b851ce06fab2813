"""The calendar of working days that a service reckons by, and from when on it is a guess."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path

from lianfang import workdays
from lianfang.datafile import NotValid
from lianfang.ops import metrics
from lianfang.runtime.listening import CannotStart
from lianfang.runtime.parts import Parts
from lianfang.workdays import WorkCalendar

WARNING_DAYS = 60
"""Days before the calendar's end from which on a start warns: terms of two months reach beyond it."""

_log = logging.getLogger(__name__)


def load_calendar(parts: Parts) -> WorkCalendar:
    """Return the calendar of LIANFANG_WORKDAYS, or that of the platform; the days left are a metric.

    Raises CannotStart for a file that can't be used.
    """
    try:
        calendar = workdays.load(Path(parts.config.workdays) if parts.config.workdays else None)
    except (OSError, NotValid) as error:
        raise CannotStart(f"LIANFANG_WORKDAYS: {' '.join(str(error).split())}") from None
    ends = date(max(calendar.years), 12, 31)

    def days_left() -> float:
        return float((ends - calendar.day_of(parts.clock())).days)

    metrics.WORKDAYS_LEFT.set_function(days_left)
    if days_left() < WARNING_DAYS:
        _log.warning("the calendar of working days ends on %s: add the next year, see docs/operations.md", ends)
    return calendar
