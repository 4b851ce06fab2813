"""Deciding an order: the shift afterwards and what happened, or a refusal with its reason."""

from __future__ import annotations

from typing import Any

from services.patrol.domain.shifts import asking, cancelling, leaving, moving, revising, running, swapping, taking
from services.patrol.domain.shifts.context import Context
from services.patrol.domain.shifts.filling import fill
from services.patrol.domain.shifts.shift import Shift
from services.patrol.domain.shifts.step import Handlers, Step

HANDLERS: Handlers = {
    **leaving.HANDLERS, **asking.HANDLERS, **taking.HANDLERS, **swapping.HANDLERS, **running.HANDLERS,
    **cancelling.HANDLERS, **revising.HANDLERS, **moving.HANDLERS,
}  # fmt: skip


def decide(shift: Shift, order: Any, ctx: Context) -> Step:
    """Return what an order brings about; whoever it leaves missing is asked for in the same step. Raises Refused.

    An order that changes nothing gives the very same shift. One that takes people out for others who follow at once
    (`moving.Clear`, `revising.Revise`) has nobody asked in between.
    """
    after, happened = HANDLERS[type(order)](shift, order, ctx)
    if after is shift or after == shift:
        return shift, []
    if isinstance(order, moving.Clear) or (isinstance(order, revising.Revise) and order.removing):
        return after, happened
    filled, more = fill(after, ctx)
    return filled, [*happened, *more]
