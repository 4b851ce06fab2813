"""Writes the posts: `python -m scenarios.nanchang.generate`. Same seed, same bytes.

`patrol/head.yaml` is written by hand: the duties and the food street. Stations, points and lines follow.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from scenarios.nanchang import places

SEED = 360103
COUNTY = "360103"
ZONE = "xihu"
FOLDER = Path(__file__).parent / "patrol"
GROUPS = 3
"""Lines are walked by turns: every third evening, and every third night, each."""


def posts(random: Random) -> Iterator[dict[str, Any]]:
    """Yield stations, points and lines, each with what differs from the default."""
    stations = places.stations(random)
    for station in stations:
        more = {"mode": "car", "capabilities": ["patrol"], "duties": ["station-officers", "station-tide"]}
        yield _post(
            _Kind("station", 2, "street_station", "街面警务站"), station.number, station, [station.place], more
        )
    for number in range(1, places.POINTS + 1):
        station = stations[(number - 1) % len(stations)]
        more = {"mode": "fixed", "duties": ["point-nightly" if number % 2 else "point-weekend"]}
        place = places.near(random, station)
        yield _post(_Kind("point", 3, "deterrence_point", "震慑点", 120), number, station, [place], more)
    for number in range(1, places.LINES + 1):
        station = stations[(number - 1) % len(stations)]
        more = {"capabilities": ["patrol"], "duties": [f"line-{number % GROUPS + 1}"]}
        line = places.line(random, station)
        yield _post(_Kind("line", 3, "patrol_line", "巡线", 240), number, station, line, more)


class _Kind(NamedTuple):
    """What posts of a kind are called. idle: minutes that their points may be without a visit."""

    word: str
    digits: int
    kind: str
    name: str
    idle: int | None = None


def _post(
    kind: _Kind, number: int, station: places.Station, points: list[places.Point], more: dict[str, Any]
) -> dict[str, Any]:
    (lon, lat), shown = points[0], f"{number:0{kind.digits}}"
    idle = {"idle": kind.idle} if kind.idle else {}
    return {
        "id": f"{COUNTY}.{ZONE}.{kind.word}-{shown}", "unit": f"{COUNTY}.{ZONE}.station-{station.number:02}",
        "name": f"演练·{shown}号{kind.name}", "kind": kind.kind, "region": places.region(points[0]),
        "lon": lon, "lat": lat,
        "marks": [{"id": f"m{n}", "lon": x, "lat": y, **idle} for n, (x, y) in enumerate(points, 1)], **more,
    }  # fmt: skip


def pack() -> str:
    """Return the whole pack as YAML."""
    head = (FOLDER / "head.yaml").read_text(encoding="utf-8")
    rows = posts(Random(SEED))  # noqa: S311 - a scenario, no secret
    return head + "".join(f"  - {json.dumps(row, ensure_ascii=False)}\n" for row in rows)


if __name__ == "__main__":
    (FOLDER / "posts.yaml").write_text(pack(), encoding="utf-8")
