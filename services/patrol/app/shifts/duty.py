"""What people and planners do to shifts, each under one name, and what the timers do."""

from __future__ import annotations

import logging
from datetime import datetime

from lianfang.persistence.aggregate import Command
from lianfang.persistence.steps import step
from lianfang.persistence.store import Eq, find_all
from services.patrol.app.shifts.act import Act, Check, anything
from services.patrol.app.shifts.storage import NAME
from services.patrol.domain.refused import Refused
from services.patrol.domain.shifts.asking import Accept, Decline, asked
from services.patrol.domain.shifts.cancelling import Cancel
from services.patrol.domain.shifts.context import Who
from services.patrol.domain.shifts.leaving import DropOut, Release
from services.patrol.domain.shifts.places import LIVE, held_by
from services.patrol.domain.shifts.running import Arrive, Depart
from services.patrol.domain.shifts.shift import Shift
from services.patrol.domain.shifts.taking import Assign, Take
from services.patrol.domain.span import Span

_log = logging.getLogger(__name__)


class OnDuty:
    """See the module's text. All raise NoShift, Refused, ReusedId, StoreUnavailable."""

    def __init__(self, act: Act) -> None:
        self._act = act

    def drop_out(
        self, id: str, person: str, reason: str, command: Command, check: Check = anything
    ) -> Shift:  # fmt: skip
        """Somebody can't come; replacements are asked at once."""
        return self._act(id, DropOut(person, reason), command, check)

    def leave(self, person: str, span: Span, reason: str = "leave") -> int:
        """Take somebody out of all shifts to come that meet a span: leave was granted, they were suspended or left.

        What they are asked for then is declined for them, so that the next is asked. Returns out of how many. May
        be repeated, and must be when it raised. A place that changes hands by a swap this very moment is left to
        the next reminder, which finds whoever is gone.
        """
        now, out = self._act.clock(), 0
        for entry in self._act.diaries.of(person).entries:
            if entry.start > now and entry.span.meets(span):
                out += self._release(entry.shift, person, entry.id, reason)
        for stored in find_all(self._act.shifts.store, NAME, Eq("asked", person)):
            shift = self._act.shifts.stored(stored).state.shift
            if shift.span.meets(span):
                self._act(
                    shift.id, Decline(person, reason), step(f"absent/{shift.id}/{person}/{stored['version']}")
                )
        return out

    def accept(self, id: str, person: str, command: Command, check: Check = anything) -> Shift:
        """Somebody who was asked takes the place."""
        self._require_asked(id, person)
        return self._act.holding(id, person, Accept, command, check)

    def decline(self, id: str, person: str, reason: str, command: Command, check: Check = anything) -> Shift:
        """Somebody who was asked does not; the next is asked."""
        return self._act(id, Decline(person, reason), command, check)

    def take(
        self, id: str, person: str, place: int | None, command: Command, check: Check = anything
    ) -> Shift:  # fmt: skip
        """Somebody volunteers for an open place."""
        return self._act.holding(id, person, lambda who: Take(who, place), command, check)

    def assign(
        self, id: str, person: str, place: int, override: str, command: Command, check: Check = anything
    ) -> Shift:
        """A planner gives a place to somebody. override: why rules may be broken; never that of one place."""
        return self._act.holding(id, person, lambda who: Assign(who, place, override), command, check)

    def cancel(self, id: str, reason: str, command: Command, check: Check = anything) -> Shift:
        """The shift is off."""
        return self._act(id, Cancel(reason), command, check)

    def arrive(self, id: str, person: str, at: datetime, command: Command, check: Check = anything) -> Shift:
        """Somebody came at a time, which may lie back. Who was taken for a no-show gets the place back if it is
        still empty."""
        shift = self._act.get(id)
        if held_by(shift, person) is not None:
            return self._act(id, Arrive(Who(person, ""), at), command, check)
        if not any((person, "no_show") in place.before for place in shift.places):
            raise Refused("not_in_shift", "this person has no place in the shift", "look at the own shifts")
        return self._act.holding(id, person, lambda who: Arrive(who, at), command, check)

    def depart(self, id: str, person: str, at: datetime, command: Command, check: Check = anything) -> Shift:
        """Somebody went."""
        return self._act(id, Depart(person, at), command, check)

    def _release(self, shift: str, person: str, hold: str, reason: str) -> bool:
        stored = self._act.shifts.get(shift)
        if stored is None or stored.state.shift.state not in LIVE or held_by(stored.state.shift, person) is None:
            return False
        try:
            self._act(shift, Release(person, reason), step(f"release/{shift}/{hold}/{reason}"))
        except Refused as refused:
            _log.warning("somebody is not taken out yet: %s", refused.reason, extra={"shift": shift})
            return False
        return True

    def _require_asked(self, id: str, person: str) -> None:
        """Refuse kindly before a diary is touched."""
        shift = self._act.get(id)
        found = asked(shift, person)
        if found is None:
            raise Refused("not_asked", "this person was not asked", "look at the open shifts")
        if found[0].person and found[0].person != person:
            raise Refused(
                "already_taken", "thank you, but somebody else took this place already", "look at the open shifts"
            )
