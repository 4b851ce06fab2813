"""All schedules near the cheapest are found, and no others."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.patrol.domain.sequences.check import violations
from services.patrol.domain.sequences.problem import Problem
from services.patrol.domain.sequences.roster import Roster
from services.patrol.planning.sequences.columns.prices import numbers
from services.patrol.planning.sequences.columns.pricing import Pricing
from tests.unit.patrol.planning.sequences.problems import problems

SETTINGS = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def feasible(problem: Problem) -> list[tuple[int, ...]]:
    """Every schedule of the first worker that breaks none of their rules, as kind indexes."""
    worker = problem.workers[0]
    alone = Problem(problem.days, problem.kinds, (worker,), first_weekday=problem.first_weekday)
    kinds = (*problem.kind_ids(), None)
    return [
        line
        for line in product(range(len(kinds)), repeat=problem.days)
        if not violations(alone, Roster({worker.id: tuple(kinds[at] for at in line)}))
    ]


@SETTINGS
@given(problems(plain=True, people=1), st.integers(0, 6), st.integers(0, 2**31))
def test_exactly_the_schedules_within_the_slack_are_found_at_any_worths(problem, slack, seed):
    known = numbers(problem)
    cover = np.random.default_rng(seed).integers(-3, 4, known.needed.shape).astype(float)
    found = Pricing(problem, known).near(cover, [0], slack + 1e-6, 100_000)

    def cost(line: tuple[int, ...]) -> float:
        gives = sum(cover[day, kind] for day, kind in enumerate(line) if kind < len(problem.kinds))
        return known.line_cost(0, line) - gives

    every = {line: cost(line) for line in feasible(problem)}
    least = min(every.values(), default=0.0)
    assert found.whole
    assert set(found.lines[0]) == {line for line, each in every.items() if each <= least + slack + 1e-6}


@SETTINGS
@given(problems(plain=True, people=1))
def test_a_bounded_list_says_that_it_is_not_all_and_holds_the_cheapest(problem):
    known = numbers(problem)
    pricing, nothing = Pricing(problem, known), np.zeros(known.needed.shape)
    every = pricing.near(nothing, [0], 1e9, 100_000).lines[0]
    few = pricing.near(nothing, [0], 1e9, 2)
    assert few.whole == (len(every) < 2)
    costs = sorted(known.line_cost(0, line) for line in every)
    assert [known.line_cost(0, line) for line in few.lines[0]] == costs[: len(few.lines[0])]
