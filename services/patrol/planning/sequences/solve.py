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
from services.patrol.planning.sequences.islands import islands
from services.patrol.planning.sequences.solution import Course, Progress, Solution

FIRST_S = 2.0


def solve(
    problem: Problem, *, seconds: float = 60.0, workers: int = 2, seed: int = 0,
    progress: Callable[[Progress], None] | None = None, cancelled: Callable[[], bool] | None = None,
    start: Roster | None = None,
) -> Solution:  # fmt: skip
    """Solve the problem within so many seconds, on so many threads.

    Where the problem suits, whole schedules are priced (columns): a greedy roster first, then CP-SAT looks at it
    for a moment, and what it does not prove best is searched by columns, by as many searches side by side as there
    are threads, each with a seed of its own. Otherwise CP-SAT goes on to the end.
    start: a roster to begin from; one that breaks a rule is passed over. progress is told of every better cost and
    bound. cancelled is asked several times a second, from another thread too; the best so far is returned.
    The call blocks: run it in a process that serves nobody else.
    Raises BadProblem when the problem makes no sense.
    """
    require_sound(problem)
    course = Course(seconds, progress, cancelled)
    if start is not None and not violations(problem, start):
        course.better(start, cost(problem, start))
    suited = suits(problem)
    if suited and course.roster is None:
        Search(problem, course, seed).first()
    course.enter("direct")
    first = min(FIRST_S, seconds / 4) if suited else seconds
    solve_directly(problem, course, first, workers, seed, until_first=seconds / 2)
    if suited and not course.stop():
        with islands(problem, course, range(seed + 1, seed + workers), by_columns):
            by_columns(problem, course.branch(), seed)
    return course.solution()


def by_columns(problem: Problem, course: Course, seed: int) -> None:
    """One search over whole schedules, on one thread, until the course says stop."""
    Search(problem, course, seed).run()
