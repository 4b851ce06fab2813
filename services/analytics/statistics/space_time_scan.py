"""Kulldorff's space-time scan: the cylinder of near places and last days that has the most events beyond chance.

M. Kulldorff (1997), "A spatial scan statistic", Communications in Statistics 26; the prospective form of 2001
(windows that reach to the last day); and Kulldorff, Heffernan, Hartman, Assuncao, Mostashari (2005), "A space-time
permutation scan statistic", PLoS Medicine 2(3), which needs no population: expected is what place and day have by
themselves, and the chance comes from shuffling the days of the events. The likelihood ratio agrees with SaTScan's
for the leukaemia of upstate New York (Poisson: 106 cases, 62.13 expected, of 552: 14.78), as in the tests of the R
package smerc.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cluster:
    """The most likely cluster. centre, places: rows of the points; days: how many last days; radius in metres.

    p: rank among the simulated maxima, (exceeding + 1) / (simulations + 1).
    """

    centre: int
    places: tuple[int, ...]
    days: int
    radius: float
    observed: int
    expected: float
    ratio: float
    p: float
    simulations: int


def likelihood_ratio(observed: Floats, expected: Floats, total: float) -> Floats:
    """Return the logarithm of the Poisson likelihood ratio, 0 where no more is seen than expected."""
    ratio: Floats = np.zeros(np.shape(observed))
    more = observed > expected  # a small part of all windows, and only there are logarithms taken
    inside, usual = observed[more], expected[more]
    rest = total - inside
    with np.errstate(divide="ignore", invalid="ignore"):
        outside = np.where(rest > 0, rest * np.log(rest / (total - usual)), 0.0)
        found = inside * np.log(inside / usual) + outside
    ratio[more] = np.nan_to_num(found, nan=0.0, posinf=0.0, neginf=0.0)
    return ratio


class _Windows:
    """Every cylinder: around each place its nearest ones up to a radius, by each number of last days.

    Places without events change nothing that is counted or expected, so a cylinder that ends with one is the same
    as that without it, and is left out. Cylinders lie in one row, those of a centre together, the narrowest first.
    """

    def __init__(self, points: Floats, radius: float, days: int, most_places: int, busy: NDArray[np.bool_]) -> None:
        distances = cdist(points, points)
        self.order: Ints = np.argsort(distances, axis=1, kind="stable")[:, :most_places]
        self.distances = np.take_along_axis(distances, self.order, axis=1)
        ends = (self.distances <= radius) & busy[self.order]
        self.centres, self.ranks = np.nonzero(ends)
        self._places = self.order[ends]
        self._first = np.searchsorted(self.centres, self.centres)
        self._days = days

    def sums(self, table: Floats) -> Floats:
        """Return the sums of a table of days by places: [days - 1, cylinder]."""
        last = np.cumsum(table[::-1][: self._days], axis=0)[:, self._places]
        running = np.cumsum(last, axis=1)
        sums: Floats = running - (running - last)[:, self._first]
        return sums


def scan(
    days: Ints, places: Ints, points: Floats, *, length: int, longest: int, radius: float, simulations: int = 999,
    enough: int | None = None, seed: int = 0, most_places: int = 50,
) -> Cluster | None:  # fmt: skip
    """Return the most likely cluster of events that are given by day (0 .. length - 1) and place (row of `points`).

    longest: days of the longest cylinder. radius: metres of the widest. enough: stop once so many simulations
    reached what was seen, p is then enough / done (Besag and Clifford 1991). Same seed, same answer. None: nothing
    to see.
    """
    if not len(days) or not len(points):
        return None
    table = _table(days, places, length, len(points))
    total, by_place = float(len(days)), table.sum(axis=0)
    windows = _Windows(points, radius, min(longest, length), most_places, by_place > 0)
    expected = windows.sums(np.outer(table.sum(axis=1), by_place)) / total  # whole numbers until here: no rounding
    observed = windows.sums(table)
    ratios = likelihood_ratio(observed, expected, total)
    span, window = (int(each) for each in np.unravel_index(int(ratios.argmax()), ratios.shape))
    seen = float(ratios[span, window])
    if seen <= 0:
        return None
    p, done = _chance(seen, days, places, windows, expected, length, simulations, enough, seed)
    centre, many = int(windows.centres[window]), int(windows.ranks[window])
    return Cluster(
        centre, tuple(int(each) for each in windows.order[centre, : many + 1]), span + 1,
        float(windows.distances[centre, many]), int(observed[span, window]), float(expected[span, window]), seen,
        p, done,
    )  # fmt: skip


def _chance(
    seen: float, days: Ints, places: Ints, windows: _Windows, expected: Floats, length: int, simulations: int,
    enough: int | None, seed: int,
) -> tuple[float, int]:  # fmt: skip
    """Shuffle the days and return the chance of a maximum like the one seen, and how often was shuffled."""
    random, reached = np.random.default_rng(seed), 0
    total, count = float(len(days)), len(windows.order)
    for done in range(1, simulations + 1):
        table = _table(random.permutation(days), places, length, count)
        found = float(likelihood_ratio(windows.sums(table), expected, total).max())
        reached += found >= seen - 1e-9
        if enough is not None and reached >= enough:
            return reached / done, done
    return (reached + 1) / (simulations + 1), simulations


def _table(days: Ints, places: Ints, length: int, count: int) -> Floats:
    table = np.zeros((length, count))
    np.add.at(table, (days, places), 1.0)
    return table
