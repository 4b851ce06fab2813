"""Who should be asked for a place, and which rules it would break to give it to somebody."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any, TypeVar

from lianfang.persistence.store import Store, find_all
from services.patrol.app.shifts.codec import time_from
from services.patrol.app.shifts.diaries import Diaries
from services.patrol.app.shifts.moment import AROUND, Duty, Moment
from services.patrol.app.shifts.ports import People
from services.patrol.app.shifts.storage import NAME as SHIFTS
from services.patrol.app.shifts.storage import within
from services.patrol.app.shifts.turns import WEEK, Count, Counts, Turns, counted, week_start
from services.patrol.domain.people.person import Person
from services.patrol.domain.policy import Policy
from services.patrol.domain.rosters.check import check
from services.patrol.domain.rosters.fitness import Candidate, candidates
from services.patrol.domain.rosters.past import Looks
from services.patrol.domain.rosters.problem import Assignment, Past
from services.patrol.domain.shifts.shift import Shift
from services.patrol.domain.span import Span

R = TypeVar("R")
FEW, MANY = 60, 300
"""So many people have their diaries read at once. Of more, those are taken who are fittest by what the unit's own
shifts say, which is one query; the diaries, which know of other units too, then decide among them.
Of a unit of many, people and shifts are read anew only after a while for that first choice."""
STALE_S = 20.0
Duties = Mapping[str, Sequence[Duty]]


@dataclass(frozen=True, slots=True)
class Finder:
    """See the module's text. rank: `fittest`, perhaps such that it holds nobody up."""

    store: Store
    people: People
    diaries: Diaries
    turns: Turns
    zone: tzinfo
    rank: Callable[[Moment, int, Sequence[Person], Duties, Counts, datetime, int], list[Candidate]]
    monotonic: Callable[[], float] = time.monotonic
    read: dict[str, tuple[float, Any]] = field(default_factory=dict)

    def find(
        self, policy: Policy, shift: Shift, number: int, barred: Collection[str], limit: int,
        without: Collection[str] = (),
    ) -> list[Candidate]:  # fmt: skip
        """Return whom to ask, best first. without: shifts whose duties do not count, about to be given away."""
        until = self.turns.until(shift.start - AROUND)
        everybody = self._lately(f"people/{shift.unit}", lambda: list(self.people.of_unit(shift.unit)))
        pool = [each for each in everybody if each.id not in barred and fits(each, shift, number)]
        if len(pool) > FEW:
            high = week_start(shift.end + AROUND, self.zone) + WEEK
            duties = self._lately(f"{shift.unit}/{until}/{high}", lambda: self._of_unit(shift.unit, until, high))
            ranked = self._ranked(policy, shift, number, pool, duties, until, FEW)
            now = [self.people.get(each.person) for each in ranked]
            pool = [each for each in now if each is not None and fits(each, shift, number)]
        return self._ranked(policy, shift, number, pool, self._diaries(pool, without), until, limit)

    def judge(
        self, policy: Policy, shift: Shift, number: int, person: Person, without: Collection[str] = ()
    ) -> list[str]:
        """Return the rules that giving the place to this person would break, in words."""
        if person.state != "active":
            return [f"{person.id} is {person.state}"]
        if person.county != shift.county:
            return [f"{person.id} serves in another county"]
        duties = self._diaries([person], without)
        problem = Moment(shift, policy, self.zone).problem(number, [person], duties, {})
        wanted = problem.fixed | {Assignment(shift.id, number, person.id)}
        return [each.message for each in check(problem, wanted) if person.id in each.people]

    def _ranked(
        self, policy: Policy, shift: Shift, number: int, pool: Sequence[Person], duties: Duties, until: datetime,
        limit: int,
    ) -> list[Candidate]:  # fmt: skip
        rank = self.rank if len(pool) > FEW else fittest
        turns = self.turns(policy, shift.unit, until)
        return rank(Moment(shift, policy, self.zone), number, pool, duties, turns, until, limit)

    def _lately(self, name: str, read: Callable[[], R]) -> R:
        """Return what was read, of many again only after a while: it is for a first choice."""
        at, known = self.read.get(name, (0.0, None))
        if known is not None and self.monotonic() < at + STALE_S:
            return known  # type: ignore[no-any-return]
        fresh = read()
        for old in [each for each, (when, _) in self.read.items() if self.monotonic() >= when + STALE_S]:
            self.read.pop(old, None)
        if len(fresh) > MANY:  # type: ignore[arg-type]
            self.read[name] = (self.monotonic(), fresh)
        return fresh

    def _diaries(self, pool: Iterable[Person], without: Collection[str]) -> dict[str, list[Duty]]:
        return {
            person.id: [
                Duty(each.shift, each.post, each.kind, each.start, each.end)
                for each in self.diaries.of(person.id).entries
                if each.shift not in without
            ]
            for person in pool
        }

    def _of_unit(self, unit: str, low: datetime, high: datetime) -> dict[str, list[Duty]]:
        duties: defaultdict[str, list[Duty]] = defaultdict(list)
        for document in find_all(self.store, SHIFTS, within("unit_at", unit, low, high), sort="unit_at"):
            keys, kind = document["keys"], document["state"]["shift"]["kind"]
            if not keys["people"]:
                continue
            duty = Duty(document["id"], keys["post"], kind, time_from(keys["start"]), time_from(keys["end"]))
            for person in keys["people"]:
                duties[person].append(duty)
        return duties


def fittest(
    moment: Moment, number: int, pool: Sequence[Person], duties: Duties, turns: Counts, until: datetime, limit: int
) -> list[Candidate]:
    """Return who of a pool should be asked for a place, best first. Pure: of thousands it takes a while.

    turns: of the fairness period until a moment; from then on duties tell.
    """
    past = _past(moment, pool, duties, turns, until)
    problem = moment.problem(number, pool, duties, past)
    return candidates(problem, problem.fixed, moment.shift.id, number, limit=limit)


def _past(
    moment: Moment, pool: Iterable[Person], duties: Duties, turns: Counts, until: datetime
) -> dict[str, Past]:
    """Return what people did in the fairness period, but for the time that the problem itself has."""
    found, border, looks = {}, moment.shift.start - AROUND, Looks(moment.policy.night, moment.zone)
    for person in pool:
        had = duties.get(person.id, ())
        late = counted(
            looks(Span(each.start, each.end)) for each in had if until <= each.start and each.end <= border
        )
        known = turns.get(person.id, Count())
        found[person.id] = Past(
            known.turns + late.turns, known.nights + late.nights, known.weekends + late.weekends
        )
    return found


def fits(person: Person, shift: Shift, number: int) -> bool:
    """Tell whether a person is of the kind that a place asks for."""
    need = shift.places[number].need
    return (
        person.state == "active"
        and (not need.forces or person.force in need.forces)
        and (not need.groups or bool(need.groups & person.groups))
    )
