"""What may be done to a shift over HTTP: name, body, roles, and what it does. One endpoint each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema

from lianfang.regions.codes import contains
from lianfang.web.access import Caller, require_region
from lianfang.web.call import Call
from lianfang.web.problems import Forbidden
from services.patrol.app.shifts.act import Check, NoShift
from services.patrol.domain.people.ids import person_id
from services.patrol.domain.shifts.places import LIVE
from services.patrol.domain.shifts.shift import Shift
from services.patrol.domain.shifts.swapping import EndSwap, Propose
from services.patrol.entrypoints import shift_bodies as bodies

OFFICE = frozenset({"planner", "dispatcher"})
"""Who acts for others, in its region."""
MEMBER = "member"
ACTS = OFFICE | {MEMBER}
PLANNER = frozenset({"planner"})
READ = frozenset({"viewer", "supervisor", *OFFICE})


@dataclass(frozen=True, slots=True)
class Action:
    """See the module's text. do: given the use cases, the call, and the check of who may."""

    name: str
    summary: str
    body: type[Schema] | None
    do: Callable[[Any, Call, Check], Shift]
    roles: frozenset[str] = ACTS


def speaks_for(call: Call) -> str:
    """Return who it is about: the caller, or whom a planner or dispatcher names. Raises Forbidden."""
    own, named = person_id(call.caller.subject), call.body.get("person", "") if call.body else ""
    if named and named != own and not call.caller.has(*OFFICE):
        raise Forbidden("You speak for yourself only: leave `person` out.")
    return named or own


def may_act(call: Call, *, office: bool = False) -> Check:
    """Return the check of a caller who acts: the office's region unless it is for themselves, and the ETag seen.

    office: the action is one for planners alone, whoever it is about. What is somebody's own concern lets them act
    for themselves, wherever it is; it gives a planner of elsewhere no power over the others in it.
    """

    def check(shift: Shift, version: int) -> None:
        require_seen(call.caller, shift)
        itself = not office and speaks_for(call) == person_id(call.caller.subject)
        if call.caller.has(*OFFICE) and not (itself and own_concern(call.caller, shift)):
            require_region(call.caller, shift.region or shift.county)
        if call.if_match is not None:
            call.require_version(version)

    return check


def require_seen(caller: Caller, shift: Shift) -> None:
    """Raise NoShift for a shift that is not the caller's to see.

    A member sees those it has or had to do with, and those with open places of its county while they are to come.
    """
    if caller.has(*READ) and caller.may_see(shift.region or shift.county):
        return
    near = caller.may_see(shift.county) or contains(shift.county, caller.region)
    if caller.has(MEMBER) and (own_concern(caller, shift) or (near and _open(shift))):
        return
    raise NoShift


def own_concern(caller: Caller, shift: Shift) -> bool:
    """Tell whether the caller has or had a place in a shift, is asked for one, or is offered one."""
    if not caller.has(MEMBER):
        return False
    own = person_id(caller.subject)
    return (
        own in shift.people
        or any(own in (swap.giver, swap.taker) for swap in shift.swaps)
        or any(ask.person == own for place in shift.places for ask in place.asks)
        or any(person == own for place in shift.places for person, _ in place.before)
    )


def _open(shift: Shift) -> bool:
    return shift.state in LIVE and any(not place.person for place in shift.places)


def _drop_out(app: Any, call: Call, check: Check) -> Shift:
    shift: Shift = app.duty.drop_out(
        call.path["id"], speaks_for(call), call.body["reason"], call.command(), check
    )  # fmt: skip
    return shift


def _take(app: Any, call: Call, check: Check) -> Shift:
    """Who comes too late for an open place is told so kindly: the shift was there to be seen a moment before."""

    def lenient(shift: Shift, version: int) -> None:
        itself = call.caller.has(MEMBER) and speaks_for(call) == person_id(call.caller.subject)
        if not (itself and shift.state in LIVE):
            check(shift, version)

    shift: Shift = app.duty.take(call.path["id"], speaks_for(call), call.body["place"], call.command(), lenient)
    return shift


