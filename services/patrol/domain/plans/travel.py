"""How long it takes from here to there: a port, and its plain answer, the straight line made longer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from services.patrol.domain.geo import Point, metres
from services.patrol.domain.policy import Speed

Travel = Callable[[Point, Point, str], float]
"""From, to, mode (foot, car, fixed) -> seconds."""


@dataclass(frozen=True, slots=True)
class StraightLine:
    """Straight-line distance times a detour factor by speed, both of the mode. Raises KeyError for another mode."""

    speeds: Mapping[str, Speed]

    def __call__(self, start: Point, end: Point, mode: str) -> float:
        """Return seconds on the way."""
        return self.speeds[mode].seconds(metres(start, end))
