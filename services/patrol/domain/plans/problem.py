"""A patrol plan's problem: teams with hours, marks and lines to be visited, stops of a preferred length, a seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from services.patrol.domain.geo import Point
from services.patrol.domain.plans.travel import StraightLine
from services.patrol.domain.policy import Speed
from services.patrol.domain.span import Span


@dataclass(frozen=True, slots=True)
class Target:
    """A mark, or a line whose marks are passed from one end to the other, in either direction.

    id: full id of the mark, id of the line's post. marks: full ids, with their points, in order. weight: 1 to 100.
    idle: minutes it may be without a visit, None: nobody counts. last: the last visit before, None when unknown.
    """

    id: str
    marks: tuple[str, ...]
    points: tuple[Point, ...]
    weight: int = 10
    idle: int | None = None
    last: datetime | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """A car or a pair on foot. start: where it begins, None: at its first target. span: its hours."""

    id: str
    mode: str
    span: Span
    start: Point | None = None


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """See the module's text. span: the hours planned. stop: minutes preferred at a mark, least and most.

    seed: secret; another one gives other times and another order.
    """

    id: str
    span: Span
    teams: tuple[Team, ...]
    targets: tuple[Target, ...]
    speeds: Mapping[str, Speed]
    stop: tuple[int, int] = (10, 16)
    seed: str = ""

    def way(self, start: Point, end: Point, mode: str) -> int:
        """Return whole seconds from one place to another, rounded up."""
        return ceil(StraightLine(self.speeds)(start, end, mode))


@dataclass(frozen=True, slots=True)
class Stop:
    """A stay at one mark."""

    mark: str
    arrive: datetime
    leave: datetime


@dataclass(frozen=True, slots=True)
class Leg:
    """A team at one target: one stop at a mark, several along a line."""

    team: str
    target: str
    stops: tuple[Stop, ...]

    @property
    def arrive(self) -> datetime:
        """When it comes."""
        return self.stops[0].arrive

    @property
    def leave(self) -> datetime:
        """When it goes on."""
        return self.stops[-1].leave


@dataclass(frozen=True, slots=True)
class Plan:
    """What each team does, in order of time."""

    legs: tuple[Leg, ...] = ()

    def of(self, team: str) -> list[Leg]:
        """Return a team's legs in order."""
        return sorted((leg for leg in self.legs if leg.team == team), key=lambda leg: leg.arrive)