def _assign(app: Any, call: Call, check: Check) -> Shift:
    shift: Shift = app.duty.assign(call.path["id"], **call.body, command=call.command(), check=check)
    return shift


def _cancel(app: Any, call: Call, check: Check) -> Shift:
    shift: Shift = app.duty.cancel(call.path["id"], call.body["reason"], call.command(), check)
    return shift


def _depart(app: Any, call: Call, check: Check) -> Shift:
    at = call.body["at"] or app.act.clock()
    shift: Shift = app.duty.depart(call.path["id"], speaks_for(call), at, call.command(), check)
    return shift


def _offer(app: Any, call: Call, check: Check) -> Shift:
    order = Propose(
        call.command_id, speaks_for(call), call.body["taker"], call.body["other_shift"], call.body["other_place"]
    )
    shift: Shift = app.swaps.propose(call.path["id"], order, call.command(), check)
    return shift


def _accept(app: Any, call: Call, check: Check) -> Shift:
    shift: Shift = app.duty.accept(call.path["id"], speaks_for(call), call.command(), check)
    return shift


def _decline(app: Any, call: Call, check: Check) -> Shift:
    shift: Shift = app.duty.decline(
        call.path["id"], speaks_for(call), call.body["reason"], call.command(), check
    )  # fmt: skip
    return shift


def _agree(app: Any, call: Call, check: Check) -> Shift:
    own = person_id(call.caller.subject)
    shift: Shift = app.swaps.agree(call.path["id"], call.path["swap"], own, call.command(), check)
    return shift


def _approve(app: Any, call: Call, check: Check) -> Shift:
    def of_others(shift: Shift, version: int) -> None:
        check(shift, version)
        own = person_id(call.caller.subject)
        if any(swap.id == call.path["swap"] and own in (swap.giver, swap.taker) for swap in shift.swaps):
            raise Forbidden("Another planner approves a swap of yours.")

    shift: Shift = app.swaps.approve(call.path["id"], call.path["swap"], call.command(), of_others)
    return shift


def _end(decision: str) -> Callable[[Any, Call, Check], Shift]:
    def end(app: Any, call: Call, check: Check) -> Shift:
        def of_the_two(shift: Shift, version: int) -> None:
            check(shift, version)
            own = person_id(call.caller.subject)
            swap = next((each for each in shift.swaps if each.id == call.path["swap"]), None)
            own_side = swap is not None and own == (swap.taker if decision == "refused" else swap.giver)
            if own_side:
                return
            if not call.caller.has(*PLANNER):
                raise Forbidden("The taker refuses, the giver withdraws; planners may do both.")
            require_region(call.caller, shift.region or shift.county)

        order = EndSwap(call.path["swap"], decision)
        shift: Shift = app.swaps.end(call.path["id"], order, call.command(), of_the_two)
        return shift

    return end


ACTIONS: tuple[Action, ...] = (
    Action("drop-out", "Somebody can't come; replacements are asked at once", bodies.DropOutBody, _drop_out),
    Action("offer", "Offer the own place, for another or for nothing (换班)", bodies.OfferBody, _offer),
    Action("take", "Volunteer for an open place: first come, first served", bodies.TakeBody, _take),
    Action("assign", "Give a place to somebody", bodies.AssignBody, _assign, PLANNER),
    Action("cancel", "The shift is off", bodies.CancelBody, _cancel, PLANNER),
    Action("depart", "Note that somebody went", bodies.DepartBody, _depart),
    Action("asks/accept", "Take the place one is asked for", bodies.WhoBody, _accept),
    Action("asks/decline", "Do not; the next is asked", bodies.DropOutBody, _decline),
    Action("swaps/<swap>/agree", "The taker agrees to a swap", None, _agree, frozenset({MEMBER})),
    Action("swaps/<swap>/refuse", "The taker, or a planner, refuses a swap", None, _end("refused"), ACTS),
    Action("swaps/<swap>/withdraw", "The giver, or a planner, withdraws it", None, _end("withdrawn"), ACTS),
    Action("swaps/<swap>/approve", "A planner approves an agreed swap: it is done", None, _approve, PLANNER),
)
