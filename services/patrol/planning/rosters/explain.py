"""Why there is no roster: the smallest set of rules and people that contradict each other.

Each rule is asked under a literal of its own for each person, slot or place; CP-SAT names those that suffice for a
contradiction, and what is not needed for it is struck out one by one, so that without any of the rest there would
be a roster. Small parts of the problem are looked at first: what contradicts itself within one slot or one week
does so in the whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ortools.sat.python import cp_model

from services.patrol.planning.rosters.model import Model, TimeIsUp
from services.patrol.planning.rosters.rules import Asked, Rules
from services.patrol.planning.rosters.run import Run
from services.patrol.planning.rosters.staff import Place, Staff
from services.patrol.planning.rosters.words import sentences

MOST_PAIRS = 60_000
"""Parts with more pairs of a place and a person are not looked at: the model with literals would be too large."""
PLENTY = 6
"""A slot with so many more people than places than it asks cannot contradict itself."""


def explain(staff: Staff, run: Run) -> tuple[str, ...]:
    """Return the conflict as sentences, none when none was found in time."""
    conflict = find(staff, run)
    return () if conflict is None else sentences(staff, conflict)


def find(staff: Staff, run: Run) -> list[Asked] | None:
    """Return the rules that contradict each other, none of them needless unless time ran out."""
    try:
        for part, whole in _parts(staff):
            if run.over:
                return None
            conflict = _within(staff, part, run, whole=whole)
            if conflict is not None:
                return conflict
    except TimeIsUp:
        return None
    return None


def _parts(staff: Staff) -> Iterator[tuple[list[Place], bool]]:
    """Yield parts of the problem, small ones first; with whether it is all of it."""
    slots: defaultdict[str, list[Place]] = defaultdict(list)
    days: defaultdict[int, list[Place]] = defaultdict(list)
    weeks: defaultdict[tuple[int, int], list[Place]] = defaultdict(list)
    for place in staff.places:
        fact = staff.facts.of(place[0])
        slots[place[0]].append(place)
        days[fact.day].append(place)
        weeks[fact.week].append(place)
    for slot_id, those in slots.items():
        if _scarce(staff, slot_id):
            yield those, False
    for grouped in (days, weeks):
        for _, those in sorted(grouped.items()):  # type: ignore[misc]
            if any(staff.need(place).required for place in those) and staff.size(those) <= MOST_PAIRS:
                yield those, False
    if staff.size(staff.places) <= MOST_PAIRS:
        yield staff.places, True


def _scarce(staff: Staff, slot_id: str) -> bool:
    fact = staff.facts.of(slot_id)
    asked = sum(need.count for need in fact.slot.needs)
    required = [need for need in fact.slot.needs if need.required]
    return any(len(staff.able(fact, need)) < asked + PLENTY for need in required)


def _within(staff: Staff, part: list[Place], run: Run, *, whole: bool) -> list[Asked] | None:
    rules = Rules(cp_model.CpModel(), asked=True)
    model = Model(staff, staff.facts.problem.fixed, part, run, rules=rules, final=whole)
    model.cp.clear_objective()  # type: ignore[no-untyped-call]
    core = _core(model, list(rules.literals), run)
    if core is None:
        return None
    needed: list[Asked] = []
    while core:
        one = core.pop()
        less = _core(model, [*needed, *core], run)
        if less is None:
            needed.append(one)
        else:
            core = [each for each in core if each in less]
            needed = [each for each in needed if each in less]
    return sorted(needed)


def _core(model: Model, asked: list[Asked], run: Run) -> list[Asked] | None:
    """Return which of the rules asked suffice for a contradiction, None when they have a roster or time ran out."""
    literals = model.rules.literals
    model.cp.clear_assumptions()
    model.cp.add_assumptions([literals[one] for one in asked])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.catch_sigint_signal = False
    solver.parameters.max_time_in_seconds = max(0.01, run.left)
    if solver.solve(model.cp) != cp_model.INFEASIBLE:
        return None
    named = set(solver.sufficient_assumptions_for_infeasibility())
    found = [one for one in asked if literals[one].index in named]
    return found or asked
