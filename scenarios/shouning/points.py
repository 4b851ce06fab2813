"""Where the made-up grids lie: one point per grid, denser around the township seats.

Longitudes are shrunk by the county's latitude throughout, so that distances in the plane are true to scale.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cos, hypot, radians
from random import Random
from typing import Any

import numpy as np
import shapely

from lianfang.regions.geometry import areas_m2
from scenarios.shouning.facts import Township, townships, villages

GRIDS = 1327
AREA_KM2 = 1440.0
SQUEEZE = cos(radians(27.4))
DEGREE_KM = 110.9
_ROUNDING_KM = 9.0  # radius of bays that the outline closes
_SAMPLES_PER_GRID = 12
_URBAN, _SEAT, _OTHER = 14, 10, 5


@dataclass(frozen=True, slots=True)
class GridPoint:
    """The point around which a grid is drawn (plane coordinates) and the village it belongs to."""

    village: str
    number: int
    x: float
    y: float


def outline() -> Any:
    """Return a plausible county outline in the plane: what lies near the seats, of the county's known area.

    No boundary is copied: the reach around the 14 seats is chosen so that the area is 1,440 km².
    """
    seats = shapely.MultiPoint([_plane(town) for town in townships()])
    bay, low, high = _ROUNDING_KM / DEGREE_KM, 0.0, 0.5
    for _ in range(50):
        reach = (low + high) / 2
        shape = seats.buffer(reach + bay, quad_segs=6).buffer(-bay, quad_segs=6)
        low, high = (reach, high) if areas_m2(to_degrees(shape)) < AREA_KM2 * 1e6 else (low, reach)
    return shape


def to_degrees(geometry: Any) -> Any:
    """Return plane geometry in longitude and latitude."""
    return shapely.transform(geometry, lambda xy: xy / (SQUEEZE, 1.0))


def grid_points(random: Random, county: Any) -> list[GridPoint]:
    """Return one point for each of the 1,327 grids, village by village."""
    shares = grids_per_village()
    by_town: dict[str, list[tuple[float, float]]] = {town.code: [] for town in townships()}
    for x, y in _samples(random, county):
        by_town[min(townships(), key=lambda town: _apart(town, x, y)).code].append((x, y))
    points: list[GridPoint] = []
    for town in townships():
        of_town = [code for code, _ in villages() if code.startswith(town.code)]
        for village, cloud in _villages_of(town, of_town, np.array(by_town[town.code]), random):
            centres, _ = _clusters(cloud, shares[village], random)
            ordered = sorted(map(tuple, centres), key=lambda point: (-point[1], point[0]))
            points += (GridPoint(village, n, float(x), float(y)) for n, (x, y) in enumerate(ordered, 1))
    return points


def grids_per_village() -> dict[str, int]:
    """Return how many grids each village has: 14 in the county town, 10 at other seats, 5 or 6 elsewhere."""
    shares = {code: _share(code, name) for code, name in villages()}
    rest = GRIDS - sum(shares.values())
    ordinary = [code for code, share in shares.items() if share == _OTHER]
    for n, code in enumerate(ordinary):
        shares[code] += rest // len(ordinary) + (n < rest % len(ordinary))
    return shares


def _share(code: str, name: str) -> int:
    if name.endswith("社区") and code.startswith("350924100"):
        return _URBAN
    return _SEAT if _is_seat(code, name) else _OTHER


def _is_seat(code: str, name: str) -> bool:
    town = next(town for town in townships() if code.startswith(town.code))
    return name.startswith(town.name[:-1])


def _samples(random: Random, county: Any) -> list[tuple[float, float]]:
    west, south, east, north = county.bounds
    out: list[tuple[float, float]] = []
    while len(out) < GRIDS * _SAMPLES_PER_GRID:
        tries = np.array([(random.uniform(west, east), random.uniform(south, north)) for _ in range(50_000)])
        dice = np.array([random.random() for _ in range(len(tries))])
        kept = (dice < _density(tries)) & shapely.contains_xy(county, tries)
        out += [(float(x), float(y)) for x, y in tries[kept]]
    return out[: GRIDS * _SAMPLES_PER_GRID]


def _density(points: Any) -> Any:
    """Return how likely each sample is kept: people live around the seats, most in the county town."""
    density = np.full(len(points), 0.01)
    for town in townships():
        weight, width = (0.98, 1.5) if town.word == "aoyang" else (0.25, 0.9)
        away = np.hypot(*(points - _plane(town)).T) * DEGREE_KM / width
        density += weight * np.exp(-(away**2))
    return density


def _villages_of(town: Township, codes: list[str], cloud: Any, random: Random) -> list[tuple[str, Any]]:
    """Cut a township's samples into villages; those named after the seat get the parts nearest to it."""
    centres, labels = _clusters(cloud, len(codes), random)
    names = dict(villages())
    near = [code for code in codes if _share(code, names[code]) != _OTHER]
    parts = sorted(range(len(codes)), key=lambda i: _apart(town, *centres[i]))
    seat_x, seat_y = _plane(town)
    around = sorted(parts[len(near) :], key=lambda i: atan2(centres[i][1] - seat_y, centres[i][0] - seat_x))
    order = [*near, *(code for code in codes if code not in near)]
    return [(code, cloud[labels == part]) for code, part in zip(order, parts[: len(near)] + around, strict=True)]


def _clusters(cloud: Any, count: int, random: Random) -> tuple[Any, Any]:
    """Return `count` centres of a cloud and each point's centre (Lloyd's k-means, a fixed number of rounds)."""
    centres = np.array([cloud[i] for i in sorted(random.sample(range(len(cloud)), count))])
    for _ in range(25):
        labels = _nearest(cloud, centres)
        sums = np.stack([np.bincount(labels, cloud[:, axis], count) for axis in (0, 1)], axis=1)
        sizes = np.bincount(labels, minlength=count)[:, None]
        centres = np.where(sizes > 0, sums / np.maximum(sizes, 1), centres)
    return centres, _nearest(cloud, centres)


def _nearest(cloud: Any, centres: Any) -> Any:
    return ((cloud[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)


def _plane(town: Township) -> tuple[float, float]:
    return town.lon * SQUEEZE, town.lat


def _apart(town: Township, x: float, y: float) -> float:
    return hypot(town.lon * SQUEEZE - x, town.lat - y)
