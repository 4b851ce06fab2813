"""Taking an open place: by oneself, first come, first served; or by a planner, who may override a rule."""

from __future__ import annotations

from dataclasses import dataclass, replace

from services.patrol.domain.refused import Refused
from services.patrol.domain.shifts.context import Context, Who
from services.patrol.domain.shifts.places import (
    free_to_change,
    give,
    held_by,
    place_at,
    require_live,
    vacate,
)
from services.patrol.domain.shifts.shift import Shift
from services.patrol.domain.shifts.step import Handlers, Happened, Step


@dataclass(frozen=True, slots=True)
class Take:
    """Somebody volunteers for an open place. place: None: the first that fits."""

    who: Who
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Assign:
    """A planner gives a place to somebody; who has it, loses it. override: why rules may be broken, a word."""

    who: Who
    place: int
    override: str = ""
    reason: str = "assigned"


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Nobody knows whether a hold of a diary is about to become a place: from now on it is refused."""

    hold: str


def require_fit(shift: Shift, number: int, person: str, ctx: Context) -> None:
    """Raise Refused with every rule it would break to give a place to somebody."""
    broken = list(ctx.judge(shift, number, person))
    if broken:
        raise Refused("against_the_rules", "; ".join(broken), "take another place or another person")


def take(shift: Shift, order: Take, ctx: Context) -> Step:
    """Give it to them. Raises Refused when no place is open to them."""
    require_live(shift)
    if held_by(shift, order.who.person) is not None:
        raise Refused("has_a_place", "this person has a place in the shift already", "nothing is to be done")
    number = fitting(shift, order.who.person, order.place, ctx)
    return give(shift, number, order.who, "taken", ctx.now)


def fitting(shift: Shift, person: str, number: int | None, ctx: Context) -> int:
    """Return the place to take: the one that is wanted, or the first open one that fits. Raises Refused."""
    if number is not None:
        if not place_at(shift, number).person:
            require_fit(shift, number, person, ctx)
        return number
    empty = [place.number for place in shift.places if not place.person]
    if not empty:
        raise Refused(
            "already_taken", "thank you, but no place of this shift is open any more", "look at the open shifts"
        )
    for each in empty[:-1]:
        if not ctx.judge(shift, each, person):
            return each
    require_fit(shift, empty[-1], person, ctx)
    return empty[-1]


def assign(shift: Shift, order: Assign, ctx: Context) -> Step:
    """Give it to them, whoever has it. Raises Refused, for broken rules only without an override."""
    require_live(shift)
    place = free_to_change(place_at(shift, order.place))
    if place.person == order.who.person:
        return shift, []
    if place.state in ("here", "served"):
        raise Refused("came_already", "somebody has come to this place", "take another place")
    happened: list[Happened] = []
    if place.person:
        shift, happened = vacate(shift, order.place, "reassigned")
        data = {"place": order.place, "person": place.person, "what": "reassigned", "reason": order.reason}
        happened = [Happened("shift_changed", data, (place.person,)), *happened]
    broken = () if order.override else tuple(ctx.judge(shift, order.place, order.who.person))
    if broken:
        raise Refused("against_the_rules", "; ".join(broken), "take somebody else, or give override and a reason")
    after, filled = give(shift, order.place, order.who, order.reason, ctx.now, order.override)
    return after, [*happened, *filled]


def give_up(shift: Shift, order: GiveUp, _ctx: Context) -> Step:
    """See to it that a hold never becomes a place; one that has, stays."""
    if order.hold in shift.given_up or any(place.hold == order.hold for place in shift.places):
        return shift, []
    return replace(shift, given_up=(*shift.given_up, order.hold)), []


HANDLERS: Handlers = {Take: take, Assign: assign, GiveUp: give_up}
