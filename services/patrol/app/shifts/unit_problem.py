"""A unit's coming shifts as they stand: a problem whose former roster is to be mended with the fewest changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import tzinfo

from services.patrol.app.shifts.diaries import Diaries
from services.patrol.domain.people.person import Person
from services.patrol.domain.policy import Policy
from services.patrol.domain.rosters.problem import Assignment, Limits, Problem, Roster, Slot, Worker
from services.patrol.domain.shifts.shift import Shift
from services.patrol.domain.span import Span


def unit_problem(
    id: str, unit: str, shifts: Sequence[Shift], people: Iterable[Person], diaries: Diaries, policy: Policy,
    zone: tzinfo,
) -> Problem:  # fmt: skip
    """Return the problem. Every place is a need of count 1; duties besides these shifts keep people away.

    Its former roster has those too who lost their place and were not replaced: they are away then, by which a
    repair knows what to mend. Places are wanted, not required: one that nobody can take must not keep the others
    from being filled; required ones weigh ten times as much.
    """
    workers = [_worker(each, shifts, diaries, policy) for each in people]
    there = {each.id for each in workers}
    former = standing(shifts) | _lost(shifts)
    ever = Span(min(each.start for each in shifts), max(each.end for each in shifts))
    gone = sorted({each.person for each in former} - there)  # suspended, left, or in another unit by now
    workers += [Worker(each, _force(each, shifts), away=(ever,)) for each in gone]
    return Problem(
        id, unit, zone, tuple(_slot(each) for each in shifts), tuple(workers), dict(policy.accompanied),
        policy.night, policy.weights, former=former,
    )  # fmt: skip


def _force(person: str, shifts: Iterable[Shift]) -> str:
    """Return the force as which somebody has a place; any will do for who has none."""
    places = (place for each in shifts for place in each.places if place.person == person)
    return next((place.force for place in places if place.force), "officer")


def standing(shifts: Iterable[Shift]) -> Roster:
    """Return who has which place now."""
    return frozenset(
        Assignment(each.id, place.number, place.person) for each in shifts for place in each.places if place.person
    )


def _lost(shifts: Iterable[Shift]) -> Roster:
    return frozenset(
        Assignment(each.id, place.number, place.before[-1][0])
        for each in shifts
        for place in each.places
        if not place.person and place.before and place.before[-1][0] not in each.people
    )


def _worker(person: Person, shifts: Sequence[Shift], diaries: Diaries, policy: Policy) -> Worker:
    limits = replace(policy.limits.get(person.force, Limits()), min_minutes=None)
    if person.state != "active":
        ever = Span(min(each.start for each in shifts), max(each.end for each in shifts))
        return Worker(person.id, person.force, limits, away=(ever,))
    own = {each.id for each in shifts}
    besides = [
        Span(each.start - limits.rest, each.end + limits.rest)
        for each in diaries.of(person.id).entries
        if each.shift not in own
    ]
    lost = [each.span for each in shifts if person.id not in each.people and _was_in(person, each)]
    return Worker(
        person.id, person.force, limits, person.skills, person.groups, (*person.away, *besides, *lost),
        person.wishes, person.usual,
    )  # fmt: skip


def _was_in(person: Person, shift: Shift) -> bool:
    return any(person.id == lost for place in shift.places for lost, _ in place.before)


def _slot(shift: Shift) -> Slot:
    needs = tuple(
        replace(place.need, count=1, required=False, weight=place.need.weight * (10 if place.need.required else 1))
        for place in shift.places
    )
    return Slot(
        shift.id, shift.post, shift.kind, shift.start, shift.end, needs, shift.point, dict(shift.together)
    )  # fmt: skip
