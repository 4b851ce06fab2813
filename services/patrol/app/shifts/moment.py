"""A small problem around one shift: those who might take a place, what they do about that time, and the rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from services.patrol.domain.people.person import Person
from services.patrol.domain.policy import FOUR_WEEKS, Policy
from services.patrol.domain.rosters.problem import (
    Assignment,
    Limits,
    Need,
    Past,
    Problem,
    Roster,
    Slot,
    Worker,
)
from services.patrol.domain.shifts.shift import Shift

AROUND = timedelta(days=FOUR_WEEKS / 2)
"""How far before and after a shift duties count: together the four weeks that the policy's limits are meant for."""
_ANY = (Need("duty", count=1_000_000),)


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that somebody does about that time."""

    shift: str
    post: str
    kind: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """Builds the problem. zone: whose days count. past: what people did in the fairness period."""

    shift: Shift
    policy: Policy
    zone: tzinfo

    def problem(
        self, number: int, people: Iterable[Person], duties: Mapping[str, Sequence[Duty]], past: Mapping[str, Past]
    ) -> Problem:
        """Return the problem of giving one place to one of `people`; all that stands is fixed.

        A skill that people must hold together is asked of this place only when no other empty place comes first:
        one of them must bring it. That somebody must be accompanied is left to the place of who accompanies, if
        the shift has one: it is filled first, and what is lacking meanwhile is raised.
        """
        shift = self.shift
        there = [place for place in shift.places if place.person and place.number != number]
        fixed = {Assignment(shift.id, place.number, place.person) for place in there}
        slots = {shift.id: self._slot(number)}
        workers = {
            place.person: Worker(place.person, place.force, skills=dict.fromkeys(place.skills)) for place in there
        }
        low, high = shift.start - AROUND, shift.end + AROUND
        for person in people:
            workers[person.id] = self._worker(person, past.get(person.id, Past()))
            for duty in duties.get(person.id, ()):
                if duty.shift != shift.id and duty.start < high and duty.end > low:
                    slots[duty.shift] = Slot(duty.shift, duty.post, duty.kind, duty.start, duty.end, _ANY)
                    fixed.add(Assignment(duty.shift, 0, person.id))
        return Problem(
            f"shift/{shift.id}", shift.unit, self.zone, tuple(slots.values()), tuple(workers.values()),
            self._accompanied(), self.policy.night, self.policy.weights, frozenset(fixed),
        )  # fmt: skip

    def _slot(self, number: int) -> Slot:
        shift = self.shift
        first_empty = min((each.number for each in shift.places if not each.person), default=number)
        needs = tuple(replace(place.need, count=1, required=False) for place in shift.places)
        return Slot(
            shift.id, shift.post, shift.kind, shift.start, shift.end, needs, shift.point,
            dict(shift.together) if number == first_empty else {},
        )  # fmt: skip

    def _accompanied(self) -> dict[str, str]:
        offered = {force for place in self.shift.places for force in place.need.forces}
        return {own: guard for own, guard in self.shift.accompanied.items() if guard not in offered}

    def _worker(self, person: Person, past: Past) -> Worker:
        limits = replace(self.policy.limits.get(person.force, Limits()), min_minutes=None)
        counted = Past(turns=past.turns, nights=past.nights, weekends=past.weekends)
        return Worker(
            person.id, person.force, limits, person.skills, person.groups, person.away, person.wishes, person.usual,
            past=counted,
        )  # fmt: skip


def standing(problem: Problem) -> Roster:
    """Return the roster of what stands."""
    return problem.fixed
