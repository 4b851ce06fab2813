"""Datums: everything in Lianfang is WGS 84; what maps in China publish is often GCJ-02 (the 火星坐标).

GCJ-02 moves a point by up to some 700 m in an irregular but fixed pattern. The forward formula is public
knowledge, the inverse has no closed form, so it is iterated. No library for it is kept any more (eviltransform's
last release is of 2016), hence these few lines. CGCS 2000 differs from WGS 84 by centimetres and is taken as it.
"""

from __future__ import annotations

from math import cos, pi, radians, sin, sqrt

DATUMS = ("wgs84", "cgcs2000", "gcj02")
_A = 6378245.0  # Krassovsky 1940, the ellipsoid that GCJ-02 reckons with
_EE = 0.00669342162296594323


def to_wgs84(lon: float, lat: float, datum: str) -> tuple[float, float]:
    """Return a point of `datum` in WGS 84 degrees. Raises ValueError for an unknown datum."""
    if datum in ("wgs84", "cgcs2000"):
        return lon, lat
    if datum == "gcj02":
        return gcj02_to_wgs84(lon, lat)
    raise ValueError(f"datum {datum!r} is unknown; use one of {', '.join(DATUMS)}")


def wgs84_to_gcj02(lon: float, lat: float) -> tuple[float, float]:
    """Return the GCJ-02 position of a WGS 84 point; outside China the two are the same."""
    if not _in_china(lon, lat):
        return lon, lat
    dlon, dlat = _shift(lon, lat)
    return lon + dlon, lat + dlat


def gcj02_to_wgs84(lon: float, lat: float) -> tuple[float, float]:
    """Return the WGS 84 position of a GCJ-02 point, exact to under a millimetre.

    Fixed-point iteration: the shift varies by under 1 % of a move, so each round gains two digits.
    """
    if not _in_china(lon, lat):
        return lon, lat
    guess_lon, guess_lat = lon, lat
    for _ in range(10):
        dlon, dlat = _shift(guess_lon, guess_lat)
        next_lon, next_lat = lon - dlon, lat - dlat
        moved = max(abs(next_lon - guess_lon), abs(next_lat - guess_lat))
        guess_lon, guess_lat = next_lon, next_lat
        if moved < 1e-11:
            break
    return guess_lon, guess_lat


def _in_china(lon: float, lat: float) -> bool:
    return 72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271


def _shift(lon: float, lat: float) -> tuple[float, float]:
    x, y = lon - 105.0, lat - 35.0
    wave = (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    dlat = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + wave
    dlat += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    dlat += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    dlon = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + wave
    dlon += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    dlon += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    magic = 1.0 - _EE * sin(radians(lat)) ** 2
    root = sqrt(magic)
    metres_lat = (_A * (1.0 - _EE)) / (magic * root) * pi / 180.0
    metres_lon = _A / root * cos(radians(lat)) * pi / 180.0
    return dlon / metres_lon, dlat / metres_lat
