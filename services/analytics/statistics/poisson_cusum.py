"""The upper Poisson CUSUM: it gathers what exceeds a reference value, and signals small rises that last.

J. M. Lucas (1985), "Counted data CUSUM's", Technometrics 27(2), 129-144. S is max(0, S + x - k), and there is a
signal when S is at or above h. Run lengths are those of the Markov chain of S on the multiples of 1/scale, exact
for k and h on them. Lucas' tables give 438 for k = 0.25, h = 10, mean 0.25 (table 2) and 333 with the head start
h/2 (table 3); both values stand in the examples of `pois.cusum.arl` of the R package spc.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.stats import poisson

from services.analytics.statistics.absorbing import mean_steps

SCALE = 4
"""k and h are multiples of 1/4; finer ones change a run length little and cost the square of it."""
_MOST_STATES = 1200


class NoDesign(ValueError):
    """No chart meets what was asked."""


@dataclass(frozen=True, slots=True)
class Cusum:
    """A chart. mean: what is normal; k, h: reference value and decision interval; arl: days to a false signal."""

    mean: float
    k: float
    h: float
    arl: float


@dataclass(frozen=True, slots=True)
class Path:
    """The statistic after each count. since: index of the first count of the rise that the last one stands in."""

    values: tuple[float, ...]
    since: int
    signals: bool


def reference_value(normal: float, raised: float, scale: int = SCALE) -> float:
    """Return the k that finds a rise from one mean to another soonest: (b - a) / (ln b - ln a), rounded.

    Raises ValueError unless 0 < normal < raised.
    """
    if not 0 < normal < raised:
        raise ValueError(f"means must satisfy 0 < {normal} < {raised}")
    k = (raised - normal) / (math.log(raised) - math.log(normal))
    return max(1, round(k * scale)) / scale


def run_length(mean: float, k: float, h: float, *, start: float = 0.0, scale: int = SCALE) -> float:
    """Return the mean number of counts until a signal. k, h, start: multiples of 1/scale. Raises ValueError."""
    steps, limit, first = (round(each * scale) for each in (k, h, start))
    if limit < 1 or limit > _MOST_STATES or not 0 <= first < limit or mean <= 0:
        raise ValueError(f"no chart has mean {mean}, h {h}, start {start}")
    return float(mean_steps(_transitions(mean, steps, limit, scale))[first])


def _transitions(mean: float, steps: int, limit: int, scale: int) -> NDArray[np.float64]:
    """Return the chances to go from one state below the limit to another, in units of 1/scale."""
    states = np.arange(limit)
    gained = states[None, :] - states[:, None] + steps
    counts = np.arange(int(gained.max()) // scale + 1)
    chances = np.where((gained >= 0) & (gained % scale == 0), poisson.pmf(counts, mean)[gained // scale], 0.0)
    spare = steps - states
    chances[:, 0] = np.where(spare >= 0, poisson.cdf(counts, mean)[np.maximum(spare, 0) // scale], 0.0)
    return chances


@lru_cache(maxsize=4096)
def design(mean: float, ratio: float, wanted: float, scale: int = SCALE) -> Cusum:
    """Return the least h whose run length under `mean` is at least `wanted`; k finds a rise to ratio times the
    mean.

    Raises NoDesign when that takes more states than are sensible, ValueError for means that make no sense.
    """
    k = reference_value(mean, mean * ratio, scale)
    if k <= mean:
        k = (math.floor(mean * scale) + 1) / scale
    low, high = 0, 4
    while _length(mean, k, high, scale) < wanted:
        low, high = high, high * 2
        if high > _MOST_STATES:
            raise NoDesign(f"a mean of {mean} asks for too long a chart")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _length(mean, k, middle, scale) >= wanted else (middle, high)
    return Cusum(mean, k, high / scale, _length(mean, k, high, scale))


def _length(mean: float, k: float, limit: int, scale: int) -> float:
    return run_length(mean, k, limit / scale, scale=scale)


def follow(counts: Sequence[float], chart: Cusum) -> Path:
    """Run a chart over counts, the oldest first; it starts at zero and isn't reset by a signal."""
    values: list[float] = []
    value, since = 0.0, 0
    for index, count in enumerate(counts):
        if value == 0:
            since = index
        value = max(0.0, value + count - chart.k)
        values.append(value)
    return Path(tuple(values), since, bool(values) and values[-1] >= chart.h)
