"""A unit's coming shifts as they stand: a problem whose former roster is to be mended with the fewest changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import tzinfo

from services.patrol.app.shifts.diaries import Diaries
from services.patrol.domain.people.person import Person
from services.patrol.domain.policy import Policy
from services.patrol.domain.rosters.problem import Assignment, Limits, Problem, Slot, Worker
from services.patrol.domain.shifts.shift import Shift
from services.patrol.domain.span import Span


def unit_problem(
    id: str, unit: str, shifts: Sequence[Shift], people: Iterable[Person], diaries: Diaries, policy: Policy,
    zone: tzinfo,
) -> Problem:  # fmt: skip
    """Return the problem. Every place is a need of count 1; duties besides these shifts keep people away.

    A required place that nobody can take would make it infeasible, so places are wanted, not required, at ten times
    the weight.
    """
    own = {each.id for each in shifts}
    slots = tuple(_slot(each) for each in shifts)
    former = frozenset(
        Assignment(each.id, place.number, place.person) for each in shifts for place in each.places if place.person
    )
    barred = {(person, each.id) for each in shifts for place in each.places for person, _ in place.before}
    workers = []
    for person in people:
        if person.state != "active":
            continue
        limits = replace(policy.limits.get(person.force, Limits()), min_minutes=None)
        besides = [
            Span(each.start - limits.rest, each.end + limits.rest)
            for each in diaries.of(person.id).entries if each.shift not in own
        ]  # fmt: skip
        lost = [each.span for each in shifts if (person.id, each.id) in barred and person.id not in each.people]
        workers.append(
            Worker(
                person.id, person.force, limits, person.skills, person.groups, (*person.away, *besides, *lost),
                person.wishes, person.usual,
            )
        )  # fmt: skip
    there = {each.id for each in workers}
    return Problem(
        id, unit, zone, slots, tuple(workers), dict(policy.accompanied), policy.night, policy.weights,
        former=frozenset(each for each in former if each.person in there),
    )  # fmt: skip


def _slot(shift: Shift) -> Slot:
    needs = tuple(
        replace(place.need, count=1, required=False, weight=place.need.weight * (10 if place.need.required else 1))
        for place in shift.places
    )
    return Slot(
        shift.id, shift.post, shift.kind, shift.start, shift.end, needs, shift.point, dict(shift.together)
    )  # fmt: skip
