"""What each person keeps to: one place at a time and rested, minutes, turns, weeks, weekends, and runs of days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from services.patrol.domain.rosters.facts import Fact
from services.patrol.domain.rosters.fits import days_before, nights_before
from services.patrol.domain.rosters.problem import Worker
from services.patrol.planning.rosters.rules import Rules

if TYPE_CHECKING:
    from services.patrol.planning.rosters.model import Model

Mine = Sequence[tuple[Fact, cp_model.IntVar]]
Held = Sequence[Fact]
SHORT = 1_000
"""What a minute costs that somebody lacks of what they must have, where it may be lacking."""


def keep(rules: Rules, worker: Worker, mine: Mine, held: Held) -> None:
    """State all limits of a person. mine: what they could take, by start; held: what they have already."""
    for clique in cliques(worker, mine):
        rules.at_most_one(clique, "rest", worker.id)
    _totals(rules, worker, mine, held)
    _weekends(rules, worker, mine, held)
    most_days, most_nights = worker.limits.most_days, worker.limits.most_nights
    if most_days is not None:
        _runs(rules, worker, mine, days_before(worker.past, held), most_days, "most_days")
    if most_nights is not None:
        nights = [(fact, literal) for fact, literal in mine if fact.night]
        _runs(rules, worker, nights, nights_before(worker.past, held), most_nights, "most_nights")


def cliques(worker: Worker, mine: Mine) -> list[list[cp_model.IntVar]]:
    """Return the largest sets of slots of which one excludes the others, in order of time.

    With the rest added to its end a slot is an interval, and two exclude each other exactly when these meet; so the
    cliques are found by one sweep.
    """
    rest = worker.limits.rest.total_seconds()
    active: list[tuple[float, cp_model.IntVar]] = []
    found: list[list[cp_model.IntVar]] = []
    grew = False
    for fact, literal in mine:
        still = [pair for pair in active if pair[0] > fact.start]
        if grew and len(still) < len(active):
            found.append([one for _, one in active])
        active = [*still, (fact.end + rest, literal)]
        grew = True
    if grew:
        found.append([one for _, one in active])
    return [clique for clique in found if len(clique) > 1]


def _totals(rules: Rules, worker: Worker, mine: Mine, held: Held) -> None:
    limits = worker.limits
    if limits.most_turns is not None:
        left = max(0, limits.most_turns - len(held))
        if len(mine) > left:
            rules.add(sum(literal for _, literal in mine) <= left, "most_turns", worker.id)
    if limits.most_minutes is not None:
        _minutes(rules, mine, limits.most_minutes - sum(fact.minutes for fact in held), "most_minutes", worker.id)
    if limits.week_minutes is not None:
        weeks: defaultdict[tuple[int, int], list[tuple[Fact, cp_model.IntVar]]] = defaultdict(list)
        for fact, literal in mine:
            weeks[fact.week].append((fact, literal))
        for week, those in weeks.items():
            worked = worker.weeks.get(week, 0) + sum(fact.minutes for fact in held if fact.week == week)
            _minutes(rules, those, limits.week_minutes - worked, "week_minutes", worker.id)


def _minutes(rules: Rules, mine: Mine, left: int, rule: str, whom: str) -> None:
    if sum(fact.minutes for fact, _ in mine) > left:
        total = cp_model.LinearExpr.weighted_sum([one for _, one in mine], [fact.minutes for fact, _ in mine])
        rules.add(total <= max(0, left), rule, whom)


def least(model: Model) -> None:
    """State what everybody must have at least, or price what they lack when that is allowed."""
    for worker in model.facts.problem.workers:
        low = worker.limits.min_minutes
        lacking = 0 if low is None else low - sum(fact.minutes for fact in model.held.get(worker.id, ()))
        if lacking > 0:
            mine = model.by_person.get(worker.id, [])
            total = cp_model.LinearExpr.weighted_sum([one for _, one in mine], [fact.minutes for fact, _ in mine])
            if model.soft:
                short = model.cp.new_int_var(0, lacking, "")
                model.cost(short, SHORT)
                total += short
            model.rules.add(total >= lacking, "min_minutes", worker.id)


def weekend_literals(cp: cp_model.CpModel, mine: Mine, held: Held) -> list[cp_model.IntVar]:
    """Return a literal for each weekend not held already, true when (and only if it pays) a duty is on it."""
    had = {fact.weekend for fact in held}
    return _by(cp, mine, lambda fact: None if fact.weekend in had else fact.weekend)


def _weekends(rules: Rules, worker: Worker, mine: Mine, held: Held) -> None:
    most = worker.limits.most_weekends
    if most is None:
        return
    left = max(0, most - len({fact.weekend for fact in held} - {None}))
    weekends = weekend_literals(rules.cp, mine, held)
    if len(weekends) > left:
        rules.add(sum(weekends) <= left, "most_weekends", worker.id)


def _by(cp: cp_model.CpModel, mine: Mine, key: Callable[[Fact], int | None]) -> list[cp_model.IntVar]:
    grouped: defaultdict[int, list[cp_model.IntVar]] = defaultdict(list)
    for fact, literal in mine:
        day = key(fact)
        if day is not None:
            grouped[day].append(literal)
    return [any_of(cp, grouped[day]) for day in sorted(grouped)]


def any_of(cp: cp_model.CpModel, literals: list[cp_model.IntVar]) -> cp_model.IntVar:
    """Return a literal that is true when one of them is."""
    if len(literals) == 1:
        return literals[0]
    some = cp.new_bool_var("")
    for literal in literals:
        cp.add_implication(literal, some)
    return some


def _runs(rules: Rules, worker: Worker, mine: Mine, before: set[int], most: int, rule: str) -> None:
    """Of any days in a row, one more than allowed, one at least is free; those all settled before are facts."""
    free: defaultdict[int, list[cp_model.IntVar]] = defaultdict(list)
    for fact, literal in mine:
        if fact.day not in before:
            free[fact.day].append(literal)
    worked = {day: any_of(rules.cp, literals) for day, literals in free.items()}
    firsts = {first for day in worked for first in range(day - most, day + 1)}
    for first in sorted(firsts):
        window = range(first, first + most + 1)
        if all(day in worked or day in before for day in window):
            loose = [worked[day] for day in window if day in worked]
            rules.add(sum(loose) <= len(loose) - 1, rule, worker.id)
