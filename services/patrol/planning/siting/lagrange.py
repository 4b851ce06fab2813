"""A lower bound of the p-median by Lagrangian relaxation of "each point is served" (Cornuéjols et al. 1977)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

import numpy as np

from services.patrol.planning.siting.heuristics import Matrix, exchanged, value

ROUNDS = 600
PATIENCE = 20


@dataclass(frozen=True, slots=True)
class Bounded:
    """bound: no choice costs less. chosen, cost: the best found. out: candidates that no better choice has."""

    bound: int
    chosen: list[int]
    cost: int
    out: frozenset[int]


def bounded(costs: Matrix, p: int, start: list[int], stop: Callable[[], bool]) -> Bounded:
    """Raise the bound by subgradient steps, looking for better choices on the way."""
    chosen, best = list(start), value(costs, start)
    prices = np.partition(costs, min(1, costs.shape[1] - 1), axis=1)[:, min(1, costs.shape[1] - 1)].astype(float)
    bound, step, stale = -np.inf, 2.0, 0
    out: frozenset[int] = frozenset()
    tried: set[tuple[int, ...]] = set()
    for _ in range(ROUNDS):
        below = np.minimum(0.0, costs - prices[:, None])
        worths = below.sum(axis=0)
        order = np.argsort(worths, kind="stable")
        opened = order[:p]
        now = prices.sum() + worths[opened].sum()
        if now > bound + 1e-9:
            bound, stale = now, 0
            out = _out(worths, order, p, now, best)
        else:
            stale += 1
            if stale >= PATIENCE:
                step, stale = step / 2, 0
        key = tuple(sorted(map(int, opened)))
        if key not in tried and len(tried) < 60:
            tried.add(key)
            if value(costs, list(key)) < best * 1.02:
                better = exchanged(costs, list(key), stop)
                if value(costs, better) < best:
                    chosen, best = better, value(costs, better)
        missing = 1 - (below[:, opened] < 0).sum(axis=1)
        length = float((missing * missing).sum())
        if length == 0 or ceil(bound - 1e-6) >= best or step < 1e-3 or stop():
            break
        prices = prices + step * max(1.0, best * 1.01 - now) / length * missing
    return Bounded(min(best, ceil(bound - 1e-6)), chosen, best, out)


def _out(worths: np.ndarray, order: np.ndarray, p: int, now: float, best: int) -> frozenset[int]:
    """Return candidates whose opening, by this bound, costs no less than the best choice known."""
    if p >= len(order):
        return frozenset()
    last = worths[order[p - 1]]
    return frozenset(int(place) for place in order[p:] if ceil(now + worths[place] - last - 1e-6) >= best)
