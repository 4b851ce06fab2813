"""The problem as numbers: what each cell costs by itself, and what is needed on each day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.patrol.domain.sequences.problem import Problem
from services.patrol.domain.sequences.roster import Roster

HARD = 100_000
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Numbers:
    """cell[worker, day, kind]: cost of a cell, the last kind index being off, inf where it may not be.

    base[worker]: what is paid in any case. needed, under, over[day, kind]: the cover; 0 where none is asked for.
    """

    cell: Array
    base: Array
    needed: Array
    under: Array
    over: Array

    def line_cost(self, worker: int, line: tuple[int, ...]) -> float:
        """What this worker's schedule costs by itself."""
        return float(self.base[worker] + self.cell[worker, range(len(line)), line].sum())


def numbers(problem: Problem) -> Numbers:
    """Turn a problem without shares into numbers. Hard cover gets a price far above all others."""
    days, kinds, workers = problem.days, problem.kind_ids(), problem.workers
    at, row = {kind: n for n, kind in enumerate(kinds)}, {each.id: n for n, each in enumerate(workers)}
    cell = np.zeros((len(workers), days, len(kinds) + 1))
    base = np.zeros(len(workers))
    for number, worker in enumerate(workers):
        for day in range(days):
            for kind in kinds:
                if not worker.allows(day, kind):
                    cell[number, day, at[kind]] = np.inf
            if worker.frozen.get(day) is not None:
                cell[number, day, -1] = np.inf
    for wish in problem.requests:
        base[row[wish.worker]] += wish.weight if wish.wanted else 0
        cell[row[wish.worker], wish.day, at[wish.kind]] += -wish.weight if wish.wanted else wish.weight
    for keep in problem.keep:
        base[row[keep.worker]] += keep.weight
        cell[row[keep.worker], keep.day, -1 if keep.kind is None else at[keep.kind]] -= keep.weight
    needed, under, over = (np.zeros((days, len(kinds))) for _ in range(3))
    for cover in problem.cover:
        where = cover.day, at[cover.kind]
        needed[where], over[where] = cover.needed, cover.over
        under[where] = cover.under + (HARD if cover.hard else 0)
    return Numbers(cell, base, needed, under, over)


def to_roster(problem: Problem, lines: list[tuple[int, ...]]) -> Roster:
    """The roster these lines of kind indexes make."""
    kinds = (*problem.kind_ids(), None)
    return Roster(
        {each.id: tuple(kinds[at] for at in line) for each, line in zip(problem.workers, lines, strict=True)}
    )


def to_lines(problem: Problem, roster: Roster) -> list[tuple[int, ...]]:
    """The roster as kind indexes, worker by worker."""
    at = {kind: n for n, kind in enumerate((*problem.kind_ids(), None))}
    return [tuple(at[kind] for kind in roster.of[each.id]) for each in problem.workers]


def cost_of(known: Numbers, choice: Mapping[int, tuple[int, ...]]) -> float:
    """What a schedule for everybody costs in all, cover included; inf when hard cover is short."""
    days, kinds = known.needed.shape
    have = np.zeros((days, kinds))
    for line in choice.values():
        for day, kind in enumerate(line):
            if kind < kinds:
                have[day, kind] += 1
    short, spare = np.maximum(0, known.needed - have), np.maximum(0, have - known.needed)
    if (short[known.under >= HARD] > 0).any():
        return float("inf")
    own = sum(known.line_cost(person, line) for person, line in choice.items())
    return own + float((known.under * short + known.over * spare).sum())
