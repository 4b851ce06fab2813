"""Writes the pack and the day: `python -m scenarios.shouning.generate`. The same seed, the same bytes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from random import Random

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
from scenarios.shouning.facts import COUNTY, COUNTY_NAME, townships, villages
from scenarios.shouning.tessellation import grids

SEED = 350924
FOLDER = Path(__file__).parent


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
    """Write ``pack/`` and ``day.jsonl`` into `folder`. Raises PackError if the pack were not valid."""
    pack = build()
    require_valid(pack)
    write(pack, folder / "pack")
    lines = (json.dumps(report, ensure_ascii=False) for report in reports(pack, Random(SEED + 1)))  # noqa: S311
    (folder / "day.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
