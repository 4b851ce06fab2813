"""The linear master problem: one schedule for each person, shortage and excess of cover paid for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

from services.patrol.planning.sequences.columns.prices import Numbers

Line = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Duals:
    """What the linear program says: its cost, the worth of one more on a day and kind, and of a person."""

    cost: float
    cover: NDArray[np.float64]
    person: NDArray[np.float64]


class MasterFailed(RuntimeError):
    """The linear program could not be solved, even from scratch."""


class Master:
    """Columns may be added and schedules fixed; each solve goes on from the last basis."""

    def __init__(self, numbers: Numbers):
        self.numbers = numbers
        self.people, self.days, kinds = numbers.cell.shape
        self.kinds = kinds - 1
        self._lp = pywraplp.Solver.CreateSolver("GLOP")
        self._objective = self._lp.Objective()
        self._objective.SetMinimization()
        self._persons = [self._lp.RowConstraint(1, 1, "") for _ in range(self.people)]
        self._cover = [[self._cover_row(day, kind) for kind in range(self.kinds)] for day in range(self.days)]
        self.columns: list[dict[Line, pywraplp.Variable]] = [{} for _ in range(self.people)]
        self.fixed: dict[int, Line] = {}
        self.absence = _beyond(numbers)
        self._stand_in(self.absence)
        self.infinity: float = self._lp.infinity()

    def _cover_row(self, day: int, kind: int) -> pywraplp.Constraint:
        needed = self.numbers.needed[day, kind]
        row = self._lp.RowConstraint(needed, needed, "")
        for sign, weight in ((1, self.numbers.under[day, kind]), (-1, self.numbers.over[day, kind])):
            slack = self._lp.NumVar(0, self._lp.infinity(), "")
            row.SetCoefficient(slack, sign)
            self._objective.SetCoefficient(slack, float(weight))
        return row

    def _stand_in(self, price: float) -> None:
        """Nobody is without a line even before the first column: an absence at a price nothing else reaches."""
        for row in self._persons:
            absent = self._lp.NumVar(0, 1, "")
            row.SetCoefficient(absent, 1)
            self._objective.SetCoefficient(absent, price)

    def add(self, person: int, line: Line) -> bool:
        """Add a schedule of a person; say whether it is new."""
        if line in self.columns[person]:
            return False
        cost = self.numbers.line_cost(person, line)
        column = self._lp.NumVar(0, self._lp.infinity(), "")
        self._objective.SetCoefficient(column, cost)
        self._persons[person].SetCoefficient(column, 1)
        for day, kind in enumerate(line):
            if kind < self.kinds:
                self._cover[day][kind].SetCoefficient(column, 1)
        self.columns[person][line] = column
        return True

    def solve(self) -> Duals:
        """Solve the linear program over the columns there are. Raises MasterFailed when it cannot be solved."""
        if self._lp.Solve() != pywraplp.Solver.OPTIMAL:
            # A basis grown over many rounds can go bad numerically; from scratch it is sound again.
            afresh = pywraplp.MPSolverParameters()
            afresh.SetIntegerParam(afresh.INCREMENTALITY, afresh.INCREMENTALITY_OFF)
            status = self._lp.Solve(afresh)
            if status != pywraplp.Solver.OPTIMAL:
                raise MasterFailed(f"the master problem ended with status {status}")
        cover = np.array([[row.dual_value() for row in rows] for rows in self._cover])
        person = np.array([row.dual_value() for row in self._persons])
        return Duals(self._objective.Value(), cover, person)

    def weights(self, person: int) -> list[tuple[float, Line]]:
        """The schedules in use for a person and how much of each."""
        used = ((column.solution_value(), line) for line, column in self.columns[person].items())
        return [(value, line) for value, line in used if value > 1e-6]

    def worth(self, person: int, line: Line, cover: NDArray[np.float64]) -> float:
        """What a schedule costs once the worths of the cover it gives are taken off."""
        gives = sum(cover[day, kind] for day, kind in enumerate(line) if kind < self.kinds)
        return self.numbers.line_cost(person, line) - float(gives)

    def fix(self, person: int, line: Line) -> None:
        """From now on this person has this schedule."""
        self.fixed[person] = line
        for each, column in self.columns[person].items():
            column.SetBounds(1.0 if each == line else 0.0, 1.0 if each == line else 0.0)

    def free(self, person: int) -> None:
        """Let this person have any schedule again."""
        del self.fixed[person]
        for column in self.columns[person].values():
            column.SetBounds(0.0, self.infinity)


def _beyond(numbers: Numbers) -> float:
    """A cost above that of any whole choice."""
    cells = np.abs(numbers.cell[np.isfinite(numbers.cell)]).sum() + numbers.base.sum()
    cover = (numbers.under * numbers.needed).sum() + numbers.over.sum() * len(numbers.cell)
    return float(cells + cover + 1)
