"""Getis-Ord Gi*: places whose surroundings, themselves included, have more than chance would give.

A. Getis, J. K. Ord (1992), "The analysis of spatial association by use of distance statistics", Geographical
Analysis 24(3), and Ord, Getis (1995), 27(4), whose standardised form this is; checked against
`esda.G_Local(star=True)` of PySAL. Many places are tested at once, so p-values go through the false discovery rate
of Benjamini and Hochberg (1995).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.stats import false_discovery_control, norm

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class HotSpots:
    """By place: z, the chance of one as high (one-sided), and that chance corrected for all places tested."""

    z: Floats
    p: Floats
    q: Floats

    def peaks(self, near: csr_array, least: float) -> list[int]:
        """Return the places with q at most `least` and the highest z of those near them; of equals the first."""
        found: list[int] = []
        for place in np.flatnonzero(self.q <= least):
            around = near.indices[near.indptr[place] : near.indptr[place + 1]]
            best = around[np.lexsort((around, -self.z[around]))[0]]
            if best == place:
                found.append(int(place))
        return found


def gi_star(values: Floats, near: csr_array) -> HotSpots:
    """Return the hot spots among places with `values`. near: ones for the places around each, itself included.

    Values that are all the same have no hot spot: z is 0. Raises ValueError for fewer than two places.
    """
    count = len(values)
    if count < 2 or near.shape != (count, count):
        raise ValueError(f"{count} places and a matrix of {near.shape} can't be compared")
    mean, deviation = values.mean(), values.std()
    sums, weights = near @ values, near @ np.ones(count)
    squares = near.multiply(near) @ np.ones(count)
    spread = deviation * np.sqrt(np.maximum(0.0, (count * squares - weights**2) / (count - 1)))
    z = np.divide(sums - mean * weights, spread, out=np.zeros(count), where=spread > 1e-12)
    p = norm.sf(z)
    return HotSpots(z, p, false_discovery_control(p))
