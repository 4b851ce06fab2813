"""Drawing the made-up grids: the Voronoi cells of their points inside the outline, without overlap or gap."""

from __future__ import annotations

from random import Random
from typing import Any

import shapely

from lianfang.regions.geometry import geojson_of, haversine_m
from lianfang.regions.model import Grid
from scenarios.shouning.facts import townships, villages
from scenarios.shouning.points import SQUEEZE, GridPoint, grid_points, outline, to_degrees

_STEP_DEG = 1e-5  # five decimals, about 1 m
_URBAN_M, _SUBURBAN_M, _SEAT_M = 2000.0, 4500.0, 1000.0


def grids(random: Random) -> tuple[Grid, ...]:
    """Return the county's 1,327 grids, by code."""
    county = outline()
    points = grid_points(random, county)
    names = dict(villages())
    return tuple(
        Grid(
            code=(code := f"{point.village}1{point.number:03d}"),
            name=f"{names[point.village]}第{point.number}网格",
            assistant=f"assistant-{point.village}-{code[12:]}",
            response_class=_response_class(point.x / SQUEEZE, point.y),
            synthetic=True,
            geometry=geojson_of(cell, 5),
        )
        for point, cell in sorted(_cells(points, county), key=lambda pair: (pair[0].village, pair[0].number))
    )


def _cells(points: list[GridPoint], county: Any) -> list[tuple[GridPoint, Any]]:
    """Return each point's cell in degrees.

    The cells' borders are snapped to five decimals together and the polygons built again from them, so that
    neighbours share every vertex even after rounding.
    """
    sites = shapely.points([(point.x, point.y) for point in points])
    diagram = shapely.voronoi_polygons(shapely.MultiPoint(sites), extend_to=county)
    clipped = to_degrees(shapely.intersection(shapely.get_parts(diagram), county))
    borders = shapely.union_all(shapely.boundary(clipped), grid_size=_STEP_DEG)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(borders)))
    inner = shapely.point_on_surface(faces)
    nearest = shapely.STRtree(sites).nearest(shapely.transform(inner, lambda xy: xy * (SQUEEZE, 1.0)))
    if sorted(nearest) != list(range(len(points))):
        raise ValueError("rounding tore a cell apart; choose another seed")
    return [(points[int(site)], face) for site, face in zip(nearest, faces, strict=True)]


def _response_class(lon: float, lat: float) -> str:
    apart = {town.word: haversine_m(lon, lat, town.lon, town.lat) for town in townships()}
    if apart["aoyang"] <= _URBAN_M:
        return "urban"
    return "suburban" if apart["aoyang"] <= _SUBURBAN_M or min(apart.values()) <= _SEAT_M else "rural"
