"""Schedules at hand as arrays: whose they are, what they cost, and which cover they give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from services.patrol.planning.sequences.columns.prices import Numbers

Line = tuple[int, ...]


class Pool:
    """One row for each schedule, person after person.

    owner[row]: the person; lines[row, day]: the kind, the last one being off; cost[row]; gives[row, day and kind]:
    1 where it covers; rows[person]: the slice of that person's.
    """

    def __init__(self, numbers: Numbers, offers: Mapping[int, Sequence[Line]]):
        days, kinds = numbers.needed.shape
        sizes = {person: len(lines) for person, lines in offers.items()}
        ends = np.cumsum(list(sizes.values()))
        self.numbers = numbers
        self.rows = {
            person: slice(int(end) - size, int(end))
            for (person, size), end in zip(sizes.items(), ends, strict=True)
        }
        self.owner = np.repeat(list(sizes), list(sizes.values()))
        self.lines: NDArray[np.int8] = np.array(
            [line for lines in offers.values() for line in lines], dtype=np.int8
        )
        each = np.arange(days)
        self.cost: NDArray[np.float64] = numbers.base[self.owner] + numbers.cell[
            self.owner[:, None], each, self.lines
        ].sum(axis=1)
        self.gives = np.zeros((len(self.lines), days * kinds), np.float32)
        for day in range(days):
            works = np.flatnonzero(self.lines[:, day] < kinds)
            self.gives[works, day * kinds + self.lines[works, day].astype(int)] = 1.0

    def line(self, row: int) -> Line:
        """One schedule as kinds by day."""
        return tuple(int(kind) for kind in self.lines[row])

    def worth(self, cover: NDArray[np.float64]) -> NDArray[np.float64]:
        """What every schedule costs once the worths of the cover it gives are taken off."""
        taken: NDArray[np.float64] = self.cost - self.gives @ cover.ravel().astype(np.float32)
        return taken
