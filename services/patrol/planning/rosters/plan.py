"""The way to a roster: a quick one by flow, then CP-SAT on the whole or window by window, as large as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from services.patrol.domain.rosters.check import check
from services.patrol.domain.rosters.facts import Facts
from services.patrol.domain.rosters.problem import Problem, Roster, Score
from services.patrol.planning.rosters.best import Best
from services.patrol.planning.rosters.explain import explain
from services.patrol.planning.rosters.flow import flow
from services.patrol.planning.rosters.model import Model, TimeIsUp
from services.patrol.planning.rosters.polish import mend, polish, roll
from services.patrol.planning.rosters.run import Progress, Run, never, quiet
from services.patrol.planning.rosters.solve import Status, solve
from services.patrol.planning.rosters.staff import Place, Staff

WHOLE = 12_000
"""Pairs of a place and a person up to which CP-SAT plans the whole at once."""
SMALL = 400
"""Pairs up to which nothing need be tried before CP-SAT."""
BULK = 400
"""More people than this for one place: the place is of the bulk, taken by flow."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What planning came to.

    roster: the best found; only when status is optimal or feasible does it keep every rule. bound: no roster costs
    less, None when not known. conflict: for infeasible, why, a line each. method: which ways were gone.
    """

    roster: Roster
    score: Score
    bound: int | None
    status: Status
    conflict: tuple[str, ...] | None
    method: str


def plan(
    problem: Problem, *, seconds: float, threads: int = 1, progress: Progress = quiet,
    cancelled: Callable[[], bool] = never, start: Roster | None = None,
) -> Planned:  # fmt: skip
    """Plan a roster within seconds, on so many threads, from a start if it keeps the rules.

    progress is told share, best, bound, elapsed_s and message. When cancelled, or at the time limit, the best
    roster so far is returned. Every roster called feasible has passed the checker.
    """
    run = Run(seconds, threads, progress, cancelled)
    staff = Staff(Facts(problem))
    best = Best(staff, run)
    if start is not None and not check(problem, start):
        best.offer(start)
    run.tell("reading the problem is done")
    if staff.size(staff.places) <= WHOLE:
        return _whole(staff, best, run)
    return _by_parts(staff, best, run)


def _whole(staff: Staff, best: Best, run: Run) -> Planned:
    problem = staff.facts.problem
    best.offer(flow(staff, problem.fixed, staff.places, run))
    if not best.whole and staff.size(staff.places) > SMALL:
        roll(best, staff, staff.places, run, share=0.3)
        mend(best, staff, run, share=0.3)
    try:
        model = Model(staff, problem.fixed, staff.places, run)
    except TimeIsUp:
        return _made(staff, best, run, "flow")
    model.hint(best.roster)
    solved = solve(model, run, run.left * 0.6, words="CP-SAT on the whole")
    if solved.roster is not None:
        best.offer(solved.roster)
        run.bound = solved.bound
    if solved.status == "infeasible":
        return _made(staff, best, run, "cp-sat", infeasible=True)
    if solved.status == "optimal":
        return _made(staff, best, run, "cp-sat", optimal=True)
    polish(best, staff, staff.places, run)
    return _made(staff, best, run, "flow, cp-sat, windows")


def _by_parts(staff: Staff, best: Best, run: Run) -> Planned:
    """First the places few people can take, then the bulk beside them by flow, then the few better by windows."""
    fixed = staff.facts.problem.fixed
    first, bulk = _split(staff)
    best.offer(flow(staff, fixed, first, run))
    run.tell("first places filled by flow")
    if not best.whole:
        roll(best, staff, first, run, share=0.4)
        mend(best, staff, run, share=0.4)
    if bulk:
        best.offer(flow(staff, best.roster, bulk, run))
        run.tell("bulk filled by flow")
    polish(best, staff, first, run)
    return _made(staff, best, run, "flow, cp-sat by windows")


def _split(staff: Staff) -> tuple[list[Place], list[Place]]:
    """Return the places for windows, and those of the bulk."""
    first: list[Place] = []
    bulk: list[Place] = []
    for place in staff.places:
        large = len(staff.holding(staff.need(place))) > BULK and not staff.facts.slots[place[0]].together
        (bulk if large else first).append(place)
    return first, bulk


def _made(
    staff: Staff, best: Best, run: Run, method: str, *, infeasible: bool = False, optimal: bool = False
) -> Planned:  # fmt: skip
    """Return what came of it; a roster is called feasible only when the checker says so."""
    problem, conflict = staff.facts.problem, None
    optimal = optimal or best.proven
    status: Status = "optimal" if optimal else "feasible"
    if infeasible or not best.whole:
        run.tell("looking for the smallest conflict")
        conflict = explain(staff, run)
        status = "infeasible" if infeasible or conflict else "unknown"
    elif broken := check(problem, best.roster):
        raise RuntimeError(f"a planned roster was refused by the checker: {broken[0].message}")
    bound = best.worth[1] if optimal else run.bound
    run.tell(status, share=1.0)
    return Planned(best.roster, staff.score(best.roster), bound, status, conflict, method)
