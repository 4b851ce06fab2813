"""The checker: every hard rule a roster breaks, in words; straight from the rules, apart from the solver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from services.patrol.domain.sequences.problem import Problem, Worker
from services.patrol.domain.sequences.roster import Roster
from services.patrol.domain.sequences.rules import Rule, RuleRef, Violation

Line = tuple[str | None, ...]


def violations(problem: Problem, roster: Roster) -> list[Violation]:
    """Every hard rule that is broken; an empty list says the roster may be published.

    Raises ValueError when the roster is not one of this problem: a worker, a day or a kind too many or too few.
    """
    _require_shape(problem, roster)
    found: list[Violation] = []
    for worker in problem.workers:
        line = tuple(roster.of[worker.id])
        found += _cells(worker, line)
        found += _succession(problem, worker, line)
        found += _counts(problem, worker, line)
        found += _stretches(worker, line)
        found += _weekends(problem, worker, line)
    return found + _cover(problem, roster)


def _require_shape(problem: Problem, roster: Roster) -> None:
    if set(roster.of) != {each.id for each in problem.workers}:
        raise ValueError("the roster's workers are not the problem's")
    known = {None, *problem.kind_ids()}
    for worker, line in roster.of.items():
        if len(line) != problem.days or not known.issuperset(line):
            raise ValueError(f"{worker}: the roster has other days or kinds than the problem")


def _cells(worker: Worker, line: Line) -> Iterator[Violation]:
    """Frozen days, days off and allowed kinds."""
    for day, kind in enumerate(line):
        if day in worker.frozen:
            if kind != worker.frozen[day]:
                text = f"{worker.id} has {kind or 'off'} on day {day}, frozen as {worker.frozen[day] or 'off'}"
                yield Violation(RuleRef(Rule.FROZEN, worker.id, day), text)
        elif kind is not None and day in worker.days_off:
            yield Violation(RuleRef(Rule.DAY_OFF, worker.id, day), f"{worker.id} works on day {day}, a day off")
        elif kind is not None and day in worker.allowed and kind not in worker.allowed[day]:
            text = f"{worker.id} has {kind} on day {day}, which is not allowed"
            yield Violation(RuleRef(Rule.NOT_ALLOWED, worker.id, day), text)


def _succession(problem: Problem, worker: Worker, line: Line) -> Iterator[Violation]:
    """No kind the day after one that it may not follow."""
    after = {each.id: each.not_followed_by for each in problem.kinds}
    days = ((worker.before[-1] if worker.before else None), *line)
    for day, (first, then) in enumerate(zip(days, line, strict=False)):
        settled = day in worker.frozen and (day == 0 or day - 1 in worker.frozen)
        if first is not None and then in after[first] and not settled:
            text = f"{worker.id} has {then} on day {day}, right after {first}"
            yield Violation(RuleRef(Rule.SUCCESSION, worker.id, day, then), text)


def _counts(problem: Problem, worker: Worker, line: Line) -> Iterator[Violation]:
    """Most shifts of a kind, most and fewest minutes."""
    minutes = problem.minutes()
    frozen = [kind for kind in worker.frozen.values() if kind is not None]
    for kind, count in Counter(each for each in line if each is not None).items():
        most = max(worker.most.get(kind, count), frozen.count(kind))
        if count > most:
            text = f"{worker.id} has {count} of {kind}, {most} is the most"
            yield Violation(RuleRef(Rule.MOST_OF_KIND, worker.id, kind=kind), text)
    worked = sum(minutes[kind] for kind in line if kind is not None)
    settled = sum(minutes[kind] for kind in frozen)
    if worker.max_minutes is not None and worked > max(worker.max_minutes, settled):
        text = f"{worker.id} works {worked} minutes, {worker.max_minutes} is the most"
        yield Violation(RuleRef(Rule.MAX_MINUTES, worker.id), text)
    if worker.min_minutes is not None and worked < worker.min_minutes and len(worker.frozen) < problem.days:
        text = f"{worker.id} works {worked} minutes, {worker.min_minutes} is the least"
        yield Violation(RuleRef(Rule.MIN_MINUTES, worker.id), text)


def _stretches(worker: Worker, line: Line) -> Iterator[Violation]:
    """Days in a row: most and fewest at work, fewest off."""
    known = len(worker.before)
    days = (*worker.before, *line)
    start = 0
    for working, group in groupby(days, key=lambda kind: kind is not None):
        length = len(list(group))
        first, last = start - known, start + length - 1 - known
        start += length
        if last < -1:
            continue
        if working and worker.max_run is not None:
            yield from _too_long(worker, first, last, worker.max_run)
        least = worker.min_run if working else worker.min_rest
        whole = first > -known and last < len(line) - 1
        if whole and length < least and not _settled(worker, first - 1, last + 1):
            rule, words = (Rule.MIN_RUN, "works") if working else (Rule.MIN_REST, "is off")
            text = f"{worker.id} {words} {length} days in a row from day {first}, {least} is the least"
            yield Violation(RuleRef(rule, worker.id, first), text)


def _too_long(worker: Worker, first: int, last: int, most: int) -> Iterator[Violation]:
    """One violation for a run in which some window of most + 1 days is not wholly settled."""
    if any(not _settled(worker, day, day + most) for day in range(first, last - most + 1)):
        text = f"{worker.id} works {last - first + 1} days in a row from day {first}, {most} is the most"
        yield Violation(RuleRef(Rule.MAX_RUN, worker.id, first), text)


def _settled(worker: Worker, first: int, last: int) -> bool:
    """Say whether all these days are past or frozen."""
    return all(day < 0 or day in worker.frozen for day in range(first, last + 1))


def _weekends(problem: Problem, worker: Worker, line: Line) -> Iterator[Violation]:
    if worker.max_weekends is None:
        return
    weekends = problem.weekends()
    worked = sum(any(line[day] is not None for day in days) for days in weekends)
    settled = sum(any(worker.frozen.get(day) is not None for day in days) for days in weekends)
    if worked > max(worker.max_weekends, settled):
        text = f"{worker.id} works on {worked} weekends, {worker.max_weekends} is the most"
        yield Violation(RuleRef(Rule.MAX_WEEKENDS, worker.id), text)


def _cover(problem: Problem, roster: Roster) -> list[Violation]:
    there = Counter((day, kind) for _, day, kind in roster.cells())
    return [
        Violation(
            RuleRef(Rule.COVER, day=each.day, kind=each.kind),
            f"{each.kind} on day {each.day} has {there[each.day, each.kind]}, {each.needed} are needed",
        )
        for each in problem.cover
        if each.hard and there[each.day, each.kind] < each.needed
    ]
