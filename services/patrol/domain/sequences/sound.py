"""Whether a problem makes sense at all, before anybody tries to solve it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from services.patrol.domain.sequences.problem import BadProblem, Problem, Worker


def require_sound(problem: Problem) -> None:
    """Raise BadProblem, naming every fault at once, when something is unknown, twice, negative or out of range."""
    found = list(faults(problem))
    if found:
        raise BadProblem("; ".join(found))


def faults(problem: Problem) -> Iterator[str]:
    """Every fault of the problem, in words."""
    kinds, workers = set(problem.kind_ids()), {each.id for each in problem.workers}
    if problem.days < 1:
        yield f"days is {problem.days}: give at least 1"
    if not 0 <= problem.first_weekday <= 6:
        yield f"first_weekday is {problem.first_weekday}: give 0 (Monday) to 6"
    yield from _twice("kinds", problem.kind_ids())
    yield from _twice("workers", (each.id for each in problem.workers))
    yield from _twice("cover", ((each.day, each.kind) for each in problem.cover))
    for kind in problem.kinds:
        yield from _unknown(f"kinds {kind.id} not_followed_by", kind.not_followed_by, kinds)
        yield from _negative(f"kinds {kind.id} minutes", kind.minutes)
    for worker in problem.workers:
        yield from _worker(worker, kinds, problem.days)
    for cover in problem.cover:
        yield from _cell("cover", cover.day, cover.kind, kinds, problem.days)
        for name, number in (("needed", cover.needed), ("under", cover.under), ("over", cover.over)):
            yield from _negative(f"cover {cover.day} {cover.kind} {name}", number)
    asked = [("requests", each.worker, each.day, each.kind, each.weight) for each in problem.requests]
    kept = [("keep", each.worker, each.day, each.kind, each.weight) for each in problem.keep]
    for where, worker_id, day, wanted, weight in (*asked, *kept):
        yield from _unknown(f"{where} worker", (worker_id,), workers)
        yield from _cell(where, day, wanted, kinds, problem.days)
        yield from _negative(f"{where} {worker_id} {day} weight", weight)
    for share in problem.shares:
        yield from _unknown("shares worker", (share.worker,), workers)
        yield from _unknown(f"shares {share.worker} kinds", share.kinds, kinds)
        yield from _days(f"shares {share.worker} days", share.days, problem.days)
        yield from _negative(f"shares {share.worker} weight", share.weight)


def _worker(worker: Worker, kinds: set[str], days: int) -> Iterator[str]:
    """The faults of one worker."""
    name = f"workers {worker.id}"
    yield from _unknown(f"{name} most", worker.most, kinds)
    yield from _unknown(f"{name} before", (each for each in worker.before if each is not None), kinds)
    yield from _days(f"{name} days_off", worker.days_off, days)
    for day, allowed in worker.allowed.items():
        yield from _days(f"{name} allowed", (day,), days)
        yield from _unknown(f"{name} allowed on day {day}", allowed, kinds)
    for day, kind in worker.frozen.items():
        yield from _cell(f"{name} frozen", day, kind, kinds, days)
    for rule, least in (("min_run", worker.min_run), ("min_rest", worker.min_rest), ("max_run", worker.max_run)):
        if least is not None and least < 1:
            yield f"{name} {rule} is {least}: give at least 1"
    for rule, number in (
        ("min_minutes", worker.min_minutes), ("max_minutes", worker.max_minutes),
        ("max_weekends", worker.max_weekends), *((f"most {kind}", most) for kind, most in worker.most.items()),
    ):  # fmt: skip
        yield from _negative(f"{name} {rule}", number or 0)


def _cell(name: str, day: int, kind: str | None, kinds: set[str], days: int) -> Iterator[str]:
    yield from _days(name, (day,), days)
    if kind is not None:
        yield from _unknown(name, (kind,), kinds)


def _days(name: str, given: Iterable[int], days: int) -> Iterator[str]:
    for day in given:
        if not 0 <= day < days:
            yield f"{name}: day {day} is outside the horizon of {days} days"


def _unknown(name: str, given: Iterable[str], known: set[str]) -> Iterator[str]:
    for each in given:
        if each not in known:
            yield f"{name}: {each} is unknown"


def _negative(name: str, number: int) -> Iterator[str]:
    if number < 0:
        yield f"{name} is {number}: give 0 or more"


def _twice(name: str, given: Iterable[object]) -> Iterator[str]:
    for each, count in Counter(given).items():
        if count > 1:
            yield f"{name}: {each} is there {count} times"
