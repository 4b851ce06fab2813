"""One station planned, checked and repaired, with what it took; run in a process of its own."""

from __future__ import annotations

import random
import resource
import time
from collections import Counter
from dataclasses import dataclass, replace

from bench.city.made import station
from services.patrol.domain.rosters.check import check
from services.patrol.domain.rosters.fitness import candidates
from services.patrol.domain.rosters.problem import Assignment, Problem, Roster
from services.patrol.planning.rosters import Planned, plan, repair


@dataclass(frozen=True, slots=True)
class Measured:
    """Figures of one station. seconds: for planning alone; repair_s: one no-show; ask_ms: whom to ask instead."""

    people: int
    slots: int
    places: int
    taken: int
    seconds: float
    peak_mb: float
    spread: int
    violations: int
    repair_s: float
    changes: int
    ask_ms: float
    status: str
    cost: int


def measure(number: int, people: int, seconds: float) -> Measured:
    """Plan one station within seconds on one thread."""
    problem = station(number, people)
    began = time.perf_counter()
    planned = plan(problem, seconds=seconds, threads=1)
    took = time.perf_counter() - began
    repair_s, changes, ask_ms = _no_show(problem, planned)
    return Measured(
        people, len(problem.slots), sum(need.count for slot in problem.slots for need in slot.needs),
        len(planned.roster), took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        _spread(problem, planned.roster), len(check(problem, planned.roster)), repair_s, changes, ask_ms,
        planned.status, planned.score.total,
    )  # fmt: skip


def _spread(problem: Problem, roster: Roster) -> int:
    """Return the most less the least nights of those volunteers who are never away and stay valid."""
    last = max(slot.end for slot in problem.slots).date()
    nights = Counter(one.person for one in roster)
    free = [
        nights[worker.id]
        for worker in problem.workers
        if worker.force == "volunteer" and not worker.away
        and all(until is None or until >= last for until in worker.skills.values())
    ]  # fmt: skip
    return max(free) - min(free)


def _no_show(problem: Problem, planned: Planned) -> tuple[float, int, float]:
    """Take a volunteer off a patrol: return the repair's seconds and changes, and ms to find whom to ask."""
    chance = random.Random(7)
    late = sorted(one for one in planned.roster if one.need == 2 and "-08-" in one.slot)
    gone: Assignment = chance.choice(late)
    span = next(slot.span for slot in problem.slots if slot.id == gone.slot)
    workers = tuple(
        replace(worker, away=(*worker.away, span)) if worker.id == gone.person else worker
        for worker in problem.workers
    )
    changed = replace(problem, workers=workers, former=planned.roster)
    began = time.perf_counter()
    found = candidates(changed, planned.roster - {gone}, gone.slot, gone.need)
    ask_ms = (time.perf_counter() - began) * 1000
    if not found:
        raise RuntimeError("nobody was found to ask")
    began = time.perf_counter()
    mended = repair(changed, seconds=30)
    took = time.perf_counter() - began
    if check(changed, mended.roster):
        raise RuntimeError("the repair broke a rule")
    return took, len(mended.roster - planned.roster), ask_ms
