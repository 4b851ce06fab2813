"""The frame people share in pricing: the states one's days can pass through, and the steps between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import gcd

from services.patrol.domain.sequences.problem import Problem, Worker

SMALL = 4


@dataclass(frozen=True, slots=True)
class Phase:
    """Where a stretch stands: run days at work (or off), whether it may end, and what the last kind bars."""

    working: bool
    run: int
    ripe: bool
    group: int = -1


@dataclass(frozen=True, slots=True)
class Step:
    """From one phase to another by working a kind of a flavour (or by a day off, flavour None)."""

    source: int
    target: int
    flavour: int | None


@dataclass(frozen=True, slots=True)
class Flavour:
    """Kinds alike in pricing: what may follow and precede them, their length, and whether they are counted."""

    kinds: tuple[int, ...]
    group: int
    units: int
    counted: int | None


@dataclass(frozen=True, slots=True)
class Limits:
    """What people of one frame have in common; counted: the kinds whose number is tracked, with their maximum."""

    max_run: int | None
    min_run: int
    min_rest: int
    min_units: int
    max_units: int
    max_weekends: int | None
    counted: tuple[tuple[str, int], ...]
    before: tuple[str | None, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """Phases and steps under some limits. first: the phase before day 0; fresh: nothing is known of before."""

    limits: Limits
    phases: tuple[Phase, ...]
    flavours: tuple[Flavour, ...]
    steps: tuple[Step, ...]
    first: int
    fresh: bool
    shape: tuple[int, ...] = field(default=())


def unit(problem: Problem) -> int:
    """The greatest common divisor of all lengths of shift, in minutes."""
    return max(1, gcd(*(each.minutes for each in problem.kinds)))


def limits(problem: Problem, worker: Worker, counted: frozenset[str]) -> Limits:
    """The limits of one worker, minutes turned into units."""
    size = unit(problem)
    longest = max(each.minutes for each in problem.kinds) * problem.days
    most = min(worker.max_minutes if worker.max_minutes is not None else longest, longest)
    least = -(-(worker.min_minutes or 0) // size)
    return Limits(
        worker.max_run, worker.min_run, worker.min_rest, least, most // size, worker.max_weekends,
        tuple((kind, worker.most[kind]) for kind in problem.kind_ids() if kind in counted), worker.before,
    )  # fmt: skip


def frame(problem: Problem, limit: Limits) -> Frame:
    """Build the phases and steps."""
    classes = sorted({each.not_followed_by for each in problem.kinds}, key=sorted)
    phases = _phases(limit, len(classes))
    index = {phase: number for number, phase in enumerate(phases)}
    flavours = _flavours(problem, limit, classes)
    steps: list[Step] = []
    for number, phase in enumerate(phases):
        rest = _rest(limit, phase)
        if rest is not None:
            steps.append(Step(number, index[rest], None))
        for which, flavour in enumerate(flavours):
            kind = problem.kinds[flavour.kinds[0]].id
            if phase.working and kind in classes[phase.group]:
                continue
            after = _work(limit, phase, flavour.group)
            if after is not None:
                steps.append(Step(number, index[after], which))
    first = _first(problem, limit, classes)
    shape = (limit.max_units + 1, (limit.max_weekends or 0) + 1, *(most + 1 for _, most in limit.counted))
    return Frame(limit, phases, flavours, tuple(steps), index[first], not limit.before, shape)


def _top(limit: Limits) -> int:
    """The highest run that need be told apart."""
    return limit.max_run if limit.max_run is not None else limit.min_run


def _phases(limit: Limits, classes: int) -> tuple[Phase, ...]:
    off = [Phase(False, run, run >= limit.min_rest) for run in range(1, limit.min_rest + 1)]
    on = [
        Phase(True, run, ripe, group)
        for run in range(1, _top(limit) + 1)
        for ripe in ((True,) if run >= limit.min_run else (False, True))
        for group in range(classes)
    ]
    return (*off, *on)


def _flavours(problem: Problem, limit: Limits, classes: list[frozenset[str]]) -> tuple[Flavour, ...]:
    counted = {kind: number for number, (kind, _) in enumerate(limit.counted)}
    size, alike = unit(problem), dict[tuple[object, ...], list[int]]()
    for number, kind in enumerate(problem.kinds):
        barred = tuple(kind.id in each for each in classes)
        key = (classes.index(kind.not_followed_by), barred, kind.minutes, counted.get(kind.id))
        alike.setdefault(key, []).append(number)
    return tuple(
        Flavour(
            tuple(kinds), classes.index(problem.kinds[kinds[0]].not_followed_by),
            problem.kinds[kinds[0]].minutes // size, counted.get(problem.kinds[kinds[0]].id),
        )
        for kinds in alike.values()
    )  # fmt: skip


def _rest(limit: Limits, phase: Phase) -> Phase | None:
    """The phase after a day off; None when a run may not end yet."""
    if phase.working:
        return Phase(False, 1, limit.min_rest <= 1) if phase.ripe else None
    run = min(phase.run + 1, limit.min_rest)
    return Phase(False, run, run >= limit.min_rest)


def _work(limit: Limits, phase: Phase, group: int) -> Phase | None:
    """The phase after a day's work; None when it may not be."""
    if not phase.working:
        return Phase(True, 1, limit.min_run <= 1, group) if phase.ripe else None
    if limit.max_run is not None and phase.run >= limit.max_run:
        return None
    run = min(phase.run + 1, _top(limit))
    return Phase(True, run, phase.ripe or run >= limit.min_run, group)


def _first(problem: Problem, limit: Limits, classes: list[frozenset[str]]) -> Phase:
    """The phase before day 0: by what was worked, and whatever is older than that counts as long enough."""
    if not limit.before or all(kind is None for kind in limit.before):
        return Phase(False, limit.min_rest, True)
    last, run = limit.before[-1], 0
    while run < len(limit.before) and (limit.before[-1 - run] is None) == (last is None):
        run += 1
    whole = run < len(limit.before)
    if last is None:
        ripe = run >= limit.min_rest or not whole
        return Phase(False, limit.min_rest if ripe else run, ripe)
    after = {kind.id: kind.not_followed_by for kind in problem.kinds}
    group = classes.index(after[last])
    return Phase(True, min(run, _top(limit)), run >= limit.min_run or not whole, group)


def size(problem: Problem, worker: Worker) -> int:
    """How many labels a day may have for this worker, every kind whose maximum can bind counted."""
    limit = limits(problem, worker, binding(problem, worker))
    phases = len(_phases(limit, len({each.not_followed_by for each in problem.kinds})))
    counts = 1
    for _, most in limit.counted:
        counts *= most + 1
    return phases * (limit.max_units + 1) * ((limit.max_weekends or 0) + 1) * counts


def binding(problem: Problem, worker: Worker) -> frozenset[str]:
    """The kinds whose maximum is small enough to be tracked from the start."""
    return frozenset(kind for kind, most in worker.most.items() if 0 < most <= SMALL)
