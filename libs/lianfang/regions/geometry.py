"""Measuring on the WGS 84 ellipsoid with shapely: areas in square metres, distances in metres."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import asin, cos, radians, sin, sqrt
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping, shape

_SEMI_MAJOR_M = 6378137.0
_E2 = 0.00669437999014
_MEAN_RADIUS_M = 6371008.8


class BadGeometry(ValueError):
    """The GeoJSON is no polygon that can hold a place; the message says why."""


def polygon(
    geojson: Mapping[str, Any], convert: Callable[[float, float], tuple[float, float]] | None = None
) -> Any:
    """Return the shapely (multi)polygon of a GeoJSON geometry, each vertex passed through `convert`.

    Raises BadGeometry when it is no Polygon or MultiPolygon, has bad rings, or positions off the globe.
    """
    if not isinstance(geojson, Mapping) or geojson.get("type") not in ("Polygon", "MultiPolygon"):
        raise BadGeometry("geometry must be a GeoJSON Polygon or MultiPolygon")
    try:
        out = shape(geojson)
    except (ValueError, TypeError, LookupError, AttributeError, shapely.errors.ShapelyError) as error:
        raise BadGeometry(f"coordinates can't be read: {error}") from None
    if out.is_empty:
        raise BadGeometry("geometry is empty")
    west, south, east, north = out.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise BadGeometry("positions must be [longitude, latitude] in degrees")
    if convert is not None:
        out = shapely.transform(out, lambda xy: np.array([convert(x, y) for x, y in xy]))
    return out


def geojson_of(geometry: Any, decimals: int = 7) -> dict[str, Any]:
    """Return the GeoJSON mapping with plain lists, coordinates rounded to `decimals` (7 is about 1 cm)."""
    rounded = mapping(shapely.transform(geometry, lambda xy: np.round(xy, decimals)))
    return {"type": rounded["type"], "coordinates": _lists(rounded["coordinates"])}


def equal_area(geometry: Any) -> Any:
    """Project degrees to metres by the ellipsoidal Lambert cylindrical equal-area projection.

    Areas of the result are true square metres (Snyder, Map Projections, 1987, eq. 10-14 to 10-18, equator as the
    standard parallel); shapes and lengths are not true.
    """
    return shapely.transform(geometry, _equal_area_points)


def areas_m2(geometries: Any) -> Any:
    """Return the area in square metres of each geometry (a numpy array for an array)."""
    return shapely.area(equal_area(geometries))


def haversine_m(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Return the great-circle distance in metres, within 0.5 % of the ellipsoid's."""
    dlat, dlon = radians(lat2 - lat1), radians(lon2 - lon1)
    h = sin(dlat / 2) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(dlon / 2) ** 2
    return 2 * _MEAN_RADIUS_M * asin(sqrt(min(1.0, h)))


def distance_m(lon: float, lat: float, geometry: Any) -> float:
    """Return the distance in metres from a point to the nearest place of `geometry`, 0 inside.

    The nearest place is sought with longitudes shrunk by the point's latitude, right for up to some 100 km.
    """
    squeeze = max(cos(radians(lat)), 0.01)
    local = shapely.transform(geometry, lambda xy: xy * (squeeze, 1.0))
    line = shapely.shortest_line(shapely.Point(lon * squeeze, lat), local)
    near_x, near_y = line.coords[-1]
    return haversine_m(lon, lat, near_x / squeeze, near_y)


def _equal_area_points(points: Any) -> Any:
    e = sqrt(_E2)
    s = np.sin(np.radians(points[:, 1]))
    q = (1 - _E2) * (s / (1 - _E2 * s * s) - np.log((1 - e * s) / (1 + e * s)) / (2 * e))
    return np.column_stack((_SEMI_MAJOR_M * np.radians(points[:, 0]), _SEMI_MAJOR_M * q / 2))


def _lists(value: Any) -> Any:
    return [_lists(part) for part in value] if isinstance(value, tuple | list) else value
