"""The solver: a roster that keeps every hard rule, as cheap as time allows."""

from __future__ import annotations

from collections.abc import Callable

from services.patrol.domain.sequences.check import violations
from services.patrol.domain.sequences.cost import cost
from services.patrol.domain.sequences.problem import Problem
from services.patrol.domain.sequences.roster import Roster
from services.patrol.domain.sequences.sound import require_sound
from services.patrol.planning.sequences.by_columns import Search, suits
from services.patrol.planning.sequences.direct import solve_directly
from services.patrol.planning.sequences.solution import Course, Progress, Solution

FIRST_S = 15.0


def solve(
    problem: Problem, *, seconds: float = 60.0, workers: int = 2, seed: int = 0,
    progress: Callable[[Progress], None] | None = None, cancelled: Callable[[], bool] | None = None,
    start: Roster | None = None,
) -> Solution:  # fmt: skip
    """Solve the problem within so many seconds, on so many threads.

    First CP-SAT looks at the whole; what it does not prove best is then searched by whole schedules (columns) where
    the problem suits, otherwise CP-SAT goes on. start: a roster to begin from; one that breaks a rule only hints.
    progress is told of every better cost and bound. cancelled is asked several times a second, from another thread
    too; the best so far is returned. The call blocks: run it in a process or thread that serves nobody else.
    Raises BadProblem when the problem makes no sense.
    """
    require_sound(problem)
    course = Course(seconds, progress, cancelled)
    if start is not None and not violations(problem, start):
        course.better(start, cost(problem, start))
    columns = suits(problem)
    course.enter("direct")
    solve_directly(problem, course, min(FIRST_S, seconds / 4) if columns else seconds, workers, seed)
    if columns and not course.stop():
        Search(problem, course, seed).run()
    return course.solution()
