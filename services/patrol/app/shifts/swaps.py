"""Carrying out swaps: two shifts and two diaries, which no transaction joins; the first shift decides.

1. both people's times are held in their diaries; 2. the second shift's place is pledged; 3. the first shift
commits, by one write; 4. the pledged place is handed over. A crash before 3 leaves all as it was, a crash after 3
is finished by `settle`, which asks the first shift, and ends an undecided swap there before it lifts a pledge.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

from lianfang.persistence.aggregate import Command
from lianfang.persistence.steps import step
from lianfang.persistence.store import Eq
from services.patrol.app.guarded import guarded
from services.patrol.app.shifts.act import Act, Check, anything
from services.patrol.app.shifts.codec import time_from
from services.patrol.app.shifts.storage import NAME, YES
from services.patrol.domain.refused import Refused
from services.patrol.domain.shifts.shift import Shift, Swap
from services.patrol.domain.shifts.swapping import Agree, Commit, EndSwap, HandOver, Pledge, Propose, swap_of

PATIENCE = timedelta(seconds=30)
"""How long a swap under way is left to the process that carries it out; shorter than a hold of a diary waits."""


class Swaps:
    """See the module's text."""

    def __init__(self, act: Act) -> None:
        self._act = act

    def propose(self, id: str, order: Propose, command: Command, check: Check = anything) -> Shift:
        """Note a proposal. Raises Refused, NoShift."""
        self._act.person(order.taker)
        if order.other_shift:
            self._check_return(self._act.get(id), order)
        return self._act(id, order, command, check)

    def agree(self, id: str, swap: str, taker: str, command: Command, check: Check = anything) -> Shift:
        """Note that the taker agrees; where no planner needs to approve, the swap is carried out."""
        shift = self._act(id, Agree(swap, taker), command, check)
        if self._act.rules.for_county(shift.county).swap_needs_approval:
            return shift
        return self.approve(id, swap, replace(step(f"approve/{id}/{swap}"), causation=command.id))

    def end(self, id: str, order: EndSwap, command: Command, check: Check = anything) -> Shift:
        """Call a swap off."""
        return self._act(id, order, command, check)

    def approve(self, id: str, swap: str, command: Command, check: Check = anything) -> Shift:
        """Carry an agreed swap out. Raises Refused when anything stands against it, and leaves all as it was."""
        shift = self._act.get(id)
        check(shift, self._act.version(id))
        found = swap_of(shift, swap)
        if found.state == "approved":
            return shift
        if found.state != "agreed":
            raise Refused("not_agreed", f"the swap is {found.state}", "the taker must agree first")
        act = replace(self._act, without=frozenset({id, found.other_shift} - {""}))
        if not found.other_shift:
            return act.holding(id, found.taker, lambda who: Commit(swap, who), command)
        return self._both(act, shift, found, command)

    def settle(self, at_once: int = 50) -> int:
        """Bring to an end what a crash left pledged, and return how many places. Raises StoreUnavailable."""
        now, settled = self._act.clock(), 0
        for document in self._act.shifts.store.find(NAME, Eq("pledged", YES), limit=at_once).documents:
            if time_from(document["keys"]["touched"]) + PATIENCE > now:
                continue
            shift = self._act.shifts.stored(document).state.shift
            for place in shift.places:
                if place.pledged:
                    settled += guarded(partial(self._settle, shift, place.pledged), "settling a swap", shift.id)
        return settled

    def _both(self, act: Act, shift: Shift, swap: Swap, command: Command) -> Shift:
        other, by = act.get(swap.other_shift), f"{shift.id}:{swap.id}"
        taker_hold = act.hold(shift, swap.taker)
        try:
            giver_hold = act.hold(other, swap.giver)
        except Refused:
            act.drop(swap.taker, taker_hold)
            raise
        attempt = act.new_id()
        try:
            pledge = Pledge(by, swap.taker, swap.other_place or 0, swap.giver)
            act(other.id, pledge, step(f"pledge/{by}/{attempt}"))
            after = act(shift.id, Commit(swap.id, act.who(shift, swap.taker, taker_hold)), command)
        except Refused:
            act(other.id, HandOver(by, None), step(f"unpledge/{by}/{attempt}"))
            act.drop(swap.taker, taker_hold)
            act.drop(swap.giver, giver_hold)
            raise
        act(other.id, HandOver(by, act.who(other, swap.giver, giver_hold)), step(f"hand-over/{by}"))
        return after

    def _settle(self, other: Shift, by: str) -> None:
        id, _, name = by.partition(":")
        swap = swap_of(self._act.get(id), name)
        if swap.state != "approved":
            try:
                self._act(id, EndSwap(name, "withdrawn"), step(f"give-up/{by}"))
            except Refused:
                swap = swap_of(self._act.get(id), name)
        if swap.state != "approved":
            self._act(other.id, HandOver(by, None), step(f"unpledge/{by}/settled"))
            return
        try:
            hold = self._act.hold(other, swap.giver)
        except Refused:
            hold = self._own_hold(other, swap.giver)
        order = HandOver(by, self._act.who(other, swap.giver, hold)) if hold else HandOver(by, None, lost=True)
        self._act(other.id, order, step(f"hand-over/{by}"))

    def _own_hold(self, shift: Shift, person: str) -> str:
        """Return the hold that the process which died had taken for this very shift, "" when it is gone."""
        entries = self._act.diaries.of(person).entries
        return next((each.id for each in entries if each.shift == shift.id), "")

    def _check_return(self, shift: Shift, order: Propose) -> None:
        other = self._act.get(order.other_shift)
        if other.span.meets(shift.span):
            raise Refused(
                "overlap", "shifts at the same time are not swapped", "ask a planner to assign both",
                field="other_shift",
            )  # fmt: skip
        place = next((each for each in other.places if each.person == order.taker), None)
        if place is None or place.number != order.other_place:
            raise Refused("not_in_shift", "the taker does not have that place", "look at their shifts",
                          field="other_place")  # fmt: skip
