"""Whether the person of each new place may take it at all."""

from __future__ import annotations

from collections.abc import Iterator

from services.patrol.domain.rosters.checks.given import Given, Turn
from services.patrol.domain.rosters.problem import Violation


def fit(given: Given) -> Iterator[Violation]:
    """Each new place: its force, skills and groups; nobody away; no duty longer than allowed."""
    for turns in given.by_person.values():
        for turn in turns:
            if not turn.fixed:
                yield from _one(given, turn)


def _one(given: Given, turn: Turn) -> Iterator[Violation]:
    worker, slot = given.workers[turn.person], turn.duty.slot
    need = slot.needs[turn.need]

    def broken(rule: str, text: str) -> Violation:
        where = given.when(turn.duty)
        return Violation(rule, f"{worker.id} in {where}: {text}", (worker.id,), (slot.id,))

    if need.forces and worker.force not in need.forces:
        yield broken("force", f"is {worker.force}, {' or '.join(sorted(need.forces))} is needed")
    for skill in sorted(need.skills):
        if not given.holds(worker, skill, turn.duty):
            yield broken("skill", f"has no {skill} that is valid to the end")
    if need.groups and not need.groups & worker.groups:
        yield broken("group", f"belongs to none of {', '.join(sorted(need.groups))}")
    if any(slot.span.meets(span) for span in worker.away):
        yield broken("away", "is away then")
    longest = worker.limits.longest
    if longest is not None and turn.duty.minutes > longest:
        yield broken("longest", f"{turn.duty.minutes} minutes, {longest} is the most at a stretch")
