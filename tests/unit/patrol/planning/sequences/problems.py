"""Small problems: hand-made, drawn at random, and solved by trying everything."""

from __future__ import annotations

from itertools import product

from hypothesis import strategies as st

from services.patrol.domain.sequences.check import violations
from services.patrol.domain.sequences.cost import cost
from services.patrol.domain.sequences.problem import Cover, Keep, Kind, Problem, Request, Share, Worker
from services.patrol.domain.sequences.roster import Roster

DAY, NIGHT = Kind("D", 480), Kind("N", 600, frozenset({"D"}))
KINDS = (DAY, NIGHT)


@st.composite
def a_worker(draw, name: str, days: int, *, plain: bool = False) -> Worker:
    """A worker with random rules; plain ones have nothing frozen."""
    maybe = st.none() | st.integers(1, 4)
    some_days = st.integers(0, days - 1)
    choice = st.sampled_from([None, "D", "N"])
    return Worker(
        name,
        most=draw(st.dictionaries(st.sampled_from("DN"), st.integers(0, 3), max_size=2)),
        min_minutes=draw(st.sampled_from([None, 0, 480, 960, 1500])),
        max_minutes=draw(st.sampled_from([None, 960, 1560, 2400])),
        max_run=draw(maybe),
        min_run=draw(st.integers(1, 3)),
        min_rest=draw(st.integers(1, 3)),
        max_weekends=draw(st.none() | st.integers(0, 1)),
        days_off=frozenset(draw(st.sets(some_days, max_size=2))),
        allowed=draw(st.dictionaries(some_days, st.frozensets(st.sampled_from("DN"), max_size=1), max_size=1)),
        frozen={} if plain else draw(st.dictionaries(some_days, choice, max_size=3)),
        before=tuple(draw(st.lists(choice, max_size=3))),
    )


@st.composite
def problems(draw, *, days: tuple[int, int] = (3, 5), people: int = 2, plain: bool = False) -> Problem:
    """A random problem; plain ones can be searched by columns."""
    length = draw(st.integers(*days))
    names = "ABCDEF"[: draw(st.integers(1, people))]
    cell = st.tuples(st.sampled_from(names), st.integers(0, length - 1), st.sampled_from("DN"))
    weight = st.integers(0, 5)
    cover = draw(st.sets(st.tuples(st.integers(0, length - 1), st.sampled_from("DN")), max_size=2 * length))
    hard = st.sampled_from([False, False, False, True])
    share = st.builds(
        Share, st.sampled_from(names), st.just(frozenset("N")), st.just(frozenset(range(length))), weight,
        st.integers(0, 2), st.integers(0, 1),
    )  # fmt: skip
    return Problem(
        days=length,
        kinds=KINDS,
        workers=tuple(draw(a_worker(name, length, plain=plain)) for name in names),
        cover=tuple(
            Cover(day, kind, draw(st.integers(0, 2)), draw(weight), draw(weight), draw(hard))
            for day, kind in sorted(cover)
        ),
        requests=tuple(
            Request(worker, day, kind, draw(weight), draw(st.booleans()))
            for worker, day, kind in draw(st.lists(cell, max_size=4))
        ),
        keep=tuple(Keep(worker, day, kind, draw(weight)) for worker, day, kind in draw(st.lists(cell, max_size=3))),
        shares=() if plain else tuple(draw(st.lists(share, max_size=2))),
        first_weekday=draw(st.integers(0, 6)),
    )


def by_trying_everything(problem: Problem) -> int | None:
    """The least cost of any roster that the checker lets pass; None when there is none."""
    alone = Problem(problem.days, problem.kinds, problem.workers, first_weekday=problem.first_weekday)
    lines = []
    for worker in problem.workers:
        single = Problem(alone.days, alone.kinds, (worker,), first_weekday=alone.first_weekday)
        every = product((None, "D", "N"), repeat=problem.days)
        lines.append([line for line in every if not violations(single, Roster({worker.id: line}))])
    names = [worker.id for worker in problem.workers]
    rosters = (Roster(dict(zip(names, each, strict=True))) for each in product(*lines))
    return min((cost(problem, each) for each in rosters if not violations(problem, each)), default=None)
