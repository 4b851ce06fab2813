"""Working days (工作日) by a calendar that is data: holidays, make-up working days, a county's own file."""

from lianfang.workdays.calendar import WorkCalendar
from lianfang.workdays.load import load

__all__ = ["WorkCalendar", "load"]
