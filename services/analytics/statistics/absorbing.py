"""How long a Markov chain runs before it leaves its states."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array
from scipy.sparse.linalg import splu

LONGEST = 1e10
"""Above it, doubles can't tell lengths any more; they count as infinite."""


def mean_steps(chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return from each state the mean number of steps until the chain has left, infinite above LONGEST.

    chances: of going from one state (row) to another. A sparse solver is used because it runs in one thread: BLAS
    would start as many as there are cores for systems this small, and wait for them on a busy machine.
    """
    count = len(chances)
    solved = splu(csc_array(np.eye(count) - chances)).solve(np.ones(count))
    return np.where((solved >= 1 - 1e-9) & (solved <= LONGEST), solved, math.inf)
