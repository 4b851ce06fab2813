"""The whole-number choice among the schedules at hand: one for each person, by HiGHS through OR-Tools."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from ortools.math_opt.python import mathopt

from services.patrol.planning.sequences.columns.prices import Numbers

Line = tuple[int, ...]


def choose(
    numbers: Numbers, offers: Mapping[int, Sequence[Line]], fixed: Mapping[int, Line], seconds: float,
    *, below: float,
) -> dict[int, Line] | None:  # fmt: skip
    """The cheapest choice among the offers that costs less than `below` in all; None when none was found."""
    model = mathopt.Model()
    days, kinds = numbers.needed.shape
    given: dict[tuple[int, int], list[Any]] = {}
    cost: list[mathopt.LinearBase | float] = []
    taken: dict[tuple[int, Line], mathopt.Variable] = {}
    for person, line in fixed.items():
        cost.append(numbers.line_cost(person, line))
        _give(given, line, kinds, 1)
    for person, lines in offers.items():
        for line in lines:
            taken[person, line] = variable = model.add_binary_variable()
            cost.append(numbers.line_cost(person, line) * variable)
            _give(given, line, kinds, variable)
        model.add_linear_constraint(mathopt.fast_sum(taken[person, line] for line in lines) == 1)
    for day in range(days):
        for kind in range(kinds):
            under, over = float(numbers.under[day, kind]), float(numbers.over[day, kind])
            if not under and not over:
                continue
            short, spare = model.add_variable(lb=0), model.add_variable(lb=0)
            have = mathopt.fast_sum(given.get((day, kind), []))
            model.add_linear_constraint(have + short - spare == float(numbers.needed[day, kind]))
            cost.append(under * short + over * spare)
    model.minimize(mathopt.fast_sum(cost))
    limits = mathopt.SolveParameters(time_limit=timedelta(seconds=max(0.1, seconds)))
    found = mathopt.solve(model, mathopt.SolverType.HIGHS, params=limits)
    if not found.has_primal_feasible_solution() or found.objective_value() >= below - 1e-4:
        return None
    values = found.variable_values()
    return {**fixed, **{person: line for (person, line), variable in taken.items() if values[variable] > 0.5}}


def _give(given: dict[tuple[int, int], list[Any]], line: Line, kinds: int, what: Any) -> None:
    for day, kind in enumerate(line):
        if kind < kinds:
            given.setdefault((day, kind), []).append(what)
