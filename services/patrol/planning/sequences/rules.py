"""The hard rules as linear constraints."""

from __future__ import annotations

from ortools.sat.python import cp_model

from services.patrol.domain.sequences.problem import Worker
from services.patrol.domain.sequences.rules import Rule, RuleRef
from services.patrol.planning.sequences.model import Model


def add_rules(model: Model) -> None:
    """Add every hard rule of every worker, and hard cover."""
    for worker in model.problem.workers:
        _succession(model, worker)
        _counts(model, worker)
        _longest(model, worker)
        _shortest(model, worker, working=True)
        _shortest(model, worker, working=False)
        _weekends(model, worker)


def _settled(worker: Worker, first: int, last: int) -> bool:
    """Say whether all these days are frozen or past: such a stretch is a fact and breaks no rule."""
    return all(day < 0 or day in worker.frozen for day in range(first, last + 1))


def _succession(model: Model, worker: Worker) -> None:
    """For each set of kinds that may not follow: none of them the day after any that bars them all."""
    after = {each.id: each.not_followed_by for each in model.problem.kinds}
    for barred in {each for each in after.values() if each}:
        barring = tuple(kind for kind, each in after.items() if barred <= each)
        for day in range(model.problem.days):
            if _settled(worker, day - 1, day):
                continue
            if day > 0:
                first = model.cells(worker.id, day - 1, barring)
            elif worker.before and worker.before[-1] in barring:
                first = [model.cp.new_constant(1)]
            else:
                continue
            then = model.cells(worker.id, day, barred)
            if first and then:
                ref = RuleRef(Rule.SUCCESSION, worker.id)
                model.enforce(model.cp.add(sum(first) + sum(then) <= 1), ref)


def _counts(model: Model, worker: Worker) -> None:
    days, minutes = range(model.problem.days), model.problem.minutes()
    frozen = [kind for kind in worker.frozen.values() if kind is not None]
    for kind, most in worker.most.items():
        mine = [model.cell[worker.id, day, kind] for day in days if (worker.id, day, kind) in model.cell]
        limit = max(most, frozen.count(kind))
        if len(mine) > limit:
            model.enforce(model.cp.add(sum(mine) <= limit), RuleRef(Rule.MOST_OF_KIND, worker.id, kind=kind))
    worked = sum(
        minutes[kind] * literal
        for kind in minutes
        for day in days
        for literal in model.cells(worker.id, day, (kind,))
    )
    if worker.max_minutes is not None:
        limit = max(worker.max_minutes, sum(minutes[kind] for kind in frozen))
        model.enforce(model.cp.add(worked <= limit), RuleRef(Rule.MAX_MINUTES, worker.id))
    if worker.min_minutes and len(worker.frozen) < len(days):
        model.enforce(model.cp.add(worked >= worker.min_minutes), RuleRef(Rule.MIN_MINUTES, worker.id))


def _longest(model: Model, worker: Worker) -> None:
    """No window of one day more than the longest run is all work."""
    if worker.max_run is None:
        return
    for start in range(-len(worker.before), model.problem.days - worker.max_run):
        window = range(start, start + worker.max_run + 1)
        if window[-1] < 0 or _settled(worker, window[0], window[-1]):
            continue
        worked = sum(_works(model, worker, day) for day in window)
        model.enforce(model.cp.add(worked <= worker.max_run), RuleRef(Rule.MAX_RUN, worker.id))


def _shortest(model: Model, worker: Worker, *, working: bool) -> None:
    """A stretch that begins must last: off, then on, means on for each of the next days (and with off for on)."""
    least, rule = (worker.min_run, Rule.MIN_RUN) if working else (worker.min_rest, Rule.MIN_REST)
    last_day = model.problem.days - 1
    for start in range(1 - len(worker.before), last_day):
        for end in range(start + 1, min(start + least, last_day + 1)):
            if end < 0 or _settled(worker, start - 1, end):
                continue
            days = [_works(model, worker, day) for day in range(start - 1, end + 1)]
            outside, first, *between, inside = days if working else [1 - each for each in days]
            # Where facts may have ended the stretch before, only one that reaches this far is asked to go on.
            facts = any(_settled(worker, day, day) for day in range(start - 1, end + 1))
            reached = sum(between) - len(between) if facts else 0
            model.enforce(model.cp.add(first - outside + reached <= inside), RuleRef(rule, worker.id))


def _weekends(model: Model, worker: Worker) -> None:
    if worker.max_weekends is None:
        return
    worked = []
    for days in model.problem.weekends():
        literal = model.cp.new_bool_var("")
        for day in days:
            model.cp.add(model.works[worker.id, day] <= literal)
        worked.append(literal)
    settled = sum(any(worker.frozen.get(day) is not None for day in days) for days in model.problem.weekends())
    limit = max(worker.max_weekends, settled)
    if len(worked) > limit:
        model.enforce(model.cp.add(sum(worked) <= limit), RuleRef(Rule.MAX_WEEKENDS, worker.id))


def _works(model: Model, worker: Worker, day: int) -> cp_model.IntVar | int:
    """Whether the worker works that day, known for days before the horizon."""
    return int(worker.before[day] is not None) if day < 0 else model.works[worker.id, day]
