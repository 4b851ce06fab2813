"""The Poisson EWMA: a weighted mean in which the past fades; it signals slow drifts.

C. M. Borror, C. W. Champ, S. E. Rigdon (1998), "Poisson EWMA control charts", Journal of Quality Technology 30(4),
352-361. Z is weight * x + (1 - weight) * Z; limits lie `factor` asymptotic standard deviations from the mean. Run
lengths come from a Markov chain whose states are slices between the limits, each taken at its middle, as in the
paper and in `pois.ewma.arl(mcdesign="classic")` of the R package spc, with which this agrees to the last digits.

The paper's design of factor 2.8275 for mean 4, weight 0.2 and a run length of 351 (quoted in spc's examples) is
what a coarse chain gives: 31 slices make 355. The default of 101 slices makes 322, the same as the formula of spc
with as many, and simulated charts run 320.2 (standard error 0.7). The published number is checked with a chain as
coarse, and charts are designed with the default.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.stats import poisson

from services.analytics.statistics.absorbing import mean_steps

STATES = 101
_STEPS = 20


class NoDesign(ValueError):
    """No chart meets what was asked."""


@dataclass(frozen=True, slots=True)
class Ewma:
    """A chart. mean: what is normal; above `high` there is a signal. arl: mean days to a false signal."""

    mean: float
    weight: float
    factor: float
    high: float
    arl: float


def spread(mean: float, weight: float) -> float:
    """Return the asymptotic standard deviation of Z."""
    return math.sqrt(mean * weight / (2 - weight))


def run_length(
    mean: float, normal: float, weight: float, factor: float, *, upper_only: bool = False, states: int = STATES
) -> float:
    """Return the mean number of counts until Z, begun at the normal mean, passes a limit.

    mean: the true one. upper_only: only the upper limit signals; below the mean Z is held at it, so that a quiet
    spell does not hide a rise (the reflected chart). Raises ValueError for weights outside (0, 1].
    """
    if not 0 < weight <= 1 or mean <= 0 or normal <= 0:
        raise ValueError(f"no chart has weight {weight}, mean {mean}, normal mean {normal}")
    reach = factor * spread(normal, weight)
    low, high = (normal if upper_only else normal - reach), normal + reach
    edges = np.linspace(low, high, states + 1)
    # One row more than slices: the last is the first step, taken from the mean itself.
    before = np.append((edges[:-1] + edges[1:]) / 2, normal)
    most = np.floor((edges[None, :] - (1 - weight) * before[:, None]) / weight).astype(int)
    known = np.append(poisson.cdf(np.arange(max(0, int(most.max())) + 1), mean), 0.0)  # the last: below no count
    below = known[np.maximum(most, -1)]
    chances = np.diff(below, axis=1)
    if upper_only:
        chances[:, 0] += below[:, 0]
    after = mean_steps(chances[:-1])
    return float(1 + chances[-1] @ after) if np.isfinite(after).all() else math.inf


@lru_cache(maxsize=4096)
def design(mean: float, weight: float, wanted: float, *, upper_only: bool = True) -> Ewma:
    """Return the chart of least factor whose run length under `mean` is at least `wanted`. Raises NoDesign."""
    low, high = 0.0, 4.0
    while run_length(mean, mean, weight, high, upper_only=upper_only) < wanted:
        low, high = high, high * 2
        if high > 64:
            raise NoDesign(f"no limit gives a mean of {mean} so long a run")
    for _ in range(_STEPS):
        middle = (low + high) / 2
        enough = run_length(mean, mean, weight, middle, upper_only=upper_only) >= wanted
        low, high = (low, middle) if enough else (middle, high)
    length = run_length(mean, mean, weight, high, upper_only=upper_only)
    return Ewma(mean, weight, high, mean + high * spread(mean, weight), length)


@dataclass(frozen=True, slots=True)
class Path:
    """Z after each count. since: index of the first count after Z was last at the mean."""

    values: tuple[float, ...]
    since: int
    signals: bool


def follow(counts: Sequence[float], chart: Ewma) -> Path:
    """Run an upper chart over counts, the oldest first, begun and held from below at its mean."""
    values: list[float] = []
    value, since = chart.mean, 0
    for index, count in enumerate(counts):
        if value == chart.mean:
            since = index
        value = max(chart.mean, chart.weight * count + (1 - chart.weight) * value)
        values.append(value)
    return Path(tuple(values), since, bool(values) and values[-1] > chart.high)
