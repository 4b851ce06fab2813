"""The problem as a CP-SAT model: one Boolean for each worker, day and kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from ortools.sat.python import cp_model

from services.patrol.domain.sequences.problem import Problem, Worker
from services.patrol.domain.sequences.roster import Roster
from services.patrol.domain.sequences.rules import Rule, RuleRef

Bool: TypeAlias = cp_model.IntVar
Guard = Callable[[RuleRef], Bool | None]


@dataclass(slots=True)
class Model:
    """The model under construction.

    cell: the Booleans there are, by worker, day, kind; a missing one is 0. works: whether one works that day.
    guard: for a rule, the literal under which it is enforced, or None for always.
    """

    problem: Problem
    cp: cp_model.CpModel
    guard: Guard
    cell: dict[tuple[str, int, str], Bool] = field(default_factory=dict)
    works: dict[tuple[str, int], cp_model.IntVar] = field(default_factory=dict)
    short: dict[tuple[int, str], cp_model.IntVar] = field(default_factory=dict)
    spare: dict[tuple[int, str], cp_model.IntVar] = field(default_factory=dict)

    def cells(self, worker: str, day: int, kinds: frozenset[str] | tuple[str, ...]) -> list[Bool]:
        """The Booleans of a worker and day for these kinds."""
        return [self.cell[worker, day, kind] for kind in kinds if (worker, day, kind) in self.cell]

    def enforce(self, constraint: cp_model.Constraint, ref: RuleRef) -> None:
        """Enforce a constraint for a rule, under its literal where it has one."""
        literal = self.guard(ref)
        if literal is not None:
            constraint.only_enforce_if(literal)

    def roster(self, value: Callable[[Bool], int]) -> Roster:
        """The roster these values make."""
        lines: dict[str, list[str | None]] = {each.id: [None] * self.problem.days for each in self.problem.workers}
        for (worker, day, kind), literal in self.cell.items():
            if value(literal):
                lines[worker][day] = kind
        return Roster({worker: tuple(line) for worker, line in lines.items()})

    def hint(self, roster: Roster) -> None:
        """Let the search begin at this roster."""
        self.cp.clear_hints()  # type: ignore[no-untyped-call]
        for (worker, day, kind), literal in self.cell.items():
            self.cp.add_hint(literal, roster.at(worker, day) == kind)


def always(_: RuleRef) -> None:
    """The guard of a model in which every rule holds in any case."""


def begin(problem: Problem, guard: Guard = always, *, cp: cp_model.CpModel | None = None) -> Model:
    """Make the Booleans, in the given CP model or a fresh one; under a guard, rules close no cell for good."""
    model = Model(problem, cp if cp is not None else cp_model.CpModel(), guard)
    for worker in problem.workers:
        for day in range(problem.days):
            for kind in problem.kind_ids():
                if guard is not always or worker.allows(day, kind):
                    model.cell[worker.id, day, kind] = model.cp.new_bool_var(f"{worker.id} {day} {kind}")
            there = model.cells(worker.id, day, problem.kind_ids())
            works = model.cp.new_bool_var("") if there else model.cp.new_constant(0)
            if there:
                model.cp.add_exactly_one(*there, works.negated())
            model.works[worker.id, day] = works
            _settle(model, worker, day)
    return model


def _settle(model: Model, worker: Worker, day: int) -> None:
    """Frozen days, days off and allowed kinds, as rules that may be guarded."""
    worker_id = worker.id
    if day in worker.frozen:
        kind, ref = worker.frozen[day], RuleRef(Rule.FROZEN, worker_id, day)
        if kind is None:
            model.enforce(model.cp.add(model.works[worker_id, day] == 0), ref)
        else:
            model.enforce(model.cp.add(sum(model.cells(worker_id, day, (kind,))) == 1), ref)
        return
    if model.guard is always:
        return
    if day in worker.days_off:
        model.enforce(model.cp.add(model.works[worker_id, day] == 0), RuleRef(Rule.DAY_OFF, worker_id, day))
    if day in worker.allowed:
        barred = tuple(kind for kind in model.problem.kind_ids() if kind not in worker.allowed[day])
        if barred:
            total = sum(model.cells(worker_id, day, barred))
            model.enforce(model.cp.add(total == 0), RuleRef(Rule.NOT_ALLOWED, worker_id, day))
