"""What a roster costs: the one measure by which rosters are compared, whoever made them."""

from __future__ import annotations

from collections import Counter

from services.patrol.domain.rosters.facts import Fact, Facts
from services.patrol.domain.rosters.prices import Prices, Tally
from services.patrol.domain.rosters.problem import Assignment, Problem, Roster, Score, Worker


def score(problem: Problem, roster: Roster) -> Score:
    """Return the cost of a roster by part, each times its weight; lower is better.

    turns, nights, weekends: (past + n)² − past² of each person, n duties, duties that are nights, and weekends with
    a duty. wish: an avoided span for each duty that meets it, a wanted one when no duty meets it. strange_post, km:
    by assignment. missing: places of needs that are not required and stay open. change: assignments of `former`
    that are gone, and new ones on slots it knew. Assignments with ids the problem does not know cost nothing here:
    the checker refuses them.
    """
    return score_of(Facts(problem), roster)


def score_of(facts: Facts, roster: Roster, prices: Prices | None = None) -> Score:
    """Return the same for facts, and perhaps prices, already at hand."""
    problem, prices = facts.problem, prices or Prices(facts)
    weights = problem.weights
    known = [one for one in roster if one.slot in facts.slots and one.person in facts.workers]
    turns, nights, weekends, wish = _people(facts, prices, roster)
    strange = sum(prices.strange(facts.workers[one.person], facts.slots[one.slot]) for one in known)
    way = sum(prices.km(facts.workers[one.person], facts.slots[one.slot]) for one in known)
    return Score(
        {
            "missing": _missing(facts, prices, known),
            "turns": turns,
            "nights": nights,
            "weekends": weekends,
            "wish": weights.wish * wish,
            "strange_post": weights.strange_post * strange,
            "km": weights.km * way,
            "change": weights.change * _changes(problem, roster),
        }
    )


def _people(facts: Facts, prices: Prices, roster: Roster) -> tuple[int, int, int, int]:
    """Return the parts that belong to persons: turns, nights, weekends, and the weights of wishes not met."""
    turns = nights = weekends = wish = 0
    duties = facts.duties(roster)
    for worker in facts.problem.workers:
        held = duties.get(worker.id, [])
        if held:
            parts = Tally.of(held).fairness(worker.past, facts.problem.weights)
            turns, nights, weekends = turns + parts[0], nights + parts[1], weekends + parts[2]
        if worker.wishes:
            wish += sum(prices.avoided(worker, fact.slot) for fact in held) + unmet(worker, held)
    return turns, nights, weekends, wish


def unmet(worker: Worker, held: list[Fact]) -> int:
    """Return the weights of what a person wanted and does not get."""
    return sum(
        wish.weight
        for wish in worker.wishes
        if wish.kind == "want" and not any(wish.span.meets(fact.slot.span) for fact in held)
    )


def _missing(facts: Facts, prices: Prices, known: list[Assignment]) -> int:
    taken = Counter((one.slot, one.need) for one in known)
    return sum(
        prices.place(slot, index) * max(0, need.count - taken[slot.id, index])
        for slot in facts.problem.slots
        for index, need in enumerate(slot.needs)
    )


def _changes(problem: Problem, roster: Roster) -> int:
    if problem.former is None:
        return 0
    known = {one.slot for one in problem.former}
    return len(problem.former - roster) + sum(one.slot in known for one in roster - problem.former)
