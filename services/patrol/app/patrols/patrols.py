"""Patrols: begun, added to, finished, and looked up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from lianfang.persistence.aggregate import Aggregates, Change, Command
from lianfang.persistence.store import Condition, Eq, Range, find_all
from services.patrol.app.patrols.judge import Judge, Judged, Said
from services.patrol.app.patrols.ports import NoSuchPatrol, Rules, Shifts
from services.patrol.app.patrols.spread import Spread
from services.patrol.app.patrols.storage import PATROLS, patrol_change
from services.patrol.app.shifts.codec import time_to
from services.patrol.domain.patrols.patrol import Patrol, add, begun, finish
from services.patrol.domain.patrols.record import Record, record
from services.patrol.domain.patrols.visit import SKEW
from services.patrol.domain.refused import Refused
from services.patrol.domain.shifts.shift import Shift
from services.patrol.domain.span import Span

EARLIEST = timedelta(days=1)
"""No visit comes longer before its patrol began: who checks in early does so within hours."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some patrols, the newest first; cursor None at the end."""

    patrols: list[Patrol]
    cursor: str | None


class Patrols:
    """See the module's text. All that changes one raises Refused, ReusedId, StoreUnavailable."""

    def __init__(
        self, patrols: Aggregates[Patrol], shifts: Shifts, rules: Rules, judge: Judge, spread: Spread,
        clock: Callable[[], datetime],
    ) -> None:  # fmt: skip
        self._patrols, self._shifts, self._rules = patrols, shifts, rules
        self._judge, self._spread, self._clock = judge, spread, clock

    def get(self, id: str) -> Patrol:
        """Return one. Raises NoSuchPatrol."""
        stored = self._patrols.get(id)
        if stored is None:
            raise NoSuchPatrol
        return stored.state

    def record(self, patrol: Patrol) -> Record:
        """Return what a patrol was, as far as it is known."""
        return record(patrol.visits, patrol.started, patrol.finished, self._stop(patrol.county))

    def page(
        self, *, region: str = "", unit: str = "", post: str = "", shift: str = "", person: str = "",
        span: Span | None = None, limit: int = 50, cursor: str | None = None,
    ) -> Page:  # fmt: skip
        """Return patrols that meet all that is given. Raises ValueError for a foreign cursor."""
        told = (("regions", region), ("unit", unit), ("post", post), ("shift", shift), ("people", person))
        where: list[Condition] = [Eq(name, value) for name, value in told if value]
        if span is not None:
            where.append(Range("start", time_to(span.start), time_to(span.end)))
        found = self._patrols.store.find(PATROLS, *where, sort="start", descending=True, limit=limit, cursor=cursor)
        return Page([self._patrols.stored(each).state for each in found.documents], found.cursor)

    def visits_of(self, mark: str, span: Span) -> list[datetime]:
        """Return when a mark was visited, proven, in patrols that could have been in a span."""
        low, high = time_to(span.start), time_to(span.end + EARLIEST)
        around = Range("latest", low), Range("start", high=high)
        documents = find_all(self._patrols.store, PATROLS, Eq("marks", mark), *around)
        states = (self._patrols.stored(each).state for each in documents)
        return [visit.time for each in states for visit in each.visits if visit.mark == mark and visit.counts]

    def start(self, shift_id: str, person: str, at: datetime, command: Command) -> Patrol:
        """Begin a patrol of a shift; its id is made of the command. at: by the phone's clock, perhaps offline."""
        shift = self.shift(shift_id, person)
        rules = self._rules.for_county(shift.county).check_in
        at = min(at, self._clock())
        if not shift.start - rules.early <= at < shift.end:
            raise Refused(
                "not_its_time", "the shift is not on at that time", "begin it within the shift", field="at"
            )
        return self.open(_fresh(shift, f"p{command.id}", person, at), command)

    def open(self, fresh: Patrol, command: Command) -> Patrol:
        """Store a new patrol unless it is there, and return it as it is."""

        def decide(known: Patrol | None) -> Change[Patrol]:
            if known is not None:
                return Change(None)
            return patrol_change(fresh, begun(fresh), self._clock())

        self._patrols.execute(fresh.id, command, decide)
        return self.get(fresh.id)

    def tell(
        self, id: str, person: str, said: Sequence[Said], command: Command, sent: datetime | None = None
    ) -> list[Judged]:
        """Note visits, in any order, some perhaps again; return what came of each. Raises NoSuchPatrol."""
        patrol = self.get(id)
        shift, now = self.shift(patrol.shift, person), self._clock()
        rules = self._rules.for_county(patrol.county).check_in
        judged = [self._judge(each, shift, person, rules, now, sent) for each in said]
        self.note(id, judged, command)
        return judged

    def note(self, id: str, judged: Sequence[Judged], command: Command) -> None:
        """Note judged visits, then tell marks and shifts. Raises NoSuchPatrol."""
        visits = [each.visit for each in judged if each.visit is not None]

        def decide(known: Patrol | None) -> Change[Patrol]:
            if known is None:
                raise NoSuchPatrol
            after, happened = add(known, visits)
            return patrol_change(after, happened, self._clock()) if after is not known else Change(None)

        if visits:
            self._patrols.execute(id, command, decide)
            self._spread(id)

    def finish(self, id: str, person: str, at: datetime, command: Command) -> Patrol:
        """End a patrol. Visits that were kept offline may still come. Raises NoSuchPatrol."""
        patrol, now = self.get(id), self._clock()
        self.shift(patrol.shift, person)
        if at > now + SKEW:
            raise Refused("in_the_future", "the time lies in the future", "set the phone's clock", field="at")

        def decide(known: Patrol | None) -> Change[Patrol]:
            if known is None:
                raise NoSuchPatrol
            after, happened = finish(known, min(at, now), self._stop(known.county))
            return patrol_change(after, happened, now) if after is not known else Change(None)

        self._patrols.execute(id, command, decide)
        return self.get(id)

    def shift(self, id: str, person: str) -> Shift:
        """Return a shift in which a person has, or had, a place; "" stands for the dispatcher. Raises Refused.

        Who has none is told the same whether there is such a shift or not, and nothing of its state.
        """
        seen = self._shifts.get(id)
        places = seen.shift.places if seen is not None else ()
        held = {place.person for place in places} | {who for place in places for who, _why in place.before}
        if seen is None or (person and person not in held):
            raise Refused(
                "not_in_shift", "this person has no place in such a shift", "look at the own shifts", field="shift"
            )
        shift: Shift = seen.shift
        if shift.state == "cancelled":
            raise Refused("cancelled", "the shift is cancelled", "look at the own shifts", field="shift")
        return shift

    def check_ins(self, shift: Shift) -> Patrol:
        """Return the record of check-ins of a shift, not stored; its id is made of the shift's."""
        return replace(_fresh(shift, f"c{shift.id}", "", shift.start), kind="check_ins")

    def _stop(self, county: str) -> tuple[int, int]:
        return self._rules.for_county(county).stop_minutes


def _fresh(shift: Shift, id: str, person: str, at: datetime) -> Patrol:
    return Patrol(
        id, shift.id, shift.post, shift.unit, shift.county, shift.region, person, shift.span, at, team=shift.team
    )
