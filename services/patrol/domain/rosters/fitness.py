"""Who should be asked to take an open place: everybody who could without breaking a rule, the fittest first."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from services.patrol.domain.rosters.facts import Fact, Facts
from services.patrol.domain.rosters.fits import beside, by_itself, held_until
from services.patrol.domain.rosters.prices import Prices, Tally
from services.patrol.domain.rosters.problem import Problem, Roster, Slot, Worker


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
    that must be among its people, only holders are. People are looked at by the least they may cost, until those
    who follow cannot be cheaper than those found. Raises KeyError for an unknown slot, IndexError for an unknown
    need.
    """
    facts = Facts(problem)
    fact, need = facts.of(slot_id), facts.slots[slot_id].needs[need_index]
    there = [facts.workers[one.person] for one in roster if one.slot == slot_id and one.person in facts.workers]
    lacking = _lacking(fact, there)
    forces = {worker.force for worker in there}
    alone = {force for force, other in problem.accompanied.items() if other not in forces}
    held = _held(facts, roster)
    before = {one.person for one in problem.former or () if one.slot == slot_id}
    asked: list[tuple[int, str, int]] = []
    for worker in problem.workers:
        until = held_until(worker, need)
        if until is None or worker.force in alone or (lacking and not _brings(worker, fact, lacking)):
            continue
        least = _least(problem, worker, fact, len(held.get(worker.id, ())))
        if before:
            least += problem.weights.change * (-1 if worker.id in before else 1)
        asked.append((least, worker.id, until))
    asked.sort()
    return _fittest(facts, fact, need_index, asked, held, limit)


def _held(facts: Facts, roster: Roster) -> dict[str, list[str]]:
    """Return the ids of each person's slots."""
    held: defaultdict[str, list[str]] = defaultdict(list)
    for one in roster:
        if one.slot in facts.slots:
            held[one.person].append(one.slot)
    return held


def _least(problem: Problem, worker: Worker, fact: Fact, turns: int) -> int:
    """Return what the duty adds to somebody's turns: the whole cost is no less, but for what may be gained."""
    cost = problem.weights.turns * (2 * (worker.past.turns + turns) + 1)
    if fact.night:
        cost += problem.weights.nights * (2 * worker.past.nights + 1)
    if worker.wishes:
        cost -= problem.weights.wish * sum(wish.weight for wish in worker.wishes if wish.kind == "want")
    return cost


def _fittest(
    facts: Facts, fact: Fact, need: int, asked: list[tuple[int, str, int]], held: dict[str, list[str]], limit: int
) -> list[Candidate]:
    """Return the cheapest who break no rule. asked: the least each may cost, the person, and valid until when."""
    prices, slot, weights = Prices(facts), fact.slot, facts.problem.weights
    found: list[tuple[int, str]] = []
    for least, person, until in asked:
        if len(found) >= limit and least >= found[limit - 1][0]:
            break
        worker, duties = facts.workers[person], [facts.of(each) for each in held.get(person, ())]
        cost = prices.alone(worker, slot, need) + Tally.of(duties).growth(worker.past, weights, fact)
        cost -= weights.wish * _granted(worker, fact, duties)
        if len(found) >= limit and (cost, person) >= found[limit - 1]:
            continue
        if not by_itself(worker, fact, until) and beside(worker, fact, duties) is None:
            insort(found, (cost, person))
    gain = prices.place(slot, need)
    return [
        Candidate(person, cost - gain, _why(facts.workers[person], slot, prices, len(held.get(person, ()))))
        for cost, person in found[:limit]
    ]


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
