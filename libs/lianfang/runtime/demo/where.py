"""Where a report's place is, by measuring every polygon and reading every name: slow, plain, independent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import shapely

from lianfang.regions.geometry import distance_m, polygon
from lianfang.regions.pack import Pack

EDGE_DEG = 1e-7
NEAR_M = 2_000.0


class Atlas:
    """One county's regions and polygons."""

    def __init__(self, pack: Pack) -> None:
        self._county = pack.county.code
        grids = sorted((grid for grid in pack.grids if grid.geometry), key=lambda grid: grid.code)
        self._codes = [grid.code for grid in grids]
        self._shapes = [polygon(grid.geometry or {}) for grid in grids]
        self._regions = {code for code, _ in pack.regions} | {grid.code for grid in pack.grids}
        self._names = [(name, code) for code, name in pack.regions if code != self._county]

    def region(self, place: Mapping[str, Any]) -> str:
        """Return the best known region of ``{lon, lat}``, ``{grid}`` or ``{text}``, at least the county."""
        if "lon" in place:
            return self._of_point(place["lon"], place["lat"])
        if place.get("grid"):
            return self._of_code(place["grid"])
        return self._of_text(place.get("text", ""))

    def _of_point(self, lon: float, lat: float) -> str:
        gaps = shapely.distance(self._shapes, shapely.Point(lon, lat))
        nearest = float(gaps.min())
        if nearest <= EDGE_DEG:
            return self._codes[int((gaps <= EDGE_DEG).argmax())]  # codes are sorted: the first is the smallest
        rivals = [i for i, gap in enumerate(gaps) if gap <= nearest * 1.5]
        metres, code = min((round(distance_m(lon, lat, self._shapes[i]), 3), self._codes[i]) for i in rivals)
        return code if metres <= NEAR_M else self._county

    def _of_code(self, code: str) -> str:
        if not code.startswith(self._county):
            return self._county  # another county's, of which nothing is known here
        return next((code[:length] for length in (16, 12, 9) if code[:length] in self._regions), self._county)

    def _of_text(self, text: str) -> str:
        said = [(name, code) for name, code in self._names if name in text]
        said = [
            (name, code) for name, code in said if not any(name != other and name in other for other, _ in said)
        ]
        codes = {code for _, code in said}
        deepest = {code for code in codes if not any(other != code and other.startswith(code) for other in codes)}
        townships = [code for code in codes if len(code) == 9]
        if len(deepest) > 1 and len(townships) == 1:
            deepest = {code for code in deepest if code.startswith(townships[0])}
        return next(iter(deepest)) if len(deepest) == 1 else self._county
