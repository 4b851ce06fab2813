"""What one assignment costs, by itself and by what its person did already: the summands of a score."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from services.patrol.domain.geo import Point, metres
from services.patrol.domain.rosters.facts import Fact, Facts
from services.patrol.domain.rosters.problem import Assignment, Past, Slot, Weights, Worker


@dataclass(frozen=True, slots=True)
class Tally:
    """How many turns, nights and weekends somebody has."""

    turns: int = 0
    nights: int = 0
    weekends: frozenset[int] = frozenset()

    @classmethod
    def of(cls, duties: Iterable[Fact]) -> Tally:
        """Count duties."""
        held = list(duties)
        weekends = frozenset(fact.weekend for fact in held if fact.weekend is not None)
        return cls(len(held), sum(fact.night for fact in held), weekends)

    def fairness(self, past: Past, weights: Weights) -> tuple[int, int, int]:
        """Return what turns, nights and weekends cost: the growth of the squares, times their weights."""
        return (
            weights.turns * _grown(past.turns, self.turns),
            weights.nights * _grown(past.nights, self.nights),
            weights.weekends * _grown(past.weekends, len(self.weekends)),
        )

    def growth(self, past: Past, weights: Weights, fact: Fact) -> int:
        """Return what one more duty adds to them."""
        cost = weights.turns * (2 * (past.turns + self.turns) + 1)
        if fact.night:
            cost += weights.nights * (2 * (past.nights + self.nights) + 1)
        if fact.weekend is not None and fact.weekend not in self.weekends:
            cost += weights.weekends * (2 * (past.weekends + len(self.weekends)) + 1)
        return cost


def _grown(past: int, more: int) -> int:
    return (past + more) ** 2 - past**2


class Prices:
    """The prices of single assignments of a problem."""

    def __init__(self, facts: Facts) -> None:
        problem = facts.problem
        self._weights = problem.weights
        self._former = problem.former
        self._known = frozenset(one.slot for one in problem.former or ())
        self._km: dict[tuple[Point, Point], int] = {}

    def km(self, worker: Worker, slot: Slot) -> int:
        """Return the rounded kilometres from home, 0 when either place is unknown."""
        if worker.home is None or slot.place is None:
            return 0
        way = (worker.home, slot.place)
        if way not in self._km:
            self._km[way] = round(metres(*way) / 1000)
        return self._km[way]

    def avoided(self, worker: Worker, slot: Slot) -> int:
        """Return the weights of the wishes against it."""
        return sum(wish.weight for wish in worker.wishes if wish.kind == "avoid" and wish.span.meets(slot.span))

    def strange(self, worker: Worker, slot: Slot) -> bool:
        """Tell whether it is at none of the posts the person knows."""
        return bool(worker.usual) and slot.post not in worker.usual

    def change(self, one: Assignment) -> int:
        """Return how many changes taking it makes: 1 when new on a slot formerly known, −1 when it keeps one."""
        if self._former is None or one.slot not in self._known:
            return 0
        return -1 if one in self._former else 1

    def alone(self, worker: Worker, slot: Slot, need: int) -> int:
        """Return what taking a place adds to the score whatever else the person does."""
        weights = self._weights
        cost = weights.wish * self.avoided(worker, slot) if worker.wishes else 0
        cost += weights.strange_post * self.strange(worker, slot) + weights.km * self.km(worker, slot)
        if self._former is not None:
            cost += weights.change * self.change(Assignment(slot.id, need, worker.id))
        return cost

    def place(self, slot: Slot, need: int) -> int:
        """Return what leaving one place open costs; 0 for a required one, which no price can leave open."""
        asked = slot.needs[need]
        return 0 if asked.required else self._weights.missing * asked.weight
