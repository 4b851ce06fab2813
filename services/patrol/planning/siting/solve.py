"""Choosing places to stand at: a good choice at once, then a bound, then the proof, as far as the time goes."""

from __future__ import annotations

import time
from dataclasses import dataclass
from math import ceil

import numpy as np

from services.patrol.domain.plans.siting import SitingProblem
from services.patrol.planning.kinds import Report
from services.patrol.planning.siting import exact
from services.patrol.planning.siting.heuristics import Matrix, exchanged, greedy, value
from services.patrol.planning.siting.lagrange import bounded


@dataclass(frozen=True, slots=True)
class Sited:
    """chosen: numbers of candidates. cost: see `domain.plans.siting.cost`; no choice costs less than bound."""

    chosen: tuple[int, ...]
    cost: int
    bound: int

    @property
    def gap(self) -> float:
        """How much better any choice could be, by the cost: 0 when this is proven best."""
        return (self.cost - self.bound) / self.cost if self.cost else 0.0


def site(problem: SitingProblem, seconds: float, report: Report) -> Sited:
    """Return a choice of p candidates, all of them when there are fewer. Raises ValueError without candidates."""
    if not problem.candidates or problem.p < 1:
        raise ValueError("a siting needs a candidate, and at least one place to choose")
    until = time.monotonic() + seconds

    def stop() -> bool:
        return report.cancelled() or time.monotonic() >= until

    weights = np.array([demand.weight for demand in problem.demands], dtype=np.int64)
    times = np.array(problem.seconds(), dtype=np.int64).reshape(len(weights), len(problem.candidates))
    costs = weights[:, None] * (times > problem.within if problem.method == "mclp" else times)
    p = min(problem.p, len(problem.candidates))
    chosen = exchanged(costs, greedy(costs, p), stop)
    found = Sited(tuple(sorted(chosen)), value(costs, chosen), 0)
    report.progress({"best": found.cost, "message": "a first choice"})
    if problem.method == "mclp":
        return _covering(costs, weights, p, found, until, report)
    return _median(costs, p, found, until, report)


def _covering(
    costs: Matrix, weights: np.ndarray, p: int, found: Sited, until: float, report: Report
) -> Sited:  # fmt: skip
    near = [[int(place) for place in np.flatnonzero(row == 0)] for row in costs]
    kept = [number for number, places in enumerate(near) if places]
    beyond = int(weights.sum() - weights[kept].sum())  # of points that no candidate reaches
    floor = Sited(found.chosen, found.cost, beyond)
    seconds = until - time.monotonic()
    if found.cost == beyond or seconds <= 0 or report.cancelled():
        return floor
    solved = exact.covering(
        [int(weights[number]) for number in kept], [near[number] for number in kept], costs.shape[1], p,
        list(found.chosen), until,
    )  # fmt: skip
    return _better(costs, floor, solved, beyond)


def _median(costs: Matrix, p: int, found: Sited, until: float, report: Report) -> Sited:
    def stop() -> bool:
        return report.cancelled() or time.monotonic() >= until

    relaxed = bounded(costs, p, list(found.chosen), stop)
    best = Sited(tuple(sorted(relaxed.chosen)), relaxed.cost, relaxed.bound)
    report.progress({"best": best.cost, "bound": best.bound, "message": "bounded"})
    seconds = until - time.monotonic()
    if best.cost == best.bound or seconds <= 0 or report.cancelled():
        return best
    left = [place for place in range(costs.shape[1]) if place not in relaxed.out or place in best.chosen]
    start = [left.index(place) for place in best.chosen]
    solved = exact.median(costs[:, left], p, start, best.cost, until)
    if solved is None:
        return best
    chosen = None if solved.chosen is None else [left[place] for place in solved.chosen]
    # what was left out can't be better than the best known, so the bound holds for all up to that
    return _better(costs, best, exact.Solved(chosen, solved.bound, solved.proven), 0)


def _better(costs: Matrix, found: Sited, solved: exact.Solved, beyond: int) -> Sited:
    """Take over what is better, choice and bound each for itself. beyond: what the model left out of the cost."""
    chosen, cost = found.chosen, found.cost
    if solved.chosen and (least := value(costs, solved.chosen)) < cost:
        chosen, cost = tuple(sorted(solved.chosen)), least
    bound = found.bound
    if solved.bound is not None:
        bound = max(bound, beyond + ceil(solved.bound - 1e-6))
    return Sited(chosen, cost, min(bound, cost))
