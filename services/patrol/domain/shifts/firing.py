"""Firing what is due: asks lapse, people are reminded, the shift starts, who has not come is replaced, it ends."""

from __future__ import annotations

from services.patrol.domain.shifts.asking import lapse
from services.patrol.domain.shifts.context import Context
from services.patrol.domain.shifts.due import due
from services.patrol.domain.shifts.filling import fill
from services.patrol.domain.shifts.leaving import release_gone
from services.patrol.domain.shifts.reminding import remind
from services.patrol.domain.shifts.running import end, no_shows, start
from services.patrol.domain.shifts.shift import Shift
from services.patrol.domain.shifts.step import Step


def fire(shift: Shift, ctx: Context) -> Step | None:
    """Fire all that is due by now, in its order; None when nothing is.

    People are looked for anew at each reminder and at the start, for places too that nobody was found for before.
    Who is on leave, suspended or has left by a reminder is taken out, should nobody have said so.
    """
    at = due(shift, ctx.policy)
    if at is None or at > ctx.now:
        return None
    shift, happened = lapse(shift, ctx)
    reminded = shift.reminded
    shift, told = remind(shift, ctx.policy.reminders, ctx.now)
    happened += told
    again = shift.reminded != reminded
    if again:
        shift, told = release_gone(shift, ctx)
        happened += told
    if shift.state == "published" and shift.start <= ctx.now:
        shift, told = start(shift)
        happened += told
        again = True
    if shift.state == "running":
        shift, told = no_shows(shift, ctx.policy.no_show_after, ctx.now)
        happened += told
        if shift.end <= ctx.now:
            shift, told = end(shift)
            happened += told
    shift, told = fill(shift, ctx, again=again)
    return shift, [*happened, *told]
