"""One call of CP-SAT: with a time limit, called off from outside, and telling its best and bound as they come."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Literal

from ortools.sat.python import cp_model

from services.patrol.domain.rosters.problem import Roster
from services.patrol.planning.rosters.model import Model
from services.patrol.planning.rosters.run import Run

Status = Literal["optimal", "feasible", "infeasible", "unknown"]
STATUSES: dict[cp_model.CpSolverStatus, Status] = {
    cp_model.OPTIMAL: "optimal",
    cp_model.FEASIBLE: "feasible",
    cp_model.INFEASIBLE: "infeasible",
}
LOOK_S = 0.1


@dataclass(frozen=True, slots=True)
class Solved:
    """What CP-SAT found: a roster with its cost and a lower bound, or none."""

    status: Status
    roster: Roster | None = None
    cost: int | None = None
    bound: int | None = None


def solve(model: Model, run: Run, seconds: float, *, words: str = "") -> Solved:
    """Solve a model within seconds and within the run. words: what to tell with each better solution, if given."""
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.01, min(seconds, run.left))
    solver.parameters.num_workers = run.threads
    solver.parameters.random_seed = 1
    solver.parameters.catch_sigint_signal = False
    teller = _Teller(model, run, words) if words else None
    if teller is not None:
        solver.best_bound_callback = teller.bounded
        run.tell(words)
    with _Watch(solver, run):
        status = STATUSES.get(solver.solve(model.cp, teller), "unknown")
    if status not in {"optimal", "feasible"}:
        return Solved(status)
    bound = model.base + round(solver.best_objective_bound)
    return Solved(status, model.roster(solver), model.base + round(solver.objective_value), bound)


class _Teller(cp_model.CpSolverSolutionCallback):  # type: ignore[misc]
    def __init__(self, model: Model, run: Run, words: str) -> None:
        super().__init__()
        self._model, self._run, self._words = model, run, words

    def on_solution_callback(self) -> None:
        """Tell of a better roster."""
        self._run.best = self._model.base + round(self.objective_value)
        self._run.bound = self._model.base + round(self.best_objective_bound)
        self._run.tell(self._words)

    def bounded(self, bound: float) -> None:
        """Note a better bound."""
        self._run.bound = self._model.base + round(bound)


class _Watch:
    """Looks ten times a second whether the run was called off, and stops the solver then."""

    def __init__(self, solver: cp_model.CpSolver, run: Run) -> None:
        self._solver, self._run, self._done = solver, run, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_ended: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(LOOK_S):
            if self._run.cancelled():
                self._solver.stop_search()
