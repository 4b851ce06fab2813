"""From a point to its grid: an R-tree (shapely's STRtree) over the grids' polygons."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import cos, hypot, isfinite, radians
from typing import Any

import shapely
from shapely import STRtree

from lianfang.regions.codes import Level, at_level
from lianfang.regions.geometry import distance_m, polygon

EDGE_TOLERANCE_DEG = 1e-7  # about 1 cm: nearer than that to an edge is on it
_FAR_DEG = 1.0


class BadPoint(ValueError):
    """The numbers are no position on the globe."""


@dataclass(frozen=True, slots=True)
class Located:
    """Where a point is: the grid and what it lies in.

    distance_m: metres to that grid, 0 when inside. inside: False means *the nearest* grid was taken.
    shared: all grids on whose common edge the point lies, smallest code first; empty off the edges.
    """

    grid: str
    village: str
    township: str
    distance_m: float
    inside: bool
    shared: tuple[str, ...] = ()


class GridIndex:
    """An immutable index of grid polygons in WGS 84."""

    def __init__(self, polygons: Iterable[tuple[str, Any]]) -> None:
        """Index (grid code, shapely polygon) pairs."""
        pairs = sorted(polygons, key=lambda pair: pair[0])  # so that a smaller index is a smaller code
        self._codes = [code for code, _ in pairs]
        self._polygons = [geometry for _, geometry in pairs]
        self._tree = STRtree(self._polygons)

    @classmethod
    def from_geojson(cls, geometries: Iterable[tuple[str, Mapping[str, Any]]]) -> GridIndex:
        """Index (grid code, GeoJSON geometry) pairs. Raises geometry.BadGeometry."""
        return cls((code, polygon(geojson)) for code, geojson in geometries)

    def __len__(self) -> int:
        return len(self._codes)

    def polygon_of(self, code: str) -> Any:
        """Return the polygon of a grid. Raises KeyError."""
        place = bisect_left(self._codes, code)
        if place == len(self._codes) or self._codes[place] != code:
            raise KeyError(code)
        return self._polygons[place]

    def locate(self, lon: float, lat: float) -> Located | None:
        """Return the grid of a point, or the nearest one, flagged; None when the index is empty.

        A point within 1 cm of an edge that grids share is on it, and always gets the smallest code.
        Raises BadPoint for positions off the globe.
        """
        check_point(lon, lat)
        if not self._codes:
            return None
        point = shapely.Point(lon, lat)
        hits = self._tree.query(point, predicate="dwithin", distance=EDGE_TOLERANCE_DEG)
        if len(hits):
            found = sorted(int(hit) for hit in hits)
            shared = tuple(self._codes[hit] for hit in found) if len(found) > 1 else ()
            return _located(self._codes[found[0]], 0.0, inside=True, shared=shared)
        metres, code = self._nearest(point, lon, lat)
        return _located(code, metres, inside=False)

    def _nearest(self, point: Any, lon: float, lat: float) -> tuple[float, str]:
        first = int(self._tree.nearest(point))
        degrees = float(shapely.distance(point, self._polygons[first]))
        if degrees > _FAR_DEG:  # another county's affair: the order of magnitude will do
            return distance_m(lon, lat, self._polygons[first]), self._codes[first]
        # A degree of longitude is shorter than one of latitude, so the nearest in degrees need not be it in metres.
        reach = degrees / max(cos(radians(min(89.0, abs(lat) + degrees))), 0.01) * 1.001
        rivals = self._tree.query(point, predicate="dwithin", distance=reach)
        return min(
            (round(distance_m(lon, lat, self._polygons[i]), 3), self._codes[i]) for i in {first, *map(int, rivals)}
        )


def check_point(lon: float, lat: float) -> None:
    """Raise BadPoint unless the numbers are a longitude and a latitude in degrees."""
    if not (isfinite(hypot(lon, lat)) and -180 <= lon <= 180 and -90 <= lat <= 90):
        raise BadPoint(f"({lon}, {lat}) is no longitude in -180..180 and latitude in -90..90")


def _located(code: str, metres: float, *, inside: bool, shared: tuple[str, ...] = ()) -> Located:
    return Located(
        grid=code, village=at_level(code, Level.VILLAGE), township=at_level(code, Level.TOWNSHIP),
        distance_m=metres, inside=inside, shared=shared,
    )  # fmt: skip
