"""Changing a planned roster by hand: what that breaks is told at once, and keeps it from being published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lianfang.persistence.aggregate import Command
from services.patrol.app.rosters.books import Books
from services.patrol.app.rosters.judge import Judge
from services.patrol.app.rosters.storage import Rotas
from services.patrol.domain.refused import Refused
from services.patrol.domain.rosters import rota_steps
from services.patrol.domain.rosters.problem import Assignment, Problem
from services.patrol.domain.rosters.rota import Edit, Rota, edited


@dataclass(frozen=True, slots=True)
class EditRoster:
    """See the module's text."""

    rotas: Rotas
    books: Books
    judge: Judge

    def __call__(self, id: str, unset: Sequence[Assignment], set: Sequence[Assignment], command: Command) -> None:
        """Take assignments away, then set others; all or none.

        Raises NoSuchRoster, Refused (not planned; a slot, place or person that the roster does not know; one to
        take away that is not there), Conflict when another changed it meanwhile.
        """
        rota = self.rotas.get(id)
        problem = self.books.problem(id, rota.attempt.problem) if rota.attempt.problem else None
        rota_steps.require_planned(rota)
        if problem is None:
            raise Refused("not_planned", "it has no problem", "plan it first")
        _require_known(problem, unset, "unset")
        _require_known(problem, set, "set")
        before = self.books.roster(id, rota.attempt)
        for number, place in enumerate(unset):
            if place not in before:
                raise Refused(
                    "not_there", f"{place.person} does not have place {place.need} of {place.slot}",
                    "look at the assignments", field=f"unset.{number}",
                )  # fmt: skip
        edits = (
            *rota.attempt.edits, *(Edit(False, place) for place in unset), *(Edit(True, place) for place in set)
        )  # fmt: skip
        judged = self.judge(problem, edited(before, edits))

        def decide(state: Rota) -> Rota:
            if state.attempt != rota.attempt:
                raise Refused("changed", "it was changed meanwhile", "look at it, and decide again")
            return rota_steps.edit(state, edits, judged)

        self.rotas.change(id, command, decide)


def _require_known(problem: Problem, places: Sequence[Assignment], name: str) -> None:
    slots = {slot.id: slot for slot in problem.slots}
    people = {worker.id for worker in problem.workers}
    for number, place in enumerate(places):
        slot, field = slots.get(place.slot), f"{name}.{number}"
        if slot is None:
            raise Refused("unknown", f"has no slot {place.slot}", "take one of its slots", field=f"{field}.slot")
        if place.need >= len(slot.needs):
            many = f"has {len(slot.needs)} needs, counted from 0"
            raise Refused("unknown", f"{place.slot} {many}", "take one of them", field=f"{field}.need")
        if place.person not in people:
            raise Refused(
                "unknown", f"{place.person} is not among its people", "take one of them", field=f"{field}.person"
            )
