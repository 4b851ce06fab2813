"""Swaps and give-aways: proposed by who has a place, agreed by the taker, approved by a planner where policy asks.

Two shifts cannot be changed by one write. So the second place is *pledged* first, then this shift decides by one
write (`commit`), then the second place is handed over; whoever finds a pledge left behind asks this shift.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from services.patrol.domain.refused import Refused
from services.patrol.domain.shifts.context import Context, Who
from services.patrol.domain.shifts.places import (
    PENDING_SWAP,
    decided,
    free_to_change,
    give,
    held_by,
    own_place,
    place_at,
    vacate,
    with_place,
)
from services.patrol.domain.shifts.shift import Place, Shift, Swap
from services.patrol.domain.shifts.step import Handlers, Happened, Step
from services.patrol.domain.shifts.taking import require_fit

SWAPPED = "swapped"


@dataclass(frozen=True, slots=True)
class Propose:
    """Whoever has a place offers it to somebody, for theirs in another shift or for nothing."""

    id: str
    giver: str
    taker: str
    other_shift: str = ""
    other_place: int | None = None


@dataclass(frozen=True, slots=True)
class Agree:
    """The taker would."""

    swap: str
    taker: str


@dataclass(frozen=True, slots=True)
class EndSwap:
    """It is off. decision: refused (by taker or planner), withdrawn (by the giver)."""

    swap: str
    decision: str


@dataclass(frozen=True, slots=True)
class Commit:
    """It is done: this shift's place goes to the taker."""

    swap: str
    taker: Who


@dataclass(frozen=True, slots=True)
class Pledge:
    """The second shift's place waits for the first shift's decision."""

    by: str
    person: str
    place: int
    giver: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """The first shift has decided: the pledged place goes to the giver; None: it stays where it is.

    lost: it was decided, but the giver has another duty by now: the place is left open.
    """

    by: str
    to: Who | None
    lost: bool = False


def swap_of(shift: Shift, id: str) -> Swap:
    """Return a swap. Raises Refused."""
    found = next((each for each in shift.swaps if each.id == id), None)
    if found is None:
        raise Refused("no_such_swap", "the shift has no such swap", "look at its swaps", field="swap")
    return found


def propose(shift: Shift, order: Propose, _ctx: Context) -> Step:
    """Note the proposal. Raises Refused for a shift that has begun, and for a place that is offered already."""
    if any(each.id == order.id for each in shift.swaps):
        return shift, []
    _require_coming(shift)
    place = own_place(shift, order.giver)
    if order.giver == order.taker or held_by(shift, order.taker) is not None:
        raise Refused("bad_taker", "the taker must be somebody who is not in the shift", "ask somebody else",
                      field="taker")  # fmt: skip
    if any(each.place == place.number and each.state in PENDING_SWAP for each in shift.swaps):
        raise Refused("offered_already", "the place is offered to somebody already", "withdraw that first")
    swap = Swap(order.id, place.number, order.giver, order.taker, order.other_shift, order.other_place)
    data = {"place": place.number, "swap": swap.id, "giver": swap.giver, "taker": swap.taker}
    if swap.other_shift:
        data |= {"other_shift": swap.other_shift, "other_place": swap.other_place}
    after = replace(shift, swaps=(*shift.swaps, swap))
    return after, [Happened("swap_proposed", data, (order.taker,))]


def agree(shift: Shift, order: Agree, _ctx: Context) -> Step:
    """Note that the taker agrees. Raises Refused when it is not theirs to agree to, or decided."""
    _require_coming(shift)
    swap = swap_of(shift, order.swap)
    if swap.taker != order.taker:
        raise Refused("not_yours", "only the taker agrees", "let them answer")
    if swap.state in ("agreed", "approved"):
        return shift, []
    _require_pending(swap)
    after = _with_swap(shift, replace(swap, state="agreed"))
    return after, [decided(swap, "agreed")]


def end_swap(shift: Shift, order: EndSwap, _ctx: Context) -> Step:
    """Call it off. Raises Refused when it is done already."""
    swap = swap_of(shift, order.swap)
    if swap.state == order.decision:
        return shift, []
    _require_pending(swap)
    return _with_swap(shift, replace(swap, state=order.decision)), [decided(swap, order.decision)]


def commit(shift: Shift, order: Commit, ctx: Context) -> Step:
    """Hand the place over and note the approval. Raises Refused when anything stands against it by now."""
    swap = swap_of(shift, order.swap)
    if swap.state == "approved":
        return shift, []
    _require_coming(shift)
    if swap.state != "agreed":
        raise Refused("not_agreed", f"the swap is {swap.state}", "the taker must agree first")
    place = free_to_change(place_at(shift, swap.place))
    if place.person != swap.giver:
        raise Refused("not_in_shift", "the giver has lost the place meanwhile", "propose another swap")
    shift = _with_swap(shift, replace(swap, state="approved"))
    empty = with_place(shift, _emptied(place))
    require_fit(empty, place.number, order.taker.person, ctx)
    after, filled = give(empty, place.number, order.taker, SWAPPED, ctx.now)
    return after, [*filled, decided(swap, "approved")]


def pledge(shift: Shift, order: Pledge, ctx: Context) -> Step:
    """Let the place wait. Raises Refused when the person does not have it, or it waits already."""
    place = place_at(shift, order.place)
    if place.pledged == order.by:
        return shift, []
    _require_coming(shift)
    free_to_change(place)
    if place.person != order.person:
        raise Refused(
            "not_in_shift", "the taker does not have the place they give in return", "propose another swap"
        )
    if held_by(shift, order.giver) is not None:
        raise Refused("has_a_place", "the giver has a place in that shift already", "propose another swap")
    require_fit(with_place(shift, _emptied(place)), place.number, order.giver, ctx)
    return with_place(shift, replace(place, pledged=order.by)), []


def hand_over(shift: Shift, order: HandOver, ctx: Context) -> Step:
    """End the waiting, with or without a change. Nothing happens when it has ended already."""
    place = next((each for each in shift.places if each.pledged == order.by), None)
    if place is None:
        return shift, []
    free = replace(place, pledged="")
    shift = with_place(shift, free)
    if order.lost:
        return vacate(shift, place.number, SWAPPED)
    if order.to is None:
        return shift, []
    return give(with_place(shift, _emptied(free)), place.number, order.to, SWAPPED, ctx.now)


def _emptied(place: Place) -> Place:
    return replace(place, person="", state="open", before=(*place.before, (place.person, SWAPPED)))


def _with_swap(shift: Shift, swap: Swap) -> Shift:
    return replace(shift, swaps=tuple(swap if each.id == swap.id else each for each in shift.swaps))


def _require_coming(shift: Shift) -> None:
    if shift.state != "published":
        raise Refused("shift_begun", f"the shift is {shift.state}", "swap before it begins")


def _require_pending(swap: Swap) -> None:
    if swap.state not in PENDING_SWAP:
        raise Refused("swap_over", f"the swap is {swap.state} already", "propose another")


HANDLERS: Handlers = {
    Propose: propose, Agree: agree, EndSwap: end_swap, Commit: commit, Pledge: pledge, HandOver: hand_over,
}  # fmt: skip
