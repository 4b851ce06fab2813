"""Who has, or had, which duty by published rosters: their past, and what is theirs already besides a roster."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from services.patrol.app.rosters.books import Books
from services.patrol.app.rosters.claims import Claims
from services.patrol.app.rosters.ports import Published, ShiftsOf, no_shifts
from services.patrol.app.rosters.storage import Rotas
from services.patrol.domain.rosters.problem import Assignment, Need, Problem, Roster, Slot
from services.patrol.domain.rosters.rota import Rota
from services.patrol.domain.shifts.moving import MOVED
from services.patrol.domain.shifts.opening import CLASH
from services.patrol.domain.shifts.shift import Place
from services.patrol.domain.shifts.swapping import SWAPPED
from services.patrol.domain.span import Span

NOT_SAID = frozenset({MOVED, SWAPPED, CLASH, "reassigned", "cancelled", "leave", "suspended", "left"})
"""Why a place may be lost by somebody who did not say so: they could come, or leave and state tell of it anyway."""


@dataclass(frozen=True, slots=True)
class Duties:
    """See the module's text. shifts: tells who really has a place by now."""

    rotas: Rotas
    books: Books
    claims: Claims
    shifts: ShiftsOf = no_shifts

    def besides(self, rota: Rota, since: date) -> Iterator[tuple[str, Span]]:
        """Return people with their duties in the unit's other rosters that are, or are being, published.

        since: rosters that ended before that day are left alone, for a unit has them of all years.
        Also those being published: of two at once, whoever claims its days second sees the first.
        """
        for claim in self.claims.of_unit(rota.unit):
            if claim.roster == rota.id or claim.last < since:
                continue
            other = self.rotas.get(claim.roster)
            if other.withdrawn:
                continue
            had: set[tuple[str, Span]] = set()
            if other.published is not None:
                problem = self.books.problem(other.id, other.published.problem)
                had |= _duties(problem, self.standing(other, problem))
            if other.attempt.publishing is not None:
                problem = self.books.problem(other.id, other.attempt.problem)
                had |= _duties(problem, self.books.roster(other.id, other.attempt))
            yield from sorted(had)

    def published(self, rota: Rota) -> Published:
        """Return a roster in force. Raises ValueError when it was never published."""
        if rota.published is None:
            raise ValueError(f"roster {rota.id} is not published")
        problem = self.books.problem(rota.id, rota.published.problem)
        return Published(rota, problem, self.books.roster(rota.id, rota.published))

    def standing(self, rota: Rota, problem: Problem) -> Roster:
        """Return who has the places of a published roster now: by its shifts, and by the roster where none is."""
        if rota.published is None:
            return frozenset()
        places = set(self.books.roster(rota.id, rota.published))
        slots = {slot.id: slot for slot in problem.slots}
        for shift in self.shifts(rota.id):
            slot = slots.get(shift.slot)
            if slot is None:
                continue
            places = {place for place in places if place.slot != shift.slot}
            if shift.state == "cancelled":
                continue
            places |= {
                Assignment(slot.id, index, place.person)
                for place, index in zip(shift.places, _indexes(slot, shift.places), strict=True)
                if place.person and index is not None
            }
        return frozenset(places)

    def lost(self, rota: Rota) -> Iterator[tuple[str, Span]]:
        """Return who said that they can't come to which shift of a published roster, or did not come."""
        for shift in self.shifts(rota.id) if rota.published is not None else ():
            for person in {who for place in shift.places for who, why in place.before if why not in NOT_SAID}:
                if person not in shift.people:
                    yield person, shift.span


def _indexes(slot: Slot, places: Sequence[Place]) -> list[int | None]:
    """Return for each place the index of the slot's need that it is of, None for one the slot does not ask.

    Places are known by what they ask: a slot that was frozen counts only those of them that were taken then.
    """
    left: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for index, need in enumerate(slot.needs):
        left[_asks(need)] += [index] * max(1, need.count)
    found = []
    for place in places:
        indexes = left.get(_asks(place.need))
        found.append(None if not indexes else indexes.pop(0) if len(indexes) > 1 else indexes[0])
    return found


def _asks(need: Need) -> tuple[object, ...]:
    return need.role, need.forces, need.skills, need.groups


def _duties(problem: Problem, roster: Roster) -> set[tuple[str, Span]]:
    spans = {slot.id: slot.span for slot in problem.slots}
    return {(place.person, spans[place.slot]) for place in roster if place.slot in spans}
