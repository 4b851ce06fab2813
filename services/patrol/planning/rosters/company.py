"""What the people of one slot need of each other: skills among them, and who may not be there alone."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from services.patrol.domain.rosters.fitness import holds
from services.patrol.domain.rosters.problem import Worker

if TYPE_CHECKING:
    from services.patrol.planning.rosters.model import Model


def keep(model: Model) -> None:
    """State it for every slot that has a free place.

    It is asked when somebody new is in the slot: each new literal asks it, and at once when what is given and not
    fixed is there already.
    """
    there: defaultdict[str, list[Worker]] = defaultdict(list)
    moved: defaultdict[str, list[Worker]] = defaultdict(list)
    for one in model.given:
        there[one.slot].append(model.facts.workers[one.person])
        if one not in model.facts.problem.fixed:
            moved[one.slot].append(model.facts.workers[one.person])
    for slot_id, mine in model.by_slot.items():
        _together(model, slot_id, mine, there[slot_id], bool(moved[slot_id]))
        for force, guard in model.facts.problem.accompanied.items():
            _accompanied(model, (force, guard), mine, there[slot_id], moved[slot_id], slot_id)


def _together(
    model: Model, slot_id: str, mine: list[tuple[Worker, cp_model.IntVar]], there: list[Worker], moved: bool
) -> None:
    fact = model.facts.of(slot_id)
    for skill, least in fact.slot.together.items():
        lacking = least - sum(holds(worker, skill, fact) for worker in there)
        if lacking <= 0:
            continue
        holding = sum(literal for worker, literal in mine if holds(worker, skill, fact))
        if moved:
            model.rules.add(holding >= lacking, "together", slot_id)
            continue
        for _, literal in mine:
            model.rules.add(holding >= lacking * literal, "together", slot_id)


def _accompanied(
    model: Model, who: tuple[str, str], mine: list[tuple[Worker, cp_model.IntVar]], there: list[Worker],
    moved: list[Worker], slot_id: str,
) -> None:  # fmt: skip
    force, guard = who
    guards = [worker.id for worker in there if worker.force == guard]
    for worker, literal in mine:
        if worker.force == force and not guards:
            others = sum(other for one, other in mine if one.force == guard and one.id != worker.id)
            model.rules.add(others >= literal, "accompanied", slot_id)
    for worker in moved:
        if worker.force == force and not set(guards) - {worker.id}:
            others = sum(other for one, other in mine if one.force == guard and one.id != worker.id)
            model.rules.add(others >= 1, "accompanied", slot_id)
            break
