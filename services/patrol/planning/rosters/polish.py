"""Making a roster better a window at a time: everything outside it stands, the places in it are planned anew."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from services.patrol.domain.rosters.problem import Roster
from services.patrol.planning.rosters.best import Best, lacking
from services.patrol.planning.rosters.model import Model, TimeIsUp
from services.patrol.planning.rosters.run import Run
from services.patrol.planning.rosters.solve import solve
from services.patrol.planning.rosters.staff import Place, Staff

WINDOW = 8_000
"""Pairs of a place and a person in a window: what CP-SAT solves well in seconds."""
SMALLEST = 100
PARTS = 6
STEP_S = 8.0
MENDING = (200, 500, 1_000, 3_000, WINDOW)
"""Pairs around an open place that are planned anew, in turn."""
MEND_S = 2.0
PASSES = 6
WORTH_IT = 0.002
"""A pass that gains less than this share of the cost is the last."""


def windows(staff: Staff, places: Sequence[Place], *, parts: int = 1, shift: float = 0.0) -> list[list[Place]]:
    """Cut places, in order of time, into so many parts or more, so that none has more than WINDOW pairs.

    shift: share of the first window that is left out of it, so that a second pass cuts elsewhere. A slot stays
    whole when it can; a place that is larger by itself is left out.
    """
    facts = staff.facts
    ordered = sorted(places, key=lambda place: (facts.of(place[0]).start, place))
    made: list[list[Place]] = [[]]
    most = min(WINDOW, max(SMALLEST, staff.size(list(places)) // parts))
    filled = most * shift
    for place in ordered:
        pairs = len(staff.holding(staff.need(place)))
        if pairs > WINDOW:
            continue
        same_slot = bool(made[-1]) and made[-1][-1][0] == place[0]
        if filled + pairs > most and made[-1] and not (same_slot and filled + pairs < 2 * most):
            made.append([])
            filled = 0
        made[-1].append(place)
        filled += pairs
    return [window for window in made if window]


def polish(best: Best, staff: Staff, places: list[Place], run: Run) -> None:
    """Improve the best roster by windows over some places, pass after pass, while it pays."""
    for turn in range(PASSES):
        before = best.worth
        for window in windows(staff, places, parts=3, shift=0.5 * (turn % 2)):
            if run.over or best.proven:
                return
            step(best, staff, window, run, STEP_S)
        gained = before[1] - best.worth[1]
        if best.worth[0] == before[0] and gained <= WORTH_IT * abs(before[1]) and (turn > 0 or not gained):
            return


def step(best: Best, staff: Staff, window: list[Place], run: Run, seconds: float) -> bool:
    """Plan the places of a window anew beside the rest of the best roster; tell whether it got better."""
    freed = set(window)
    keep = staff.facts.problem.fixed | {one for one in best.roster if (one.slot, one.need) not in freed}
    roster = beside(staff, keep, window, run, seconds, best.roster, soft=not best.whole)
    better = roster is not None and best.offer(roster)
    run.tell(f"window of {len(window)} needs planned anew" + (": better" if better else ""))
    return better


def beside(
    staff: Staff, keep: Roster, window: list[Place], run: Run, seconds: float, hint: Roster, *, soft: bool
) -> Roster | None:
    """Return the best roster found that keeps what it must, None if none was found in time."""
    try:
        model = Model(staff, keep, window, run, soft=soft)
    except TimeIsUp:
        return None
    model.hint(hint)
    return solve(model, run, seconds).roster


def roll(best: Best, staff: Staff, places: list[Place], run: Run, *, share: float) -> None:
    """Plan window after window from the first to the last, each beside what was decided before.

    share: of the time left, what it may take.
    """
    keep = staff.facts.problem.fixed
    cut, until = windows(staff, places, parts=PARTS), run.elapsed + share * run.left
    for number, window in enumerate(cut):
        if run.over:
            return
        roster = beside(staff, keep, window, run, (until - run.elapsed) / (len(cut) - number), keep, soft=True)
        if roster is not None:
            keep = roster
            best.offer(keep)
        run.tell(f"window {number + 1} of {len(cut)} planned")


def _nearest(staff: Staff, middle: int) -> list[Place]:
    return sorted(staff.places, key=lambda place: (abs(staff.facts.of(place[0]).start - middle), place))


def mend(best: Best, staff: Staff, run: Run, *, share: float) -> None:
    """Fill required places still open by planning anew what is nearest to them in time, ever more of it.

    share: of the time left, what it may take.
    """
    facts, until = staff.facts, run.elapsed + share * run.left
    for pairs in MENDING:
        for lack in dict.fromkeys(lacking(staff, best.roster)):
            if best.whole or run.over or run.elapsed > until:
                return
            middle = facts.of(lack[0]).start
            near = _nearest(staff, middle)
            sizes = accumulate(len(staff.holding(staff.need(place))) for place in near)
            window = [place for place, size in zip(near, sizes, strict=True) if size <= pairs]
            if lack in window:
                step(best, staff, window, run, min(MEND_S, max(0.1, until - run.elapsed)))
