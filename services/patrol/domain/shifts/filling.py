"""After each change: what the shift lacks is raised, and every empty place is asked for or told as open."""

from __future__ import annotations

from services.patrol.domain.shifts.asking import ask_next
from services.patrol.domain.shifts.company import look_after, most_urgent_first
from services.patrol.domain.shifts.context import Context
from services.patrol.domain.shifts.places import LIVE
from services.patrol.domain.shifts.shift import Shift
from services.patrol.domain.shifts.step import Step


def fill(shift: Shift, ctx: Context, *, again: bool = False) -> Step:
    """Do so. again: look for people for places too that nobody was found for before; so is done when the
    shift has come to lack company, for whom it lacks may have an empty place that nobody was asked for.
    """
    if shift.state not in LIVE:
        return shift, []
    shift, happened = look_after(shift)
    again = again or bool(happened)
    for number in most_urgent_first(shift):
        shift, asked = ask_next(shift, number, ctx, again=again)
        happened += asked
    return shift, happened
