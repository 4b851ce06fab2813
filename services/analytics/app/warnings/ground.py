"""The ground that counts lie on: a county's grids with a point and an area each."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from lianfang.registry.view import RegistryView
from services.analytics.statistics.geometry import METRES_PER_DEGREE


@dataclass(frozen=True, slots=True)
class Ground:
    """codes: of grids, ascending; points: longitude and latitude of each; areas: square metres of each."""

    codes: tuple[str, ...]
    points: tuple[tuple[float, float], ...]
    areas: tuple[float, ...]


class Grounds(Protocol):
    """Which counties there are, and their ground."""

    def counties(self) -> Sequence[str]:
        """Return the counties that are known."""

    def of(self, county: str) -> Ground:
        """Return a county's ground; without grids when nothing is known."""


class RegistryGrounds:
    """Grounds from the service's replica of the registry."""

    def __init__(self, view: Callable[[], RegistryView]) -> None:
        self._view = view

    def counties(self) -> Sequence[str]:
        """See Grounds."""
        return sorted(self._view().world.counties)

    def of(self, county: str) -> Ground:
        """See Grounds. Grids of which no geometry is known are left out."""
        world = self._view().world
        known = world.counties.get(county)
        rows: list[tuple[str, tuple[float, float], float]] = []
        for grid in known.grids.values() if known else ():
            middle = world.middle_of(grid.code)
            if middle is not None and grid.geometry:
                area = float(world.index.polygon_of(grid.code).area)
                rows.append((grid.code, middle, area * METRES_PER_DEGREE**2 * math.cos(math.radians(middle[1]))))
        rows.sort()
        return Ground(tuple(row[0] for row in rows), tuple(row[1] for row in rows), tuple(row[2] for row in rows))
