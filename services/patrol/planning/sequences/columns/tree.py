"""Branch and bound over a pool of schedules: exact where few of them can still be part of something better.

A node is the schedules still open there. Its linear program is solved over columns drawn from the pool as they pay;
those that cost more than the room its bound leaves are closed for good, and the search branches on the day and kind
of a person that is most in doubt, deepest first. General solvers had no answer after 30 s to what this settles in
one: they don't know that the open ones may be left out of the program until they pay.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.patrol.planning.sequences.columns.master import Master
from services.patrol.planning.sequences.columns.pool import Pool

Line = tuple[int, ...]
Open = NDArray[np.bool_]
AT_ONCE = 4
PAYS, WHOLE, ROOM = 1e-5, 1e-5, 1e-3
NEARLY = 0.9


@dataclass(frozen=True, slots=True)
class Answer:
    """The choice found (None: none), and whether the whole tree was searched for it in vain."""

    choice: dict[int, Line] | None
    whole: bool = False


def within(seconds: float, stop: Callable[[], bool]) -> Callable[[], bool]:
    """Stop after so many seconds from now, or sooner."""
    until = time.monotonic() + seconds
    return lambda: stop() or time.monotonic() > until


def search(pool: Pool, below: float, stop: Callable[[], bool], random: Random) -> Answer:
    """A choice of one schedule a person that costs less than `below`; costs are whole numbers.

    Raises MasterFailed.
    """
    if any(rows.start == rows.stop for rows in pool.rows.values()):
        return Answer(None)
    tree = _Tree(pool, below - 1, random)
    todo = [np.packbits(np.ones(len(pool.cost), bool))]
    while todo:
        node: Open | None = np.unpackbits(todo.pop(), count=len(pool.cost)).astype(bool)
        while node is not None:
            if stop():
                return Answer(None)
            node = tree.solve(node)
            if node is None:
                break
            doubt = tree.most_in_doubt()
            if doubt is None:
                return Answer(tree.choice())
            node, without = tree.split(node, *doubt)
            todo.append(np.packbits(without))
    return Answer(None, whole=True)


class _Tree:
    """The linear program over what was drawn from the pool so far."""

    def __init__(self, pool: Pool, most: float, random: Random):
        self.pool, self.most, self.random = pool, most, random
        self.master = Master(pool.numbers)
        self.drawn: dict[int, Any] = {}
        for rows in pool.rows.values():
            self._draw(rows.start + int(np.argmin(pool.cost[rows])))

    def _draw(self, row: int) -> bool:
        if row in self.drawn:
            return False
        person, line = int(self.pool.owner[row]), self.pool.line(row)
        self.master.add(person, line)
        self.drawn[row] = self.master.columns[person][line]
        return True

    def solve(self, open_: Open) -> Open | None:
        """Solve a node and return the schedules still open; None when nothing cheap enough is there."""
        top = self.master.infinity
        for row, column in self.drawn.items():
            column.SetBounds(0.0, top if open_[row] else 0.0)
        while True:
            duals = self.master.solve()
            worth = self.pool.worth(duals.cover) - duals.person[self.pool.owner]
            worth[~open_] = np.inf
            least = {person: float(worth[rows].min()) for person, rows in self.pool.rows.items()}
            if duals.cost + sum(min(0.0, each) for each in least.values()) > self.most + WHOLE:
                return None
            if not sum(self._draw_best(worth, person) for person, each in least.items() if each < -PAYS):
                break
        if duals.cost > self.most + WHOLE:
            return None
        left: Open = open_ & (worth <= self.most - duals.cost + ROOM)
        return left

    def _draw_best(self, worth: NDArray[np.float64], person: int) -> int:
        """Draw the schedules of a person that pay most; return how many are new."""
        rows = self.pool.rows[person]
        mine = worth[rows]
        best = np.argpartition(mine, min(AT_ONCE, len(mine) - 1))[:AT_ONCE]
        return sum(self._draw(rows.start + int(row)) for row in best if mine[row] < -PAYS)

    def taken(self) -> dict[int, float]:
        """How much of each drawn schedule the program takes."""
        shares = {row: column.solution_value() for row, column in self.drawn.items()}
        return {row: share for row, share in shares.items() if share > 1e-7}

    def choice(self) -> dict[int, Line]:
        """The whole-number choice it has come to."""
        return {
            int(self.pool.owner[row]): self.pool.line(row) for row, share in self.taken().items() if share > 0.5
        }

    def most_in_doubt(self) -> tuple[int, int, int] | None:
        """A person, day and kind that are about half taken, any of the most doubtful; None when all is settled."""
        days, kinds = self.pool.numbers.needed.shape
        shares = np.zeros((len(self.pool.numbers.base), days, kinds + 1))
        for row, share in self.taken().items():
            shares[self.pool.owner[row], np.arange(days), self.pool.lines[row]] += share
        doubt = np.minimum(shares, 1 - shares)
        if doubt.max() <= WHOLE:
            return None
        person, day, kind = self.random.choice(np.argwhere(doubt >= NEARLY * doubt.max()))
        return int(person), int(day), int(kind)

    def split(self, open_: Open, person: int, day: int, kind: int) -> tuple[Open, Open]:
        """The schedules open with this person at this kind that day, and without."""
        rows, with_, without = self.pool.rows[person], open_.copy(), open_.copy()
        there = self.pool.lines[rows, day] == kind
        with_[rows] &= there
        without[rows] &= ~there
        return with_, without
