"""The visits that a plan would have: for each target so many, at times drawn by the seed, each in a window.

A mark that may be idle for L minutes is called at every p < L minutes from a random phase on, each time within
(L - p) / 2 before or after: whatever time in its window each visit has, no two are more than L apart. The smaller p
is, the freer are the visits, and the more of them there are: p is as small as the teams' time allows.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from services.patrol.domain.plans.problem import PlanProblem, Target, Team

MINUTE = 60
RATIOS = (0.75, 0.85, 0.95)
"""p by L, the freest first."""
BUSY = 0.85
"""The share of the teams' time that calls may fill by estimate."""
WAY = 4 * MINUTE
"""Estimated way to a target, before anything is known of the order."""
PASS = 1 * MINUTE
"""The stop at a mark of a line in passing."""
MUST, MAY = 40_000, 2_000
"""Penalties, as seconds on the way: for a visit that a limit needs, and for each point of weight."""


@dataclass(frozen=True, slots=True)
class Call:
    """One visit to be had. low, high: window of the arrival, seconds from the plan's start.

    stay: seconds at each mark in the order in which they are passed; back: a line from its far end. penalty: of
    leaving it out.
    """

    target: Target
    low: int
    high: int
    stay: tuple[int, ...]
    penalty: int
    back: bool = False

    @property
    def marks(self) -> list[tuple[str, tuple[float, float]]]:
        """The marks with their places, in the order in which they are passed."""
        pairs = list(zip(self.target.marks, self.target.points, strict=True))
        return pairs[::-1] if self.back else pairs


def calls(problem: PlanProblem, attempt: int = 0) -> list[Call]:
    """Return the visits to be had; another attempt draws other times, with another freedom."""
    draw = random.Random(f"{problem.seed}/calls/{attempt}")  # noqa: S311 - the seed is secret and 128 bits long
    whole = int(problem.span.length.total_seconds())
    mean = MINUTE * sum(problem.stop) // 2
    fits = [_load(problem, ratio, whole, mean) <= BUSY * _time(problem.teams) for ratio in RATIOS]
    first = fits.index(True) if any(fits) else 0
    ratio, longest = RATIOS[(first + attempt) % len(RATIOS)], problem.stop[1 if any(fits) else 0]
    found = []
    for target, phase in zip(problem.targets, _phases(len(problem.targets), draw), strict=True):
        back = draw.random() < 0.5
        for low, high, needed in _windows(target, whole, ratio, phase):
            penalty = ((MUST if needed else 0) + MAY * target.weight) * len(target.marks)
            stay = _stay(problem, target, longest, draw)
            last = min(high, whole - sum(stay))
            if low <= last:
                found.append(Call(target, low, last, stay, penalty, back))
    return found


def _phases(number: int, draw: random.Random) -> list[float]:
    """Return phases, 0 to 1, in random order but evenly spread: not everybody is to be visited at once."""
    phases = [(rank + draw.random()) / number for rank in range(number)]
    draw.shuffle(phases)
    return phases


def _windows(target: Target, whole: int, ratio: float, phase: float) -> Iterator[tuple[int, int, bool]]:
    """Yield windows, and whether a limit needs the visit."""
    if target.idle is None:
        yield 0, whole, False
        return
    limit = target.idle * MINUTE
    every = max(1, int(limit * ratio))
    slack = (limit - every) // 2
    at = slack + int(phase * every)
    before = 0
    while at - slack < whole:
        yield max(0, at - slack), at + slack, before + limit < whole
        before = at - slack
        at += every


def _stay(problem: PlanProblem, target: Target, longest: int, draw: random.Random) -> tuple[int, ...]:
    """Return a preferred stop at a mark; along a line at one of its marks, the others in passing."""
    least = problem.stop[0]
    stop = draw.randint(least * MINUTE, max(least, longest) * MINUTE)
    at = draw.randrange(len(target.marks))
    return tuple(stop if number == at else min(PASS, stop) for number in range(len(target.marks)))


def _load(problem: PlanProblem, ratio: float, whole: int, stop: int) -> float:
    """Estimate the seconds that all visits take with the ways to them."""
    load = 0.0
    for target in problem.targets:
        number = 1.0 if target.idle is None else max(1.0, whole / (target.idle * MINUTE * ratio))
        load += number * (stop + WAY + (len(target.marks) - 1) * (PASS + WAY / 2))
    return load


def _time(teams: tuple[Team, ...]) -> float:
    return sum(team.span.length.total_seconds() for team in teams)
