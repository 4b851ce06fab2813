"""The solver keeps every rule, tells the true cost, finds the least, and minds time and cancelling."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings

from services.patrol.domain.sequences.check import violations
from services.patrol.domain.sequences.cost import cost
from services.patrol.domain.sequences.problem import BadProblem, Cover, Kind, Problem, Worker
from services.patrol.domain.sequences.roster import empty
from services.patrol.planning.sequences.by_columns import Search, suits
from services.patrol.planning.sequences.solution import Course, Progress, Status
from services.patrol.planning.sequences.solve import solve
from tests.unit.patrol.planning.sequences.problems import by_trying_everything, problems

QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(problems())
def test_a_roster_keeps_the_rules_costs_what_it_says_and_none_is_cheaper(problem):
    found = solve(problem, seconds=20, workers=1)
    least = by_trying_everything(problem)
    if least is None:
        assert (found.status, found.roster) == (Status.INFEASIBLE, None)
        return
    assert found.status == Status.OPTIMAL
    assert violations(problem, found.roster) == []
    assert cost(problem, found.roster) == found.cost == found.bound == least


@QUICK
@given(problems(plain=True))
def test_the_search_by_columns_is_never_below_the_least_and_its_rosters_keep_the_rules(problem):
    least = by_trying_everything(problem)
    if least is None:
        return
    assert suits(problem)
    course = Course(2.0)
    Search(problem, course, seed=0).run()
    assert course.bound <= least
    if course.roster is not None:
        assert violations(problem, course.roster) == []
        assert course.cost == cost(problem, course.roster) >= least


def a_month(people: int = 24) -> Problem:
    """Too large to be proven best in a moment."""
    kinds = (Kind("E", 480), Kind("L", 480, frozenset("E")), Kind("N", 480, frozenset("EL")))
    workers = tuple(Worker(f"W{n}", {"N": 4}, None, 8_640, 5, 2, 2, 2, frozenset({n % 28})) for n in range(people))
    needed = {"E": 6, "L": 5, "N": 3}
    return Problem(
        28, kinds, workers, tuple(Cover(d, k, needed[k] + d % 2, 100, 1) for d in range(28) for k in needed)
    )


def test_the_time_limit_is_kept_and_the_best_so_far_returned():
    problem, began = a_month(), time.monotonic()
    found = solve(problem, seconds=3, workers=1)
    assert time.monotonic() - began < 60  # the best takes far longer
    assert found.status in (Status.FEASIBLE, Status.OPTIMAL)
    assert violations(problem, found.roster) == []
    assert found.bound <= found.cost == cost(problem, found.roster)


def test_cancelling_ends_it_soon_with_the_best_so_far():
    problem, told = a_month(), list[Progress]()
    began = time.monotonic()

    def enough() -> bool:
        return any(each.cost is not None for each in told)

    found = solve(problem, seconds=120, workers=1, progress=told.append, cancelled=enough)
    assert time.monotonic() - began < 100  # of the 120 it might take
    assert violations(problem, found.roster) == []
    assert found.cost <= next(each.cost for each in told if each.cost is not None)


def test_progress_never_worsens_and_ends_at_what_is_returned():
    told: list[Progress] = []
    found = solve(a_month(8), seconds=2, workers=1, progress=told.append)
    costs = [each.cost for each in told if each.cost is not None]
    assert costs == sorted(costs, reverse=True)
    assert [each.bound for each in told] == sorted(each.bound for each in told)
    assert costs[-1] == found.cost


def test_a_start_that_keeps_the_rules_is_never_made_worse():
    problem = Problem(7, (Kind("D", 480),), (Worker("A", frozen={2: "D"}),), (Cover(2, "D", 1, 9, 9),))
    start = empty(problem)
    found = solve(problem, seconds=5, workers=1, start=start)
    assert found.roster.changes(start) == []
    assert (found.cost, found.status) == (0, Status.OPTIMAL)


def test_a_problem_that_makes_no_sense_is_refused_with_every_fault():
    problem = Problem(2, (Kind("D", 480),), (Worker("A", {"X": 1}, days_off=frozenset({5})),), (Cover(0, "D", -1),))
    with pytest.raises(BadProblem) as refused:
        solve(problem, seconds=1)
    for fault in ("most: X is unknown", "day 5 is outside", "needed is -1"):
        assert fault in str(refused.value)
