"""What a plan is worth: how much of the time marks are within their limit, and what it can't cover."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import log2

from services.patrol.domain.patrols.coverage import covered
from services.patrol.domain.plans.problem import Plan, PlanProblem
from services.patrol.domain.span import Span


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A mark is idle beyond its limit by the plan."""

    mark: str
    limit: int
    gap: Span


@dataclass(frozen=True, slots=True)
class Worth:
    """See the module's text. share: of the weighted time of marks with a limit, within it; 1.0 without any.

    visits: by mark, also those with none. way, stay: seconds of all teams on the way and at marks.
    """

    share: float
    uncovered: tuple[Uncovered, ...]
    visits: Mapping[str, int]
    way: int
    stay: int


def worth(problem: PlanProblem, plan: Plan) -> Worth:
    """Judge a plan. Idle times are reckoned as those of real patrols are, see `patrols.coverage`."""
    times: dict[str, list[datetime]] = {mark: [] for target in problem.targets for mark in target.marks}
    for leg in plan.legs:
        for stop in leg.stops:
            times[stop.mark].append(stop.arrive)
    within = whole = 0.0
    uncovered: list[Uncovered] = []
    for target in problem.targets:
        if target.idle is None:
            continue
        limit = timedelta(minutes=target.idle)
        for mark in target.marks:
            found = covered([problem.span], times[mark], limit, problem.span, problem.span.end)
            within += target.weight * (found.within or timedelta()).total_seconds()
            whole += target.weight * found.duty.total_seconds()
            uncovered += [Uncovered(mark, target.idle, gap) for gap in found.gaps]
    stay = sum((stop.leave - stop.arrive).total_seconds() for leg in plan.legs for stop in leg.stops)
    visits = {mark: len(each) for mark, each in times.items()}
    return Worth(within / whole if whole else 1.0, tuple(uncovered), visits, _way(problem, plan), int(stay))


def entropy(hours: Sequence[int]) -> float:
    """Return the entropy, bits, of hours in which a mark was visited: 0 for one that is always visited at one."""
    counts = [hours.count(hour) for hour in set(hours)]
    return -sum(number / len(hours) * log2(number / len(hours)) for number in counts)


def _way(problem: PlanProblem, plan: Plan) -> int:
    places = {
        mark: place for target in problem.targets for mark, place in zip(target.marks, target.points, strict=True)
    }
    way = 0
    for team in problem.teams:
        route = [places[stop.mark] for leg in plan.of(team.id) for stop in leg.stops]
        route = [team.start, *route] if team.start else route
        way += sum(problem.way(start, end, team.mode) for start, end in pairwise(route))
    return way
