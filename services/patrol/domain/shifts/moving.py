"""Carrying out a repair: who is moved is taken out first, without anybody being asked in between."""

from __future__ import annotations

from dataclasses import dataclass, replace

from services.patrol.domain.refused import Refused
from services.patrol.domain.shifts.context import Context
from services.patrol.domain.shifts.places import free_to_change, place_at, vacate, with_place
from services.patrol.domain.shifts.shift import Shift
from services.patrol.domain.shifts.step import Handlers, Happened, Step

MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Clear:
    """Take a person out of a place; whoever orders it sees to the place."""

    place: int
    person: str


@dataclass(frozen=True, slots=True)
class Reopen:
    """The place stayed empty: ask for it."""

    place: int


def clear(shift: Shift, order: Clear, _ctx: Context) -> Step:
    """Do so. Raises Refused when the person does not have the place, or the shift has begun."""
    place = free_to_change(place_at(shift, order.place))
    if shift.state != "published" or place.person != order.person:
        raise Refused("changed_meanwhile", "the place has changed since", "ask for another repair")
    after, off = vacate(shift, order.place, MOVED)
    quiet = with_place(after, replace(after.places[order.place], told=True))
    data = {"place": order.place, "person": order.person, "what": MOVED}
    return quiet, [Happened("shift_changed", data, (order.person,)), *off]


def reopen(shift: Shift, order: Reopen, _ctx: Context) -> Step:
    """Have it asked for, if it is empty."""
    place = place_at(shift, order.place)
    return (shift, []) if place.person else (with_place(shift, replace(place, told=False)), [])


HANDLERS: Handlers = {Clear: clear, Reopen: reopen}
