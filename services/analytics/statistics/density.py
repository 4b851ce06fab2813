"""Kernel density: how thickly events lie around each place, by a Gaussian kernel of a fixed width.

Checked against `scipy.stats.gaussian_kde` with its covariance set to the width. B. W. Silverman (1986), "Density
Estimation for Statistics and Data Analysis"; the width is its rule of thumb, also `silverman` of SciPy's.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

Floats = NDArray[np.float64]
_BLOCK = 2000


def density(events: Floats, weights: Floats, places: Floats, width: float) -> Floats:
    """Return events per square metre at each place, their sum over the plane being that of the weights.

    events, places: points in metres. width: the kernel's standard deviation in metres. Raises ValueError unless >
    0.
    """
    if width <= 0:
        raise ValueError(f"a kernel's width of {width} m makes no sense")
    found = np.zeros(len(places))
    for start in range(0, len(events), _BLOCK):
        part = slice(start, start + _BLOCK)
        squares = cdist(places, events[part], "sqeuclidean")
        found += np.exp(-squares / (2 * width**2)) @ weights[part]
    return np.asarray(found / (2 * math.pi * width**2))


def width_of(events: Floats, weights: Floats, least: float) -> float:
    """Return Silverman's width for events in the plane: mean deviation * n^(-1/6), at least `least` metres."""
    total = float(weights.sum())
    if total < 2:
        return least
    middle = weights @ events / total
    variances = weights @ (events - middle) ** 2 / (total - 1)
    return max(least, math.sqrt(float(variances.mean())) * math.pow(total, -1 / 6))
