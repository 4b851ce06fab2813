"""Places on a small part of the earth as points in metres, and which of them are near each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.spatial import KDTree

METRES_PER_DEGREE = 111_195.0
"""Of latitude, on a sphere of 6,371 km."""

Points = NDArray[np.float64]


def in_metres(degrees: Sequence[tuple[float, float]]) -> Points:
    """Return longitudes and latitudes as metres east and north of their middle, good to 1 % in a city."""
    points = np.asarray(degrees, dtype=float).reshape(-1, 2)
    if not len(points):
        return points
    middle = points.mean(axis=0)
    return np.asarray((points - middle) * METRES_PER_DEGREE * (np.cos(np.radians(middle[1])), 1.0))


def near(points: Points, radius: float) -> csr_array:
    """Return a matrix of ones where two points are within `radius` metres of each other; a point is near itself."""
    pairs = KDTree(points).query_pairs(radius, output_type="ndarray")
    own = np.arange(len(points))
    rows = np.concatenate([own, pairs[:, 0], pairs[:, 1]])
    columns = np.concatenate([own, pairs[:, 1], pairs[:, 0]])
    return csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(points), len(points)))
