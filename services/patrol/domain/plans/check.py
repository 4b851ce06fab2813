"""Whether a plan can be driven or walked as written; apart from what made it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from services.patrol.domain.geo import Point
from services.patrol.domain.plans.problem import Leg, Plan, PlanProblem, Target, Team


def faults(problem: PlanProblem, plan: Plan) -> list[str]:
    """Return what is wrong, in words; empty when the plan holds."""
    teams = {team.id: team for team in problem.teams}
    targets = {target.id: target for target in problem.targets}
    found = [f"unknown team {leg.team}" for leg in plan.legs if leg.team not in teams]
    found += [f"unknown target {leg.target}" for leg in plan.legs if leg.target not in targets]
    if found:
        return found
    return [fault for team in problem.teams for fault in _team_faults(problem, team, plan.of(team.id), targets)]


def _team_faults(
    problem: PlanProblem, team: Team, legs: list[Leg], targets: dict[str, Target]
) -> Iterator[str]:  # fmt: skip
    here, free = team.start, team.span.start
    for leg in legs:
        target = targets[leg.target]
        places = dict(zip(target.marks, target.points, strict=True))
        if tuple(stop.mark for stop in leg.stops) not in (target.marks, target.marks[::-1]):
            yield f"{team.id} does not pass {target.id} from one end to the other"
            continue
        for stop in leg.stops:
            place = places[stop.mark]
            if stop.arrive < free + timedelta(seconds=_way(problem, here, place, team.mode)):
                yield f"{team.id} can't be at {stop.mark} by {stop.arrive.isoformat()}"
            if stop.leave < stop.arrive or stop.leave > team.span.end:
                yield f"{team.id} leaves {stop.mark} at {stop.leave.isoformat()}, before it came or after its hours"
            here, free = place, stop.leave
        yield from _length_faults(problem, leg)


def _length_faults(problem: PlanProblem, leg: Leg) -> Iterator[str]:
    """One stop of a preferred length at each target; at a line's other marks none that is longer."""
    least, most = (timedelta(minutes=number) for number in problem.stop)
    lengths = [stop.leave - stop.arrive for stop in leg.stops]
    if not least <= max(lengths) <= most:
        yield f"{leg.team} stays at {leg.target} for {max(lengths)}, not for {least} to {most}"


def _way(problem: PlanProblem, start: Point | None, end: Point, mode: str) -> int:
    return 0 if start is None else problem.way(start, end, mode)
