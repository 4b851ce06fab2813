"""A season of calls in 寿宁: as many as usual for sixteen weeks, at the end of which a village has far more."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from scenarios.clock import ZONE

GRIDS = Path(__file__).parents[1] / "shouning" / "pack" / "grids.geojson"
LAST = date(2026, 11, 19)
DAYS, WEEK = 112, 7
FIRST = LAST - timedelta(days=DAYS - 1)
"""84 days say what is usual, and the charts run over 28 (services/analytics/policy/warnings.yaml)."""
VILLAGE = "350924100001"
"""Where calls rise: 北凤社区, in the county's seat."""
A_DAY, MORE_A_DAY, RISE_DAYS, SEED = 2.2, 4, 5, 20261119
_CATEGORIES = ("200302", "200301", "200303", "500600", "600300", "500200", "300200", "100400", "200100", "650300")


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody calls. grid: code of the place."""

    at: datetime
    category: str
    grid: str


def season() -> Iterator[list[Call]]:
    """Yield each day's calls, the same whenever asked: of the season, then of the week after it."""
    chance = random.Random(SEED)  # noqa: S311 - made-up calls
    grids = [each["properties"]["code"] for each in json.loads(GRIDS.read_text("utf-8"))["features"]]
    there = [code for code in grids if code.startswith(VILLAGE)]
    for number in range(DAYS + WEEK):
        day = FIRST + timedelta(days=number)
        usual = int(A_DAY) + (chance.random() < A_DAY % 1)
        calls = [Call(_moment(chance, day), chance.choice(_CATEGORIES), chance.choice(grids)) for _ in range(usual)]
        if number >= DAYS - RISE_DAYS:
            calls += [Call(_moment(chance, day), "200302", chance.choice(there)) for _ in range(MORE_A_DAY)]
        yield sorted(calls, key=lambda call: call.at)


def _moment(chance: random.Random, day: date) -> datetime:
    return datetime.combine(day, time(8), ZONE) + timedelta(minutes=chance.randrange(12 * 60))
