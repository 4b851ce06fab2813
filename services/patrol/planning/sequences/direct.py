"""The straightforward way: the whole problem, or a part of it, by CP-SAT."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from ortools.sat.python import cp_model

from services.patrol.domain.sequences.problem import Problem
from services.patrol.planning.sequences.model import Model, begin
from services.patrol.planning.sequences.objective import add_cover, add_objective
from services.patrol.planning.sequences.rules import add_rules
from services.patrol.planning.sequences.solution import Course

LOOK_S = 0.1


def whole(problem: Problem) -> Model:
    """The model of the whole problem."""
    model = begin(problem)
    add_rules(model)
    add_cover(model)
    add_objective(model)
    return model


def solve_directly(
    problem: Problem, course: Course, seconds: float, workers: int, seed: int, *, until_first: float = 0.0
) -> None:
    """Search the whole problem for so many seconds, from the best roster there is; the course is told.

    until_first: as long as there is no roster at all, go on for so many seconds instead.
    """
    begun = course.elapsed

    def stop() -> bool:
        limit = seconds if course.roster is not None else max(seconds, until_first)
        return course.stop() or course.elapsed - begun > limit

    model = whole(problem)
    if course.roster is not None:
        model.hint(course.roster)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = min(max(seconds, until_first), course.left)
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    with interruptible(solver, stop):
        status = solver.solve(model.cp, _Watch(model, course))
    if status == cp_model.INFEASIBLE:
        course.infeasible = course.roster is None
    elif status == cp_model.OPTIMAL:
        course.raise_bound(round(solver.objective_value))
    elif status == cp_model.FEASIBLE:
        course.raise_bound(_up(solver.best_objective_bound))


@contextmanager
def interruptible(solver: cp_model.CpSolver, stop: Callable[[], bool]) -> Iterator[None]:
    """While the block runs, look now and then whether to stop, and end the search when so."""
    over = Event()

    def look() -> None:
        while not over.wait(LOOK_S):
            if stop():
                solver.stop_search()

    watcher = Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


class _Watch(cp_model.CpSolverSolutionCallback):
    """Hands every better roster to the course as it is found."""

    def __init__(self, model: Model, course: Course):
        super().__init__()
        self._model, self._course = model, course

    def on_solution_callback(self) -> None:
        self._course.better(self._model.roster(self.value), round(self.objective_value))
        self._course.raise_bound(_up(self.best_objective_bound))


def _up(bound: float) -> int:
    """The whole number a bound stands for; costs are whole."""
    return int(-(-(bound - 1e-6) // 1))
