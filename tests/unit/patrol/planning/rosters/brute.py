"""All rosters of a tiny problem, tried one by one with the checker: what a solver must agree with."""

from __future__ import annotations

from collections.abc import Container
from itertools import product

from services.patrol.domain.rosters.check import check
from services.patrol.domain.rosters.problem import Assignment, Problem, Roster, Violation
from services.patrol.domain.rosters.score import score


def best_by_force(problem: Problem, unguarded: Container[str] = ()) -> tuple[int, Roster] | None:
    """Return the least cost and a roster of it, None when no roster keeps the rules.

    unguarded: slots in which nobody needs company.
    """

    def broken(one: Violation) -> bool:
        return one.rule != "accompanied" or not any(each in unguarded for each in one.slots)

    persons = [None, *(worker.id for worker in problem.workers)]
    seats = [
        (slot.id, index)
        for slot in problem.slots
        for index, need in enumerate(slot.needs)
        for _ in range(need.count)
    ]
    seen, best = set(), None
    for chosen in product(persons, repeat=len(seats)):
        places = zip(seats, chosen, strict=True)
        roster = frozenset(Assignment(*seat, person) for seat, person in places if person) | problem.fixed
        if roster in seen:
            continue
        seen.add(roster)
        if not any(broken(each) for each in check(problem, roster)):
            cost = score(problem, roster).total
            if best is None or cost < best[0]:
                best = cost, roster
    return best
