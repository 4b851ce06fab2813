"""How much anybody is asked: in the horizon and in any week. What fixed places alone exceed is no violation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from services.patrol.domain.rosters.checks.given import Given, Turn
from services.patrol.domain.rosters.problem import Limits, Violation, Worker


def most(given: Given) -> Iterator[Violation]:
    """Minutes, turns and weekends of the horizon, and minutes of each ISO week, within the limits."""
    for person, turns in given.by_person.items():
        worker = given.workers[person]
        yield from _horizon(worker, turns)
        yield from _weeks(worker, turns)


def least(given: Given) -> Iterator[Violation]:
    """Everybody has the least they must have."""
    for worker in given.problem.workers:
        low = worker.limits.min_minutes
        worked = _minutes(given.by_person.get(worker.id, ()))
        if low is not None and worked < low:
            text = f"{worker.id} has {worked} minutes, {low} is the least"
            yield Violation("min_minutes", text, (worker.id,))


def _minutes(turns: Iterable[Turn]) -> int:
    return sum(turn.duty.minutes for turn in turns)


def _weekends(turns: Iterable[Turn]) -> int:
    return len({turn.duty.weekend for turn in turns} - {None})


_TOTALS: tuple[tuple[str, str, Callable[[Limits], int | None], Callable[[list[Turn]], int]], ...] = (
    ("most_minutes", "minutes", lambda limits: limits.most_minutes, _minutes),
    ("most_turns", "turns", lambda limits: limits.most_turns, len),
    ("most_weekends", "weekends", lambda limits: limits.most_weekends, _weekends),
)


def _horizon(worker: Worker, turns: list[Turn]) -> Iterator[Violation]:
    fixed = [turn for turn in turns if turn.fixed]
    for rule, word, limit, measure in _TOTALS:
        high = limit(worker.limits)
        if high is not None and measure(turns) > max(high, measure(fixed)):
            yield Violation(rule, f"{worker.id} has {measure(turns)} {word}, {high} is the most", (worker.id,))


def _weeks(worker: Worker, turns: list[Turn]) -> Iterator[Violation]:
    high = worker.limits.week_minutes
    if high is None:
        return
    # What somebody has in other rosters is as fixed as can be
    worked, fixed = Counter(worker.weeks), Counter(worker.weeks)
    for turn in turns:
        worked[turn.duty.week] += turn.duty.minutes
        fixed[turn.duty.week] += turn.duty.minutes if turn.fixed else 0
    for year, week in sorted({turn.duty.week for turn in turns}):
        minutes = worked[year, week]
        if minutes > max(high, fixed[year, week]):
            text = f"{worker.id} has {minutes} minutes in week {year}-W{week:02}, {high} is the most"
            slots = tuple(turn.duty.slot.id for turn in turns if turn.duty.week == (year, week))
            yield Violation("week_minutes", text, (worker.id,), slots)
