"""Checking in at a mark: a visit, and within the time for it the arrival at the shift."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from lianfang.persistence.aggregate import Command
from lianfang.persistence.steps import step
from services.patrol.app.patrols.judge import Judge, Judged, Said
from services.patrol.app.patrols.patrols import Patrols
from services.patrol.app.patrols.ports import Rules, Shifts
from services.patrol.domain.patrols.places import post_of
from services.patrol.domain.patrols.visit import Visit
from services.patrol.domain.policy import CheckIn as CheckInRules
from services.patrol.domain.refused import Refused
from services.patrol.domain.shifts.shift import Shift
from services.patrol.domain.span import Span

NEAR = timedelta(hours=12)
_REMEDIES = {
    "far": "go nearer, or scan the sign at the mark",
    "inaccurate": "step into the open and try again, or scan the sign at the mark",
}


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """What came of it. arrived: the shift took it as the arrival."""

    judged: Judged
    shift: Shift
    patrol: str
    arrived: bool


@dataclass(frozen=True, slots=True)
class CheckIn:
    """See the module's text."""

    patrols: Patrols
    shifts: Shifts
    rules: Rules
    judge: Judge
    clock: Callable[[], datetime]

    def __call__(
        self, person: str, said: Said, command: Command, shift: str = "", sent: datetime | None = None
    ) -> CheckedIn:
        """Check in. shift: which; by default the person's that is nearest in time. Raises Refused, ReusedId."""
        now = self.clock()
        found = self.patrols.shift(shift, person) if shift else self._nearest(person, min(said.at, now))
        rules = self.rules.for_county(found.county).check_in
        judged = self.judge(said, found, person, rules, now, sent)
        if judged.visit is None or not judged.counts:
            raise Refused(judged.reason, judged.message, _REMEDIES.get(judged.reason, "scan the sign at the mark"))
        judged = replace(judged, visit=arriving(judged.visit, found, rules))
        patrol = self.patrols.open(self.patrols.check_ins(found), step(f"check-ins/{found.id}"))
        self.patrols.note(patrol.id, [judged], command)
        return CheckedIn(judged, found, patrol.id, self._is_here(found.id, person))

    def _nearest(self, person: str, at: datetime) -> Shift:
        """Return the shift that is on, or else the next or last within `NEAR`, by the distance of its start."""
        around = Span(at - NEAR, at + NEAR)
        found = [shift for shift in self.shifts.of_person(person, around) if shift.state != "cancelled"]
        if not found:
            raise Refused("not_in_shift", "no shift of this person is near that time", "name it", field="shift")
        return min(found, key=lambda shift: (not shift.span.holds(at), abs(shift.start - at), shift.id))

    def _is_here(self, shift: str, person: str) -> bool:
        seen = self.shifts.get(shift)
        places = seen.shift.places if seen is not None else ()
        return any(place.person == person and place.arrived is not None for place in places)


def arriving(visit: Visit, shift: Shift, rules: CheckInRules) -> Visit:
    """Return a visit as an arrival at a shift if it is one: at its post, and neither too early nor too late."""
    if visit.time > shift.start + rules.late:
        return replace(visit, flags=(*visit.flags, "late_arrival"))
    soon = shift.start - rules.early <= visit.time < shift.end
    return replace(visit, arrives=soon and post_of(visit.mark) == shift.post)
