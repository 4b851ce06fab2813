"""Somebody who was to come does not: drops out, or is given leave."""

from __future__ import annotations

from dataclasses import dataclass

from services.patrol.domain.refused import Refused
from services.patrol.domain.shifts.context import Context
from services.patrol.domain.shifts.places import free_to_change, held_by, own_place, require_live, vacate
from services.patrol.domain.shifts.shift import Shift
from services.patrol.domain.shifts.step import Handlers, Happened, Step


@dataclass(frozen=True, slots=True)
class DropOut:
    """A person can't come. reason: a word."""

    person: str
    reason: str = "unable"


@dataclass(frozen=True, slots=True)
class Release:
    """A person is not to come any more, and may not have a place: leave was granted, suspended, left the force."""

    person: str
    reason: str = "leave"


def drop_out(shift: Shift, order: DropOut, _ctx: Context) -> Step:
    """Take the person's place from them. Raises Refused when they have none, came already, or the shift is over."""
    require_live(shift)
    place = own_place(shift, order.person)
    if place.state != "assigned":
        raise Refused("came_already", "who has come does not drop out", "depart instead")
    return _out(shift, place.number, order.person, order.reason)


def release(shift: Shift, order: Release, _ctx: Context) -> Step:
    """The same for somebody who is taken out; nothing happens when they have no place to come to."""
    place = held_by(shift, order.person)
    if shift.state != "published" or place is None:
        return shift, []
    return _out(shift, free_to_change(place).number, order.person, order.reason)


def release_gone(shift: Shift, ctx: Context) -> Step:
    """Take out all who can't come any more and of whom nobody told; not whom a planner put in all the same."""
    happened: list[Happened] = []
    for place in shift.places:
        why = ctx.gone(shift, place.person) if place.state == "assigned" else ""
        if why and not place.override and not place.pledged:
            shift, told = _out(shift, place.number, place.person, why)
            happened += told
    return shift, happened


def _out(shift: Shift, number: int, person: str, reason: str) -> Step:
    after, off = vacate(shift, number, reason)
    return after, [Happened("dropped_out", {"place": number, "person": person, "reason": reason}, (person,)), *off]


HANDLERS: Handlers = {DropOut: drop_out, Release: release}
