"""The whole shift is off."""

from __future__ import annotations

from dataclasses import dataclass, replace

from services.patrol.domain.shifts.context import Context
from services.patrol.domain.shifts.places import end_swaps, free_to_change, require_live
from services.patrol.domain.shifts.shift import Place, Shift
from services.patrol.domain.shifts.step import Handlers, Happened, Step


@dataclass(frozen=True, slots=True)
class Cancel:
    """reason: a word."""

    reason: str


def cancel(shift: Shift, order: Cancel, _ctx: Context) -> Step:
    """Take everybody out and tell them, those who were asked too. Raises Refused for one that is over."""
    if shift.state == "cancelled":
        return shift, []
    require_live(shift)
    for place in shift.places:
        free_to_change(place)
    asked = tuple(ask.person for place in shift.places for ask in place.asks if ask.answer == "waiting")
    told = (*shift.people, *asked)
    shift, off = end_swaps(shift)
    places = tuple(map(_emptied, shift.places))
    after = replace(shift, state="cancelled", places=places, raised=(), off=order.reason)
    return after, [*off, Happened("shift_cancelled", {"reason": order.reason, "people": list(told)}, told)]


def _emptied(place: Place) -> Place:
    asks = tuple(replace(ask, answer="withdrawn") if ask.answer == "waiting" else ask for ask in place.asks)
    before = (*place.before, (place.person, "cancelled")) if place.person else place.before
    return Place(place.number, place.need, asks=asks, before=before)


HANDLERS: Handlers = {Cancel: cancel}
