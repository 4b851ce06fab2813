"""A roster was planned anew after it was published: its shifts follow, and who is told what changed for them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from services.patrol.domain.shifts.context import Context
from services.patrol.domain.shifts.places import end_swaps, free_to_change
from services.patrol.domain.shifts.shift import Place, Shift
from services.patrol.domain.shifts.step import Handlers, Happened, Step

REPLANNED = "replanned"


@dataclass(frozen=True, slots=True)
class Revise:
    """The shift as the roster's newer version has it. removing: only take those out who are in it no more."""

    draft: Shift
    removing: bool = False


def revise(shift: Shift, order: Revise, _ctx: Context) -> Step:
    """Make its places the draft's; who keeps a place at the same hours keeps it as it is.

    Of other hours everybody's time is taken anew. Nothing happens once it has begun or a planner called it off;
    one that was off because the roster had it no more is there again.
    """
    if shift.state == "cancelled" and shift.off == REPLANNED and not order.removing:
        again = replace(order.draft, given_up=shift.given_up)
        data = {"people": list(again.people), "open": [each.number for each in again.places if not each.person]}
        return again, [Happened("shift_published", data, again.people)]
    if shift.state != "published":
        return shift, []
    for place in shift.places:
        free_to_change(place)
    shift, off = end_swaps(shift)
    same_hours = shift.span == order.draft.span
    mine = {place.person: place for place in shift.places if place.person and same_hours}
    places = tuple(_as_drafted(place, mine, order.removing) for place in order.draft.places)
    asked = [
        Happened("replacement_answered", {"place": place.number, "person": ask.person, "answer": "withdrawn"},
                 (ask.person,))
        for place in shift.places for ask in place.asks if ask.answer == "waiting"
    ]  # fmt: skip
    after = replace(
        shift, places=places, start=order.draft.start, end=order.draft.end, together=order.draft.together,
        accompanied=order.draft.accompanied, reminded=order.draft.reminded,
    )  # fmt: skip
    coming = set(order.draft.people) if order.removing else set()  # they are told when they are in it again
    people = tuple(sorted((set(shift.people) ^ set(after.people)) - coming))
    told = [Happened("shift_changed", {"what": REPLANNED, "people": list(people)}, people)] if people else []
    return after, [*off, *asked, *told]


def _as_drafted(draft: Place, mine: dict[str, Place], removing: bool) -> Place:
    own = mine.get(draft.person)
    if own is not None:
        return replace(own, number=draft.number, need=draft.need)
    if removing and draft.person:
        return Place(draft.number, draft.need, told=True)
    return draft


HANDLERS: Handlers = {Revise: revise}
