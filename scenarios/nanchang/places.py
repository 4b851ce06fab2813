"""Made-up places inside the boundary of 西湖: street stations, points and lines around them."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, hypot, radians
from random import Random

STATIONS, POINTS, LINES = 22, 168, 238
"""街面警务站, 夜间震慑点, 武装巡线: the numbers of the published street patrol system."""

BOXES = (
    (115.884, 28.664, 115.908, 28.673), (115.868, 28.648, 115.884, 28.664),
    (115.842, 28.622, 115.872, 28.640), (115.872, 28.630, 115.884, 28.648),
)  # fmt: skip
"""West, south, east, north in WGS 84, each well inside the district."""

SEATS = {
    "360103001": (115.8880, 28.6683), "360103004": (115.8816, 28.6763), "360103007": (115.8938, 28.6662),
    "360103009": (115.9057, 28.6754), "360103010": (115.9062, 28.6640), "360103014": (115.8778, 28.6566),
    "360103002": (115.8716, 28.6638),
}  # fmt: skip
"""About where sub-districts have their seat; a made-up place is said to lie in the nearest one's."""

APART_M, AROUND_M = 450.0, 600.0
_NORTH_M = 110_900.0
_EAST_M = _NORTH_M * cos(radians(28.65))
Point = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Station:
    """A station and the box it lies in."""

    number: int
    place: Point
    box: Box


def stations(random: Random) -> list[Station]:
    """Return stations that keep some distance from each other."""
    found: list[Station] = []
    while len(found) < STATIONS:
        box = random.choices(BOXES, [_area(box) for box in BOXES])[0]
        place = _inside(random, box)
        if all(metres(place, other.place) >= APART_M for other in found):
            found.append(Station(len(found) + 1, place, box))
    return found


def near(random: Random, station: Station) -> Point:
    """Return a point not far from a station."""
    while True:
        place = _inside(random, station.box)
        if metres(place, station.place) <= AROUND_M:
            return place


def line(random: Random, station: Station) -> list[Point]:
    """Return 3 to 5 points of a line: each time the nearest that is left, from the one farthest off."""
    left = [near(random, station) for _ in range(random.randint(3, 5))]
    ordered = [max(left, key=lambda place: metres(place, station.place))]
    left.remove(ordered[0])
    while left:
        ordered.append(min(left, key=lambda place: metres(place, ordered[-1])))
        left.remove(ordered[-1])
    return ordered


def region(place: Point) -> str:
    """Return the code of the sub-district whose seat is nearest."""
    return min(SEATS, key=lambda code: metres(place, SEATS[code]))


def metres(one: Point, other: Point) -> float:
    """Return a distance in the plane, true enough for a district."""
    return hypot((one[0] - other[0]) * _EAST_M, (one[1] - other[1]) * _NORTH_M)


def _inside(random: Random, box: Box) -> Point:
    return round(random.uniform(box[0], box[2]), 5), round(random.uniform(box[1], box[3]), 5)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
