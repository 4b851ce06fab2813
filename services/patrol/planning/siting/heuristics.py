"""Good choices quickly: greedy, then interchange (Teitz and Bart 1968) until no exchange of one helps."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.int64]
"""Cost of serving a demand point (row) from a candidate (column), its weight included."""


def value(costs: Matrix, chosen: list[int]) -> int:
    """Return what a choice costs: each point is served from its cheapest place."""
    return int(costs[:, chosen].min(axis=1).sum())


def greedy(costs: Matrix, p: int) -> list[int]:
    """Take the best next place each time; the first of equals."""
    best = np.full(costs.shape[0], np.iinfo(np.int64).max // (4 * max(1, costs.shape[0])))
    chosen: list[int] = []
    for _ in range(min(p, costs.shape[1])):
        totals = np.minimum(costs, best[:, None]).sum(axis=0)
        totals[chosen] = np.iinfo(np.int64).max
        chosen.append(int(totals.argmin()))
        best = np.minimum(best, costs[:, chosen[-1]])
    return chosen


def exchanged(costs: Matrix, chosen: list[int], stop: Callable[[], bool]) -> list[int]:
    """Exchange one place for another as long as the best exchange helps, or until told to stop."""
    chosen = list(chosen)
    while len(chosen) < costs.shape[1] and not stop():
        gain, place, at = _best_exchange(costs, chosen)
        if gain <= 0:
            break
        chosen[at] = place
    return chosen


def _best_exchange(costs: Matrix, chosen: list[int]) -> tuple[int, int, int]:
    """Return the greatest gain of an exchange, the place that comes, and whose turn it takes."""
    served = costs[:, chosen]
    rows = np.arange(costs.shape[0])
    by = served.argmin(axis=1)
    first = served[rows, by]
    if len(chosen) > 1:
        served = served.copy()
        served[rows, by] = np.iinfo(np.int64).max
        second = served.min(axis=1)
    else:
        second = np.full(costs.shape[0], np.iinfo(np.int64).max)
    best = (0, -1, -1)
    for place in range(costs.shape[1]):
        if place in chosen:
            continue
        new = costs[:, place]
        kept = np.minimum(first, new)
        # what a point costs more when its place goes: it is served by the new one or by its second best
        more = np.minimum(second, new) - kept
        lost = np.bincount(by, weights=more.astype(float), minlength=len(chosen))
        at = int(lost.argmin())
        gain = int(first.sum() - kept.sum() - lost[at])
        if gain > best[0]:
            best = (gain, place, at)
    return best
