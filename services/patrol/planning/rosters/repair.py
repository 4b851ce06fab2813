"""Mending a roster after somebody dropped out: places filled again with as few changes as can be.

What comes first: required places filled, then the others, then few changes, then the score. It looks near first:
the places that became open, with everybody else where they were, which is as few changes as there can be when it
works; then also the duties around them; then all of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from services.patrol.domain.rosters.check import check
from services.patrol.domain.rosters.facts import Fact, Facts
from services.patrol.domain.rosters.fits import beside as breaks
from services.patrol.domain.rosters.fits import by_itself, held_until
from services.patrol.domain.rosters.problem import Assignment, Problem, Roster, Weights
from services.patrol.domain.rosters.score import score
from services.patrol.planning.rosters.best import Best
from services.patrol.planning.rosters.explain import explain
from services.patrol.planning.rosters.model import Model, TimeIsUp
from services.patrol.planning.rosters.plan import Planned
from services.patrol.planning.rosters.run import Progress, Run, never, quiet
from services.patrol.planning.rosters.solve import Status, solve
from services.patrol.planning.rosters.staff import Place, Staff

PAIRS = 20_000
"""Pairs of a place and a person that one attempt may plan anew."""
AROUND_S = 2 * 86_400
"""How far around an open place duties may be moved, seconds."""
CHANGE, MISSING = 1_000, 100
"""A change costs so many times all the rest a duty may cost, a place left open so many changes."""


def repair(
    problem: Problem, *, seconds: float, threads: int = 1, progress: Progress = quiet,
    cancelled: Callable[[], bool] = never,
) -> Planned:  # fmt: skip
    """Return `problem.former` with what no longer holds replaced, by the fewest changes found.

    The problem tells what became of people (away, gone, no longer skilled) and what stands (fixed). Raises
    ValueError when it has no former roster.
    """
    if problem.former is None:
        raise ValueError("a repair needs the former roster")
    run = Run(seconds, threads, progress, cancelled)
    strict = replace(problem, weights=_dominated(problem.weights))
    staff = Staff(Facts(strict))
    kept = standing(staff)
    best = Best(staff, run)
    optimal = False
    for places, given in _attempts(staff, kept):
        if run.over:
            break
        if staff.size(places) > PAIRS and given is not kept:
            continue
        solved = _attempt(staff, best, given, places, run)
        run.tell(f"{len(places)} needs planned anew")
        optimal = solved == "optimal" and given == strict.fixed and len(places) == len(staff.places)
        if optimal or (best.whole and _as_full(staff, best.roster)):
            break
    return _made(problem, staff, best, run, optimal=optimal)


def _dominated(weights: Weights) -> Weights:
    """Return weights under which an open place outweighs any changes, and a change anything else."""
    most = max(1, weights.change) * CHANGE
    return replace(
        weights, change=most, missing=max(1, weights.missing) * most * MISSING // max(1, weights.missing)
    )


def standing(staff: Staff) -> Roster:
    """Return the fixed assignments and those of the former roster that break no rule of their person."""
    facts, problem = staff.facts, staff.facts.problem
    kept = set(problem.fixed)
    held: dict[str, list[Fact]] = facts.duties(kept)
    full = Counter((one.slot, one.need) for one in kept)
    former = [one for one in (problem.former or frozenset()) - problem.fixed if staff.known(one)]
    for one in sorted(former, key=lambda each: (facts.of(each.slot).start, each.slot, each.need, each.person)):
        worker, fact = facts.workers[one.person], facts.of(one.slot)
        need = staff.need((one.slot, one.need))
        until, mine = held_until(worker, need), held.setdefault(one.person, [])
        if until is None or full[one.slot, one.need] >= need.count or by_itself(worker, fact, until):
            continue
        if breaks(worker, fact, mine) is None:
            kept.add(one)
            mine.append(fact)
            full[one.slot, one.need] += 1
    return frozenset(kept)


def _attempts(staff: Staff, kept: Roster) -> list[tuple[list[Place], Roster]]:
    """Return which places to plan anew and what stands meanwhile: near ones first."""
    facts = staff.facts
    gone = (facts.problem.former or frozenset()) - kept
    slots = {one.slot for one in gone if one.slot in facts.slots} | {
        place[0] for place in _open(staff, kept, required=True)
    }
    near = [place for place in _open(staff, kept) if place[0] in slots]
    these = [place for place in staff.places if place[0] in slots]
    times = [(facts.of(slot).start - AROUND_S, facts.of(slot).end + AROUND_S) for slot in slots]
    around = [
        place
        for place in staff.places
        if any(facts.of(place[0]).start < end and start < facts.of(place[0]).end for start, end in times)
    ]
    return [(near, kept), *((places, _without(staff, kept, places)) for places in (these, around, staff.places))]


def _without(staff: Staff, kept: Roster, places: list[Place]) -> Roster:
    freed = set(places)
    return staff.facts.problem.fixed | {one for one in kept if (one.slot, one.need) not in freed}


def _open(staff: Staff, roster: Roster, *, required: bool = False) -> list[Place]:
    taken = Counter((one.slot, one.need) for one in roster)
    places = (place for place in staff.places if taken[place] < staff.need(place).count)
    return [place for place in places if staff.need(place).required or not required]


def _as_full(staff: Staff, roster: Roster) -> bool:
    """Tell whether no need has fewer people than it had in the former roster."""
    now = Counter((one.slot, one.need) for one in roster)
    before = Counter((one.slot, one.need) for one in staff.facts.problem.former or () if staff.known(one))
    return all(now[place] >= count for place, count in before.items())


def _attempt(staff: Staff, best: Best, given: Roster, places: list[Place], run: Run) -> Status:
    try:
        model = Model(staff, given, places, run, soft=True)
    except TimeIsUp:
        return "unknown"
    model.hint(staff.facts.problem.former or frozenset())
    solved = solve(model, run, max(1.0, run.left / 2))
    if solved.roster is not None and not _broken(staff.facts.problem, solved.roster):
        best.offer(solved.roster)
    return solved.status


def _broken(problem: Problem, roster: Roster) -> bool:
    """Tell whether it breaks more than what must be there at least."""
    return any(one.rule not in {"required", "min_minutes"} for one in check(problem, roster))


def _made(problem: Problem, staff: Staff, best: Best, run: Run, *, optimal: bool) -> Planned:
    roster, conflict = best.roster, None
    status: Status = "optimal" if optimal else "feasible"
    if not best.whole:
        conflict = explain(staff, run)
        status = "infeasible" if conflict else "unknown"
    new = roster - (problem.former or frozenset())
    run.tell(f"{status}: {len(new)} new assignments", share=1.0)
    return Planned(roster, score(problem, roster), None, status, conflict, "repair")


def changes(former: Roster, roster: Roster) -> tuple[frozenset[Assignment], frozenset[Assignment]]:
    """Return what is gone and what is new."""
    return frozenset(former - roster), frozenset(roster - former)
