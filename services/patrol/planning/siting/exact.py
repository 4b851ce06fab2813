"""The rest by mixed-integer programming (SCIP in OR-Tools): proves a choice best, or finds a better one."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from ortools.linear_solver import pywraplp

from services.patrol.planning.siting.heuristics import Matrix

MOST_CELLS = 100_000


@dataclass(frozen=True, slots=True)
class Solved:
    """chosen: None when nothing was found in time. bound: None when there is none."""

    chosen: list[int] | None
    bound: float | None
    proven: bool


def covering(
    weights: list[int], near: list[list[int]], number: int, p: int, start: list[int], until: float
) -> Solved:
    """Choose p of `number` places so that the least weight is left uncovered.

    near: by point, the places within the time. until: when to be done, by the monotonic clock.
    """
    solver = _solver()
    open_ = [solver.BoolVar("") for _ in range(number)]
    solver.Add(solver.Sum(open_) == p)
    missed = [solver.NumVar(0, 1, "") for _ in weights]
    for point, places in enumerate(near):
        solver.Add(solver.Sum([open_[place] for place in places]) + missed[point] >= 1)
    solver.Minimize(solver.Sum([weight * miss for weight, miss in zip(weights, missed, strict=True)]))
    return _solve(solver, open_, start, until)


def median(costs: Matrix, p: int, start: list[int], limit: int, until: float) -> Solved | None:
    """Choose p columns; None when the model would be too large.

    For each point the places are taken by rising cost, and what a step costs more is paid unless a place before it
    is open (Cornuéjols, Nemhauser and Wolsey 1980). Steps whose total is beyond `limit` are left out: no better
    choice pays so much for one point.
    """
    solver = _solver()
    open_ = [solver.BoolVar("") for _ in range(costs.shape[1])]
    solver.Add(solver.Sum(open_) == p)
    spare = limit - int(costs.min(axis=1).sum())
    terms, fixed, cells = [], 0, 0
    for row in costs:
        levels = np.unique(row)
        fixed += int(levels[0])
        levels = levels[levels <= levels[0] + spare]
        before = None
        for low, high in zip(levels, [*levels[1:], None], strict=True):
            places = [open_[place] for place in np.flatnonzero(row == low)]
            if high is None:
                solver.Add(solver.Sum(places) >= (1 if before is None else before))
                break
            more = solver.NumVar(0, 1, "")
            cells += len(places) + 1
            solver.Add(solver.Sum([*places, more]) >= (1 if before is None else before))
            terms.append(int(high - low) * more)
            before = more
        if cells > MOST_CELLS:
            return None
    solver.Minimize(solver.Sum(terms) + fixed)
    return _solve(solver, open_, start, until)


def _solver() -> pywraplp.Solver:
    solver = pywraplp.Solver.CreateSolver("SCIP")
    if solver is None:
        raise RuntimeError("OR-Tools lacks SCIP")
    return solver


def _solve(solver: pywraplp.Solver, open_: list[pywraplp.Variable], start: list[int], until: float) -> Solved:
    left = until - time.monotonic()
    if left <= 0:  # putting the model together took it all
        return Solved(None, None, False)
    solver.SetTimeLimit(max(1, int(left * 1000)))
    solver.SetHint(open_, [1.0 if place in set(start) else 0.0 for place in range(len(open_))])
    status = solver.Solve()
    if status not in (pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE):
        return Solved(None, None, False)
    chosen = [place for place, variable in enumerate(open_) if variable.solution_value() > 0.5]
    return Solved(chosen, solver.Objective().BestBound(), status == pywraplp.Solver.OPTIMAL)
