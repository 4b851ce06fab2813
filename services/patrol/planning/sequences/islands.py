"""Searches side by side, each in a process of its own with a seed of its own: the best of all of them counts.

They don't share what they find: two that start from the same best end in the same place.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Thread

from services.patrol.domain.sequences.problem import Problem
from services.patrol.domain.sequences.roster import Roster
from services.patrol.planning.sequences.solution import Course


@dataclass(frozen=True, slots=True)
class Errand:
    """What an island is to do: search this problem from this roster for so many seconds."""

    problem: Problem
    roster: Roster | None
    cost: int | None
    seconds: float
    seed: int


Search = Callable[[Problem, Course, int], None]


@contextmanager
def islands(problem: Problem, course: Course, seeds: Sequence[int], search: Search) -> Iterator[None]:
    """While the block runs, let others search too; what they find better is told to the course.

    search: a function of a module, called in each process with the problem, a course of its own and a seed. An
    island ends when the block does, or when this process is no more; one that fails is missed by nobody.
    """
    spawn = get_context("spawn")
    started = []
    try:
        for seed in seeds:
            here, there = spawn.Pipe()
            errand = Errand(problem, course.roster, course.cost, course.left, seed)
            process = spawn.Process(target=_island, args=(there, errand, search), daemon=True)
            process.start()
            there.close()
            hearer = Thread(target=_hear, args=(here, course), daemon=True)
            hearer.start()
            started.append((process, hearer, here))
        yield
    finally:
        for process, hearer, here in started:
            process.terminate()
            process.join()
            hearer.join()
            here.close()


def _hear(pipe: Connection, course: Course) -> None:
    """Take what an island tells until it ends."""
    try:
        while True:
            roster, cost, bound, infeasible = pipe.recv()
            if roster is not None:
                course.better(roster, cost)
            course.raise_bound(bound)
            course.infeasible |= infeasible
    except (EOFError, OSError):
        return


def _island(pipe: Connection, errand: Errand, search: Search) -> None:
    Thread(target=_end_with, args=(pipe,), daemon=True).start()
    told: list[int | None] = [errand.cost]

    def tell(_: object) -> None:
        better = course.cost != told[0]
        told[0] = course.cost
        pipe.send((course.roster if better else None, course.cost, course.bound, course.infeasible))

    course = Course(errand.seconds, tell, None, errand.roster, errand.cost)
    search(errand.problem, course, errand.seed)
    tell(None)


def _end_with(pipe: Connection) -> None:
    """Nobody ever sends to an island: what can be received is the end of who started it."""
    try:
        pipe.recv()
    except (EOFError, OSError):
        os._exit(0)
