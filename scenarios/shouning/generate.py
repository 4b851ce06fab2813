"""Writes the pack, the day and the disputes: `python -m scenarios.shouning.generate`. Same seed, same bytes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from lianfang.regions.model import County
from lianfang.regions.pack import Pack, require_valid
from lianfang.regions.pack.defaults import (
    CATEGORIES_VERSION,
    default_categories,
    default_deadlines,
    default_routing,
)
from lianfang.regions.pack.write import write
from scenarios.shouning import forces, shops
from scenarios.shouning.day import reports
from scenarios.shouning.disputes import disputes
from scenarios.shouning.facts import COUNTY, COUNTY_NAME, townships, villages
from scenarios.shouning.tessellation import grids

SEED = 350924
FOLDER = Path(__file__).parent
DISPUTES_FILE = Path("mediation") / "disputes.jsonl"


def build() -> Pack:
    """Return the pack of 寿宁: real names and codes, made-up grids and shops."""
    cells = grids(Random(SEED))  # noqa: S311 - a scenario, no secret
    row = shops.shops(cells)
    return Pack(
        county=County(
            code=COUNTY, name=COUNTY_NAME, label="2024.1", datum="wgs84", effective=forces.EFFECTIVE,
            categories_version=CATEGORIES_VERSION, synthetic=True,
        ),
        regions=((COUNTY, COUNTY_NAME), *((town.code, town.name) for town in townships()), *villages()),
        grids=cells, zones=forces.zones(), stations=forces.stations(), teams=forces.teams(),
        shops=row, groups=shops.groups(row), rings=forces.rings(),
        routing=replace(default_routing(), neighbours=forces.NEIGHBOURS),
        deadlines=default_deadlines(), categories=default_categories(),
    )  # fmt: skip


def main(folder: Path = FOLDER) -> None:
    """Write ``pack/``, ``day.jsonl`` and the disputes into `folder`. Raises PackError if the pack is not valid."""
    pack = build()
    require_valid(pack)
    write(pack, folder / "pack")
    _write_lines(folder / "day.jsonl", reports(pack, Random(SEED + 1)))  # noqa: S311
    _write_lines(folder / DISPUTES_FILE, disputes(pack, Random(SEED + 2)))  # noqa: S311


def _write_lines(path: Path, rows: list[dict[str, Any]]) -> None:
    path.parent.mkdir(exist_ok=True)
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
