"""Why there is no roster: the smallest set of rules and people that cannot all be kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ortools.sat.python import cp_model

from services.patrol.domain.sequences.problem import Problem
from services.patrol.domain.sequences.rules import Rule, RuleRef
from services.patrol.domain.sequences.sound import require_sound
from services.patrol.planning.sequences.direct import interruptible
from services.patrol.planning.sequences.model import Bool, Model, begin
from services.patrol.planning.sequences.objective import add_cover
from services.patrol.planning.sequences.rules import add_rules
from services.patrol.planning.sequences.words import words


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rules that contradict each other. text: one line for each, in their order.

    minimal: leaving out any one of them would make the rest possible; False when time ended before that was proven.
    """

    rules: tuple[RuleRef, ...]
    text: tuple[str, ...]
    minimal: bool

    @property
    def workers(self) -> tuple[str, ...]:
        """The people in conflict."""
        return tuple(sorted({each.worker for each in self.rules if each.worker is not None}))


def explain(
    problem: Problem, *, seconds: float = 30.0, workers: int = 2, cancelled: Callable[[], bool] | None = None
) -> Conflict | None:
    """The rules in conflict, or None when there is none or none was proven in time. Raises BadProblem.

    The solver names rules that suffice for the contradiction; each is then left out in turn, and stays out where
    the rest still contradicts itself (a deletion filter), so that in the end every one of them is needed.
    """
    require_sound(problem)
    ends = time.monotonic() + seconds
    probe = _Probe(problem, workers, lambda: time.monotonic() > ends or (cancelled is not None and cancelled()))
    core = probe.core(probe.literals)
    if core is None:
        return None
    core = _again(probe, core)
    kept: list[RuleRef] = []
    minimal = True
    while core:
        last = core.pop()
        smaller = probe.core([*kept, *core])
        if smaller is None:
            minimal = minimal and probe.solvable
            kept.append(last)
        else:
            core = [each for each in core if each in smaller]
    rules = tuple(sorted(kept, key=_order))
    return Conflict(rules, tuple(words(problem, each) for each in rules), minimal)


def _again(probe: _Probe, core: list[RuleRef]) -> list[RuleRef]:
    """Ask once more with what sufficed, as long as that makes it smaller: it spares many single probes."""
    while True:
        smaller = probe.core(core)
        if smaller is None or len(smaller) >= len(core):
            return core
        core = smaller


class _Probe:
    """The problem with every rule behind a literal, asked which sets of rules can be kept."""

    def __init__(self, problem: Problem, workers: int, stop: Callable[[], bool]):
        self.literals: dict[RuleRef, Bool] = {}
        self.solvable = False
        self._workers, self._stop = workers, stop
        self._cp = cp_model.CpModel()
        self._model: Model = begin(problem, self._literal, cp=self._cp)
        add_rules(self._model)
        add_cover(self._model)

    def _literal(self, ref: RuleRef) -> Bool:
        """The literal of a rule; it is made when the rule first appears."""
        if ref not in self.literals:
            self.literals[ref] = self._cp.new_bool_var("")
        return self.literals[ref]

    def core(self, rules: Iterable[RuleRef]) -> list[RuleRef] | None:
        """Rules among these that contradict each other; None when all can be kept (solvable) or time is over."""
        asked = list(rules)
        self._model.cp.clear_assumptions()
        self._model.cp.add_assumptions([self.literals[each] for each in asked])
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        with interruptible(solver, self._stop):
            status = solver.solve(self._model.cp)
        self.solvable = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        if status != cp_model.INFEASIBLE:
            return None
        named = set(solver.sufficient_assumptions_for_infeasibility())
        found = [each for each in asked if self.literals[each].index in named]
        return found or asked


def _order(ref: RuleRef) -> tuple[str, int, int, str]:
    return ref.worker or "", list(Rule).index(ref.rule), ref.day or 0, ref.kind or ""
