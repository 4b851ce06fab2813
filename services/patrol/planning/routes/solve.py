"""The routing model: one vehicle for each team, one optional node for each call, ways perturbed by the seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Any

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from services.patrol.domain.geo import Point
from services.patrol.domain.plans.judge import worth
from services.patrol.domain.plans.problem import Leg, Plan, PlanProblem, Stop, Team
from services.patrol.planning.kinds import Report
from services.patrol.planning.routes.calls import Call, calls

ATTEMPTS = 4
"""Times are drawn again so often while visits are left out, each time with a part of the seconds."""
PERTURBED = (0.8, 1.4)
"""Ways count between so much and so much of their length: other orders come out as good ones."""


@dataclass(frozen=True, slots=True)
class Routed:
    """A plan, how many calls it leaves out of how many, and the cost that was minimised."""

    plan: Plan
    left_out: int
    asked: int
    cost: int


def route(problem: PlanProblem, seconds: float, report: Report) -> Routed:
    """Return a good plan, found in so many seconds; it leaves out what does not fit, the least important first.

    Of several attempts the one is taken that keeps marks within their limits best, then the one that costs least.
    """
    found: list[tuple[float, int, Routed]] = []
    for attempt in range(ATTEMPTS):
        asked = calls(problem, attempt)
        if not asked or not problem.teams:
            return Routed(Plan(), len(asked), len(asked), 0)
        routed = _Model(problem, asked, attempt).solve(seconds / ATTEMPTS, report)
        share = worth(problem, routed.plan).share
        found.append((-share, routed.cost, routed))
        if (share == 1.0 and not routed.left_out) or report.cancelled():
            break
    return min(found, key=lambda each: each[:2])[2]


class _Model:
    """Nodes: calls first, then each team's start, then one end for all."""

    def __init__(self, problem: PlanProblem, asked: list[Call], attempt: int) -> None:
        self.problem, self.calls = problem, asked
        teams = len(problem.teams)
        starts = [len(asked) + number for number in range(teams)]
        end = len(asked) + teams
        self.manager = pywrapcp.RoutingIndexManager(end + 1, teams, starts, [end] * teams)
        self.routing = pywrapcp.RoutingModel(self.manager)
        self.draw = random.Random(f"{problem.seed}/ways/{attempt}")  # noqa: S311 - the seed is secret
        self._add()

    def solve(self, seconds: float, report: Report) -> Routed:
        """Search and read the best plan."""
        told = {"best": -1}

        def better() -> None:
            cost = self.routing.CostVar().Max()
            if told["best"] < 0 or cost < told["best"]:
                told["best"] = cost
                report.progress({"best": cost, "message": "a better plan"})
            if report.cancelled():
                self.routing.solver().FinishCurrentSearch()

        self.routing.AddAtSolutionCallback(better)
        parameters = pywrapcp.DefaultRoutingSearchParameters()
        parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.LOCAL_CHEAPEST_INSERTION
        parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
        parameters.time_limit.FromMilliseconds(max(1, int(seconds * 1000)))
        solution = self.routing.SolveWithParameters(parameters)
        if solution is None:
            return Routed(Plan(), len(self.calls), len(self.calls), 0)
        legs = [leg for number, team in enumerate(self.problem.teams) for leg in self._legs(number, team, solution)]
        left = len(self.calls) - len(legs)
        return Routed(Plan(tuple(legs)), left, len(self.calls), int(solution.ObjectiveValue()))

    def _add(self) -> None:
        span = self.problem.span
        horizon = int(span.length.total_seconds())
        ways = {mode: self._ways(mode) for mode in {team.mode for team in self.problem.teams}}
        odd = self._odds()
        transits = []
        for number, team in enumerate(self.problem.teams):
            table = ways[team.mode]
            cost = [[int(way * odd[i][j]) for j, way in enumerate(row)] for i, row in enumerate(table)]
            time = [
                [way + self._inside(i, team.mode) for way in row] for i, row in enumerate(table)
            ]  # fmt: skip
            self.routing.SetArcCostEvaluatorOfVehicle(self._callback(cost), number)
            transits.append(self._callback(time))
        self.routing.AddDimensionWithVehicleTransits(transits, horizon, horizon, False, "time")
        self.time = self.routing.GetDimensionOrDie("time")
        for node, call in enumerate(self.calls):
            index = self.manager.NodeToIndex(node)
            self.time.CumulVar(index).SetRange(call.low, call.high)
            self.routing.AddDisjunction([index], call.penalty)
        for number, team in enumerate(self.problem.teams):
            first, last = (int((each - span.start).total_seconds()) for each in (team.span.start, team.span.end))
            for index in (self.routing.Start(number), self.routing.End(number)):
                self.time.CumulVar(index).SetRange(max(0, first), min(horizon, last))

    def _callback(self, table: list[list[int]]) -> int:
        return int(self.routing.RegisterTransitMatrix(table))

    def _ways(self, mode: str) -> list[list[int]]:
        """Seconds from leaving each node to reaching each other."""
        ends: list[tuple[Point | None, Point | None]] = [
            (call.marks[0][1], call.marks[-1][1]) for call in self.calls
        ]  # fmt: skip
        ends += [(team.start, team.start) for team in self.problem.teams]
        ends.append((None, None))
        known: dict[tuple[Point, Point], int] = {}

        def way(start: Point | None, end: Point | None) -> int:
            if start is None or end is None:
                return 0
            if (start, end) not in known:
                known[start, end] = self.problem.way(start, end, mode)
            return known[start, end]

        return [[way(leaving, entering) for entering, _ in ends] for _, leaving in ends]

    def _inside(self, node: int, mode: str) -> int:
        """Seconds from reaching a node to leaving it."""
        if node >= len(self.calls):
            return 0
        call = self.calls[node]
        marks = [place for _, place in call.marks]
        return sum(call.stay) + sum(self.problem.way(start, end, mode) for start, end in pairwise(marks))

    def _odds(self) -> list[list[float]]:
        size = len(self.calls) + len(self.problem.teams) + 1
        return [[self.draw.uniform(*PERTURBED) for _ in range(size)] for _ in range(size)]

    def _legs(self, number: int, team: Team, solution: Any) -> list[Leg]:
        legs = []
        index = solution.Value(self.routing.NextVar(self.routing.Start(number)))
        while not self.routing.IsEnd(index):
            call = self.calls[self.manager.IndexToNode(index)]
            legs.append(self._leg(call, team, solution.Min(self.time.CumulVar(index))))
            index = solution.Value(self.routing.NextVar(index))
        return legs

    def _leg(self, call: Call, team: Team, at: int) -> Leg:
        stops: list[Stop] = []
        moment, here = self.problem.span.start + timedelta(seconds=at), call.marks[0][1]
        for (mark, place), stay in zip(call.marks, call.stay, strict=True):
            moment += timedelta(seconds=self.problem.way(here, place, team.mode))
            stops.append(Stop(mark, moment, moment + timedelta(seconds=stay)))
            moment, here = stops[-1].leave, place
        return Leg(team.id, call.target.id, tuple(stops))
