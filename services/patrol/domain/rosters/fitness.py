"""Who should be asked to take an open place: everybody who could without breaking a rule, the fittest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.patrol.domain.rosters.facts import Fact, Facts
from services.patrol.domain.rosters.fits import beside, by_itself, held_until
from services.patrol.domain.rosters.prices import Prices, Tally
from services.patrol.domain.rosters.problem import Problem, Roster, Slot, Worker

NOTHING = Tally()


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could take the place. cost: what the score grows by; why: a line each for the planner."""

    person: str
    cost: int
    why: tuple[str, ...]


def candidates(
    problem: Problem, roster: Roster, slot_id: str, need_index: int, *, limit: int = 20
) -> list[Candidate]:
    """Return who could take one more place of a need beside a roster, by the growth of the score, at most `limit`.

    A volunteer is one only where the force that must go with them is in the slot; when the slot still lacks a skill
    that must be among its people, only holders are. Prices are told first, as they are quick, and rules asked in
    that order until enough are found. Raises KeyError for an unknown slot and IndexError for an unknown need.
    """
    facts = Facts(problem)
    fact, need = facts.of(slot_id), facts.slots[slot_id].needs[need_index]
    there = [facts.workers[one.person] for one in roster if one.slot == slot_id and one.person in facts.workers]
    lacking = _lacking(fact, there)
    forces = {worker.force for worker in there}
    alone = {force for force, other in problem.accompanied.items() if other not in forces}
    duties, prices = facts.duties(roster), Prices(facts)
    found: list[tuple[int, str, int]] = []
    for worker in problem.workers:
        until = held_until(worker, need)
        if until is None or worker.force in alone or (lacking and not _brings(worker, fact, lacking)):
            continue
        held = duties.get(worker.id, ())
        cost = prices.alone(worker, fact.slot, need_index) - _granted(worker, fact, held) * problem.weights.wish
        tally = Tally.of(held) if held else NOTHING
        found.append((cost + tally.growth(worker.past, problem.weights, fact), worker.id, until))
    found.sort()
    gain = prices.place(fact.slot, need_index)
    chosen: list[Candidate] = []
    for cost, person, until in found:
        if len(chosen) >= limit:
            break
        worker, mine = facts.workers[person], duties.get(person, [])
        if not by_itself(worker, fact, until) and beside(worker, fact, mine) is None:
            chosen.append(Candidate(person, cost - gain, _why(worker, fact.slot, prices, len(mine))))
    return chosen


def _lacking(fact: Fact, there: list[Worker]) -> set[str]:
    """Return the skills that must be among a slot's people and are not."""
    return {
        skill
        for skill, least in fact.slot.together.items()
        if sum(holds(worker, skill, fact) for worker in there) < least
    }


def holds(worker: Worker, skill: str, fact: Fact) -> bool:
    """Tell whether a skill is held and valid through the day on which the slot ends."""
    if skill not in worker.skills:
        return False
    until = worker.skills[skill]
    return until is None or until.toordinal() >= fact.last_day


def _brings(worker: Worker, fact: Fact, lacking: set[str]) -> bool:
    return all(holds(worker, skill, fact) for skill in lacking)


def _granted(worker: Worker, fact: Fact, held: Sequence[Fact]) -> int:
    """Return the weights of what the person wanted and would get only now."""
    if not worker.wishes:
        return 0
    return sum(
        wish.weight
        for wish in worker.wishes
        if wish.kind == "want"
        and wish.span.meets(fact.slot.span)
        and not any(wish.span.meets(one.slot.span) for one in held)
    )


def _why(worker: Worker, slot: Slot, prices: Prices, turns: int) -> tuple[str, ...]:
    past = worker.past
    lines = [f"{past.turns + turns} turns and {past.nights} earlier nights so far"]
    if worker.home is not None and slot.place is not None:
        lines.append(f"{prices.km(worker, slot)} km away")
    if worker.usual:
        lines.append("does not know the post" if prices.strange(worker, slot) else "knows the post")
    if any(wish.span.meets(slot.span) and wish.kind == "want" for wish in worker.wishes):
        lines.append("wished for these hours")
    if prices.avoided(worker, slot):
        lines.append("would rather not at these hours")
    return tuple(lines)
