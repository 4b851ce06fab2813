"""One thing after another: a person in one place at a time, rested in between, and not too many days running."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from services.patrol.domain.rosters.checks.given import Given, Turn
from services.patrol.domain.rosters.problem import Violation, Worker

_DAY = timedelta(days=1)


def one_place(given: Given) -> Iterator[Violation]:
    """Nobody takes two places of one slot, nor two slots that overlap, nor has less than their rest between two."""
    for worker, turns in _each(given):
        yield from _after_past(given, worker, turns)
        for number, turn in enumerate(turns):
            until = turn.duty.slot.end + worker.limits.rest
            for later in turns[number + 1 :]:
                # sorted by start: once one starts late enough all after it do
                if later.duty.slot.start >= until and later.duty.slot.id != turn.duty.slot.id:
                    break
                if not (turn.fixed and later.fixed):
                    yield _close(given, worker, turn, later)


def runs(given: Given) -> Iterator[Violation]:
    """No more days in a row with a duty, and no more nights in a row, than allowed; what was before counts."""
    for worker, turns in _each(given):
        past, limits = worker.past, worker.limits
        kinds = (
            ("days", limits.most_days, past.days_in_row, turns),
            ("nights", limits.most_nights, past.nights_in_row, [turn for turn in turns if turn.duty.night]),
        )
        for word, most, before, those in kinds:
            if most is None:
                continue
            settled = {turn.duty.day for turn in those if turn.fixed}
            if past.last_day is not None:
                settled |= {past.last_day - back * _DAY for back in range(before)}
            days = settled | {turn.duty.day for turn in those}
            for run in _stretches(sorted(days)):
                if _too_long(run, most, settled):
                    text = f"{worker.id}: {len(run)} {word} in a row from {run[0]}, {most} is the most"
                    slots = tuple(turn.duty.slot.id for turn in those if turn.duty.day in run)
                    yield Violation(f"most_{word}", text, (worker.id,), slots)


def _each(given: Given) -> Iterator[tuple[Worker, list[Turn]]]:
    for person, turns in given.by_person.items():
        if not all(turn.fixed for turn in turns):
            yield given.workers[person], turns


def _after_past(given: Given, worker: Worker, turns: list[Turn]) -> Iterator[Violation]:
    before = worker.past.last_end
    if before is None:
        return
    for turn in turns:
        if turn.duty.slot.start >= before + worker.limits.rest:
            return
        if not turn.fixed:
            rule = "overlap" if turn.duty.slot.start < before else "rest"
            ends = before.astimezone(given.problem.zone)
            text = f"{worker.id} in {given.when(turn.duty)}: the last duty before ends {ends:%Y-%m-%d %H:%M}"
            yield Violation(rule, text, (worker.id,), (turn.duty.slot.id,))


def _close(given: Given, worker: Worker, turn: Turn, later: Turn) -> Violation:
    one, other = turn.duty.slot, later.duty.slot
    if one.id == other.id:
        return Violation("twice", f"{worker.id} has two places of {given.when(turn.duty)}", (worker.id,), (one.id,))
    both = f"{given.when(turn.duty)} and {given.when(later.duty)}"
    slots = (one.id, other.id)
    if one.span.meets(other.span):
        return Violation("overlap", f"{worker.id} is in two places at once: {both}", (worker.id,), slots)
    text = f"{worker.id} rests less than {worker.limits.rest} between {both}"
    return Violation("rest", text, (worker.id,), slots)


def _stretches(days: list[date]) -> Iterator[list[date]]:
    run = days[:1]
    for one, other in pairwise(days):
        if other - one != _DAY:
            yield run
            run = []
        run.append(other)
    if run:
        yield run


def _too_long(run: list[date], most: int, settled: set[date]) -> bool:
    """Tell whether some days more than allowed in a row are not all past or fixed."""
    windows = (run[first : first + most + 1] for first in range(len(run) - most))
    return any(not settled.issuperset(window) for window in windows)
