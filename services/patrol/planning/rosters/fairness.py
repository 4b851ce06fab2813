"""What each person's share costs: the growth of the squares of turns, nights and weekends, and wishes granted."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from services.patrol.domain.rosters.facts import Fact
from services.patrol.domain.rosters.prices import Tally
from services.patrol.domain.rosters.problem import Worker
from services.patrol.planning.rosters.limits import weekend_literals

if TYPE_CHECKING:
    from services.patrol.planning.rosters.model import Model

Mine = Sequence[tuple[Fact, cp_model.IntVar]]


def price(model: Model, worker: Worker, mine: Mine, held: list[Fact]) -> None:
    """Add what a person's turns, nights and weekends cost, and what granted wishes save."""
    weights, past, tally = model.facts.problem.weights, worker.past, Tally.of(held)
    nights = [(fact, literal) for fact, literal in mine if fact.night]
    turns, by_night = past.turns + tally.turns, past.nights + tally.nights
    if len(nights) == len(mine):
        # all they could take are nights: one ladder of costs serves both counts
        _ladder(model, worker, mine, [(weights.turns, turns), (weights.nights, by_night)])
    else:
        _ladder(model, worker, mine, [(weights.turns, turns)])
        _ladder(model, worker, nights, [(weights.nights, by_night)])
    if weights.weekends and any(fact.weekend is not None for fact, _ in mine):
        weekends = weekend_literals(model.cp, mine, held)
        _steps(model, weekends, len(weekends), [(weights.weekends, past.weekends + len(tally.weekends))])
    if worker.wishes:
        _wishes(model, worker, mine, held)


def _ladder(model: Model, worker: Worker, mine: Mine, parts: list[tuple[int, int]]) -> None:
    _steps(model, [literal for _, literal in mine], _most(worker, mine), parts)


def _steps(model: Model, literals: list[cp_model.IntVar], most: int, parts: list[tuple[int, int]]) -> None:
    """Make the count of literals cost its marginal prices: rising, so the cheapest steps are taken first.

    parts: a weight and the count so far; the next one costs weight × (2 × count + 1), two more each time.
    """
    parts = [part for part in parts if part[0]]
    if not literals or not parts or most <= 0:
        return
    costs = [sum(weight * (2 * (count + step) + 1) for weight, count in parts) for step in range(most)]
    if most == 1:
        for literal in literals:
            model.cost(literal, costs[0])
        return
    steps = [model.cp.new_bool_var("") for _ in costs]
    model.cp.add(sum(literals) == sum(steps))
    model.ladders.append((literals, steps))
    for one, after in pairwise(steps):
        model.cp.add_implication(after, one)
    for step, cost in zip(steps, costs, strict=True):
        model.cost(step, cost)


def _most(worker: Worker, mine: Mine) -> int:
    """Return how many of them one person can do at most: take what ends first, again and again."""
    free, count, rest = float("-inf"), 0, worker.limits.rest.total_seconds()
    for fact, _ in sorted(mine, key=lambda pair: pair[0].end):
        if fact.start >= free:
            free, count = fact.end + rest, count + 1
    return count if worker.limits.most_turns is None else min(count, worker.limits.most_turns)


def _wishes(model: Model, worker: Worker, mine: Mine, held: list[Fact]) -> None:
    for wish in worker.wishes:
        if wish.kind != "want" or any(wish.span.meets(fact.slot.span) for fact in held):
            continue
        granting = [literal for fact, literal in mine if wish.span.meets(fact.slot.span)]
        if granting:
            granted = model.cp.new_bool_var("")
            model.cp.add(granted <= sum(granting))
            model.cost(granted, -model.facts.problem.weights.wish * wish.weight)
