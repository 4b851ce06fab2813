"""Plans and their problems as JSON and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from services.patrol.domain.plans.judge import Uncovered, Worth
from services.patrol.domain.plans.problem import Leg, Plan, PlanProblem, Stop, Target, Team
from services.patrol.domain.policy import Speed
from services.patrol.domain.span import Span

Json = dict[str, Any]


def problem_to_json(problem: PlanProblem) -> Json:
    """Return a problem JSON-able."""
    return {
        "id": problem.id, "span": _span(problem.span), "stop": list(problem.stop), "seed": problem.seed,
        "speeds": {mode: asdict(speed) for mode, speed in problem.speeds.items()},
        "teams": [{**asdict(team), "span": _span(team.span)} for team in problem.teams],
        "targets": [{**asdict(each), "last": _time(each.last) if each.last else None} for each in problem.targets],
    }  # fmt: skip


def problem_from_json(raw: Mapping[str, Any]) -> PlanProblem:
    """Return what `problem_to_json` was given. Raises KeyError, TypeError, ValueError for what is none."""
    return PlanProblem(
        raw["id"], _read_span(raw["span"]), tuple(map(_team, raw["teams"])), tuple(map(_target, raw["targets"])),
        {mode: Speed(**speed) for mode, speed in raw["speeds"].items()}, (raw["stop"][0], raw["stop"][1]),
        raw["seed"],
    )  # fmt: skip


def plan_to_json(plan: Plan) -> list[Json]:
    """Return a plan's legs JSON-able."""
    return [
        {"team": leg.team, "target": leg.target,
         "stops": [[stop.mark, _time(stop.arrive), _time(stop.leave)] for stop in leg.stops]}
        for leg in plan.legs
    ]  # fmt: skip


def plan_from_json(raw: list[Json]) -> Plan:
    """Return what `plan_to_json` was given."""
    return Plan(tuple(
        Leg(leg["team"], leg["target"], tuple(
            Stop(mark, datetime.fromisoformat(arrive), datetime.fromisoformat(leave))
            for mark, arrive, leave in leg["stops"]
        ))
        for leg in raw
    ))  # fmt: skip


def worth_to_json(worth: Worth) -> Json:
    """Return what a plan is worth JSON-able. Ids of marks are values, not keys, for a store's sake."""
    return {
        "share": round(worth.share, 4), "way": worth.way, "stay": worth.stay,
        "visits": [list(pair) for pair in sorted(worth.visits.items())],
        "uncovered": [[each.mark, each.limit, *_span(each.gap)] for each in worth.uncovered],
    }  # fmt: skip


def worth_from_json(raw: Mapping[str, Any]) -> Worth:
    """Return what `worth_to_json` was given."""
    uncovered = tuple(Uncovered(mark, limit, _read_span(span)) for mark, limit, *span in raw["uncovered"])
    return Worth(raw["share"], uncovered, dict(raw["visits"]), raw["way"], raw["stay"])


def _team(raw: Mapping[str, Any]) -> Team:
    return Team(raw["id"], raw["mode"], _read_span(raw["span"]), tuple(raw["start"]) if raw["start"] else None)


def _target(raw: Mapping[str, Any]) -> Target:
    last = datetime.fromisoformat(raw["last"]) if raw["last"] else None
    points = tuple((lon, lat) for lon, lat in raw["points"])
    return Target(raw["id"], tuple(raw["marks"]), points, raw["weight"], raw["idle"], last)


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _span(span: Span) -> list[str]:
    return [_time(span.start), _time(span.end)]


def _read_span(raw: list[str]) -> Span:
    return Span(datetime.fromisoformat(raw[0]), datetime.fromisoformat(raw[1]))
