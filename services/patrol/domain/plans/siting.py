"""Where to stand: demand points with weights, candidate places, seconds between them; and what a choice is worth.

Maximal covering (MCLP, Church and ReVelle 1974): most weight within a time of p places. p-median (Hakimi 1964):
least weighted time to the nearest of p places.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import ceil
from typing import Any, Literal

from services.patrol.domain.geo import Point, metres
from services.patrol.domain.policy import Speed

Method = Literal["mclp", "p_median"]
METHODS: tuple[Method, ...] = ("mclp", "p_median")


@dataclass(frozen=True, slots=True)
class Demand:
    """A place where something may happen. weight: whole, such as incidents counted there."""

    id: str
    place: Point
    weight: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a unit may stand."""

    id: str
    place: Point


@dataclass(frozen=True, slots=True)
class SitingProblem:
    """p: how many to choose. within: seconds, for maximal covering. speed: of who stands there."""

    demands: tuple[Demand, ...]
    candidates: tuple[Candidate, ...]
    p: int
    within: int
    speed: Speed
    method: Method = "mclp"

    def seconds(self) -> list[list[int]]:
        """Return whole seconds from each candidate to each demand point, by demand, then candidate."""
        return [
            [ceil(self.speed.seconds(metres(there.place, demand.place))) for there in self.candidates]
            for demand in self.demands
        ]


def cost(problem: SitingProblem, nearest: Iterable[float]) -> int:
    """Return what is to be least: weight beyond the time, or weighted seconds. nearest: seconds by demand point."""
    pairs = zip(problem.demands, nearest, strict=True)
    if problem.method == "mclp":
        return sum(demand.weight for demand, time in pairs if time > problem.within)
    return ceil(sum(demand.weight * time for demand, time in pairs))


def within_rings(seconds: Sequence[float], weights: Sequence[int], rings: Sequence[int]) -> list[tuple[int, int]]:
    """Return, for each ring in minutes, how many places and how much weight is reached within it."""
    found = []
    for ring in rings:
        near = [weight for time, weight in zip(seconds, weights, strict=True) if time <= ring * 60]
        found.append((len(near), sum(near)))
    return found


def siting_to_json(problem: SitingProblem) -> dict[str, Any]:
    """Return a problem JSON-able."""
    return {
        "demands": [[each.id, *each.place, each.weight] for each in problem.demands],
        "candidates": [[each.id, *each.place] for each in problem.candidates],
        "p": problem.p, "within": problem.within, "speed": asdict(problem.speed), "method": problem.method,
    }  # fmt: skip


def siting_from_json(raw: Mapping[str, Any]) -> SitingProblem:
    """Return what `siting_to_json` was given. Raises KeyError, TypeError, ValueError for what is none."""
    return SitingProblem(
        tuple(Demand(id, (lon, lat), weight) for id, lon, lat, weight in raw["demands"]),
        tuple(Candidate(id, (lon, lat)) for id, lon, lat in raw["candidates"]),
        raw["p"], raw["within"], Speed(**raw["speed"]), raw["method"],
    )  # fmt: skip
