"""Who holds what a need asks: asked thousands of times, so reckoned once for each different need."""

from __future__ import annotations

from functools import cached_property

from services.patrol.domain.rosters.facts import Fact, Facts
from services.patrol.domain.rosters.fits import by_itself, held_until
from services.patrol.domain.rosters.prices import Prices
from services.patrol.domain.rosters.problem import Assignment, Need, Roster, Score, Worker
from services.patrol.domain.rosters.score import score_of

Place = tuple[str, int]
"""A slot's id and the index of one of its needs."""
_Asked = tuple[frozenset[str], frozenset[str], frozenset[str]]


class Staff:
    """The people of a problem by what is asked of them."""

    def __init__(self, facts: Facts) -> None:
        self.facts, self.prices = facts, Prices(facts)
        self._holding: dict[_Asked, list[tuple[Worker, int]]] = {}

    def holding(self, need: Need) -> list[tuple[Worker, int]]:
        """Return who has the force, group and skills, and until which day (an ordinal) they are all valid."""
        asked = (need.forces, need.groups, need.skills)
        if asked not in self._holding:
            found = ((worker, held_until(worker, need)) for worker in self.facts.problem.workers)
            self._holding[asked] = [(worker, until) for worker, until in found if until is not None]
        return self._holding[asked]

    def able(self, fact: Fact, need: Need) -> list[Worker]:
        """Return who could take it if they did nothing else."""
        return [worker for worker, until in self.holding(need) if not by_itself(worker, fact, until)]

    @cached_property
    def places(self) -> list[Place]:
        """All slots' needs."""
        return [(slot.id, index) for slot in self.facts.problem.slots for index in range(len(slot.needs))]

    def size(self, places: list[Place]) -> int:
        """Return how many pairs of a place and a person there are, at most."""
        return sum(len(self.holding(self.need(place))) for place in places)

    def need(self, place: Place) -> Need:
        """Return the need of a place."""
        return self.facts.slots[place[0]].needs[place[1]]

    def score(self, roster: Roster) -> Score:
        """Return what a roster costs."""
        return score_of(self.facts, roster, self.prices)

    def known(self, one: Assignment) -> bool:
        """Tell whether the problem has an assignment's slot, need and person."""
        slot = self.facts.slots.get(one.slot)
        return slot is not None and 0 <= one.need < len(slot.needs) and one.person in self.facts.workers
