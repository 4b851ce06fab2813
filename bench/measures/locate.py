"""`locate` at 1,327, 10,000 and 100,000 grids: does a look-up grow slower than the logarithm of their number?"""

from __future__ import annotations

import math
import random
import statistics
import time

from bench.rig import Rig, Row
from lianfang.regions.spatial import GridIndex

SIZES = (1_327, 10_000, 100_000)
LOOKUPS = 5_000


def measure(_rig: Rig) -> list[Row]:
    """Medians of 5,000 random points inside, per size; the ratio is growth against the logarithm's."""
    medians = [_median_us(size) for size in SIZES]
    rows = []
    for size, median in zip(SIZES, medians, strict=True):
        growth = (median / medians[0]) / (math.log(size) / math.log(SIZES[0]))
        ratio = None if size == SIZES[0] else growth
        good = None if ratio is None else ratio <= 1.15
        rows.append(
            Row(f"locate at {size:,} grids, growth : logarithm", f"{median:.1f} µs", "", ratio, "≤ 1 (±15 %)", good)
        )
    return rows


def _median_us(size: int) -> float:
    side = math.ceil(math.sqrt(size))
    step = 0.5 / side
    codes = [f"350924{n // 1000:06d}1{n % 1000:03d}" for n in range(size)]
    grids = [(code, _square(n % side * step, n // side * step, step)) for n, code in enumerate(codes)]
    index = GridIndex.from_geojson(grids)
    chance = random.Random(3)
    rows = size // side
    points = [(chance.uniform(0, 0.5) + 119, chance.uniform(0, rows * step) + 27) for _ in range(LOOKUPS)]
    index.locate(*points[0])
    seen = []
    for point in points:
        start = time.perf_counter()
        index.locate(*point)
        seen.append(time.perf_counter() - start)
    return statistics.median(seen) * 1e6


def _square(x: float, y: float, step: float) -> dict[str, object]:
    west, south, east, north = 119 + x, 27 + y, 119 + x + step, 27 + y + step
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}
