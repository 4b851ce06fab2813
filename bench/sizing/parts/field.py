"""The grid service alone: visits and hazards over HTTP at saturation."""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from bench.http_load import drive, request
from bench.measures.intake import whole
from bench.sizing.figures import Figure
from bench.sizing.parts.idle import COUNTY, SHOUNING
from bench.sizing.scale import Scale
from bench.sizing.stage import Stage

TEAM = f"{COUNTY}.aoyang.community"


def measure(stage: Stage, scale: Scale) -> Iterator[Figure]:
    """Half of them visits, half hazards, at grids all over the county."""
    stage.only("grid")
    grids = [
        each["properties"]["code"]
        for each in json.loads((SHOUNING / "pack" / "grids.geojson").read_text())["features"]
    ]
    chance = random.Random(5)

    def visit() -> dict[str, Any]:
        return {"role": "officer", "team": TEAM, "minutes": 30, "fraud_minutes": 5, "region": chance.choice(grids)}

    def hazard() -> dict[str, Any]:
        return {"kind": "fire", "source": "inspection", "region": chance.choice(grids)}

    for name, path, body in (("visit", "/v1/visits", visit), ("hazard", "/v1/hazards", hazard)):
        with stage.spending() as spent:
            seen = whole(drive(stage.port("grid"), _maker(stage, path, body), scale.records))
            stage.drained("grid")
        yield Figure(f"grid.{name}s_per_s", f"grid: {name}s in over HTTP", seen.per_second, "/s", scale.records)
        cost = spent.cpu["grid"] / scale.records * 1e3
        yield Figure(f"grid.{name}_cpu_ms", f"grid: processor time of a {name}", cost, "ms", scale.records)
    used = stage.usage("grid")
    yield Figure("grid.after_mb", "grid: memory after all this (RSS)", used.rss_mb, "MB", 2 * scale.records)


def _maker(stage: Stage, path: str, body: Callable[[], dict[str, Any]]) -> Callable[[int], bytes]:
    token = stage.token("dispatcher", region=COUNTY)

    def make(_number: int) -> bytes:
        whole_body = {"id": uuid.uuid4().hex, "at": datetime.now(UTC).isoformat(), **body()}
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid.uuid4())}
        return request(path, json.dumps(whole_body).encode(), headers)

    return make
