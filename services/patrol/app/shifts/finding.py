"""Who should be asked for a place, and which rules it would break to give it to somebody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from lianfang.persistence.store import Eq, Range, Store, find_all
from services.patrol.app.shifts.codec import time_from, time_to
from services.patrol.app.shifts.diaries import Diaries
from services.patrol.app.shifts.moment import AROUND, Duty, Moment
from services.patrol.app.shifts.ports import Pasts, People
from services.patrol.domain.people.person import Person
from services.patrol.domain.policy import Policy
from services.patrol.domain.rosters.check import check
from services.patrol.domain.rosters.fitness import Candidate, candidates
from services.patrol.domain.rosters.problem import Assignment
from services.patrol.domain.shifts.shift import Shift

SHIFTS = "shifts"
FEW = 60
"""So many people have their diaries read at once. Of more, those are taken who are fittest by what the unit's own
shifts say, which is one query; the diaries, which know of other units too, then decide among them."""


@dataclass(frozen=True, slots=True)
class Finder:
    """See the module's text."""

    store: Store
    people: People
    diaries: Diaries
    pasts: Pasts
    zone: tzinfo

    def find(
        self, policy: Policy, shift: Shift, number: int, barred: Collection[str], limit: int,
        without: Collection[str] = (),
    ) -> list[Candidate]:  # fmt: skip
        """Return whom to ask, best first. without: shifts whose duties do not count, about to be given away."""
        pool = [
            each for each in self.people.of_unit(shift.unit) if each.id not in barred and fits(each, shift, number)
        ]
        if len(pool) > FEW:
            ranked = self._ranked(policy, shift, number, pool, self._of_unit(shift), FEW)
            fittest = {each.person for each in ranked}
            pool = [each for each in pool if each.id in fittest]
        return self._ranked(policy, shift, number, pool, self._diaries(pool, without), limit)

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
        self, policy: Policy, shift: Shift, number: int, pool: Sequence[Person],
        duties: Mapping[str, Sequence[Duty]], limit: int,
    ) -> list[Candidate]:  # fmt: skip
        past = self.pasts([each.id for each in pool])
        problem = Moment(shift, policy, self.zone).problem(number, pool, duties, past)
        return candidates(problem, problem.fixed, shift.id, number, limit=limit)

    def _diaries(self, pool: Iterable[Person], without: Collection[str]) -> dict[str, list[Duty]]:
        return {
            person.id: [
                Duty(each.shift, each.post, each.kind, each.start, each.end)
                for each in self.diaries.of(person.id).entries
                if each.shift not in without
            ]
            for person in pool
        }

    def _of_unit(self, shift: Shift) -> dict[str, list[Duty]]:
        low, high = time_to(shift.start - AROUND), time_to(shift.end + AROUND)
        duties: defaultdict[str, list[Duty]] = defaultdict(list)
        for document in find_all(self.store, SHIFTS, Eq("unit", shift.unit), Range("start", low, high)):
            raw = document["state"]["shift"]
            duty = Duty(raw["id"], raw["post"], raw["kind"], time_from(raw["start"]), time_from(raw["end"]))
            for person in document["keys"]["people"]:
                duties[person].append(duty)
        return duties


def fits(person: Person, shift: Shift, number: int) -> bool:
    """Tell whether a person is of the kind that a place asks for."""
    need = shift.places[number].need
    return (
        person.state == "active"
        and (not need.forces or person.force in need.forces)
        and (not need.groups or bool(need.groups & person.groups))
    )
