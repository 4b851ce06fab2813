"""A hard rule in plain words, with the numbers it has in a problem."""

from __future__ import annotations

from collections.abc import Callable

from services.patrol.domain.sequences.problem import Problem, Worker
from services.patrol.domain.sequences.rules import Rule, RuleRef

_OF_WORKER: dict[Rule, Callable[[Worker, RuleRef], str]] = {
    Rule.SUCCESSION: lambda worker, _: f"{worker.id}: some kinds may not follow others on the next day",
    Rule.MOST_OF_KIND: lambda worker, ref: f"{worker.id}: at most {worker.most.get(ref.kind or '')} of {ref.kind}",
    Rule.MIN_MINUTES: lambda worker, _: f"{worker.id}: at least {worker.min_minutes} minutes of work",
    Rule.MAX_MINUTES: lambda worker, _: f"{worker.id}: at most {worker.max_minutes} minutes of work",
    Rule.MAX_RUN: lambda worker, _: f"{worker.id}: at most {worker.max_run} days of work in a row",
    Rule.MIN_RUN: lambda worker, _: f"{worker.id}: at least {worker.min_run} days of work in a row",
    Rule.MIN_REST: lambda worker, _: f"{worker.id}: at least {worker.min_rest} days off in a row",
    Rule.MAX_WEEKENDS: lambda worker, _: f"{worker.id}: work on at most {worker.max_weekends} weekends",
    Rule.DAY_OFF: lambda worker, ref: f"{worker.id}: day {ref.day} is off",
    Rule.NOT_ALLOWED: lambda worker, ref: f"{worker.id}: on day {ref.day} only {_allowed(worker, ref)}",
    Rule.FROZEN: lambda worker, ref: f"{worker.id}: day {ref.day} is frozen as {_frozen(worker, ref)}",
}


def words(problem: Problem, ref: RuleRef) -> str:
    """The rule as a sentence."""
    if ref.rule == Rule.COVER:
        needed = next(each.needed for each in problem.cover if (each.day, each.kind) == (ref.day, ref.kind))
        return f"day {ref.day}: {ref.kind} needs {needed}"
    worker = next(each for each in problem.workers if each.id == ref.worker)
    return _OF_WORKER[ref.rule](worker, ref)


def _allowed(worker: Worker, ref: RuleRef) -> str:
    kinds = worker.allowed.get(ref.day if ref.day is not None else -1, frozenset())
    return ", ".join(sorted(kinds)) or "nothing"


def _frozen(worker: Worker, ref: RuleRef) -> str:
    return worker.frozen.get(ref.day if ref.day is not None else -1) or "off"
