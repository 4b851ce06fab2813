"""Distances on the ground, good to a metre or so within a county."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

EARTH_M = 6_371_008.8
Point = tuple[float, float]
"""Longitude and latitude, degrees, WGS 84."""


def metres(one: Point, other: Point) -> float:
    """Return the great-circle distance in metres (haversine)."""
    (lon1, lat1), (lon2, lat2) = one, other
    north, east = radians(lat2 - lat1), radians(lon2 - lon1)
    chord = sin(north / 2) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(east / 2) ** 2
    return 2 * EARTH_M * asin(sqrt(chord))
