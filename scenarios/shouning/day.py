"""A made-up day of 寿宁 as reports: some 300 calls, 80 grid reports, 20 shop alerts, awkward ones among them.

A report: ``id`` (its Idempotency-Key), ``at`` (seconds after midnight, county time), ``source`` (call, grid, shop),
``category``, ``priority`` (perhaps), ``description``, ``place`` (``{lon, lat}``, ``{grid}`` or ``{text}``),
``reporter`` (made up; calls only), ``assistant`` (grid reports), ``shop`` (full id, alerts), ``accused``
(complaints: units of teams.yaml), ``awkward`` (what is unusual; for the reader, not part of the report).
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from lianfang.regions.geometry import polygon
from lianfang.regions.model import Grid
from lianfang.regions.pack import Pack
from scenarios.shouning.awkward import AWKWARD

Report = dict[str, Any]
CALLS, GRID_REPORTS, SHOP_ALERTS = 300, 80, 20
_CALL_WEIGHTS = {
    "10": 20, "20": 60, "30": 70, "40": 5, "50": 75, "60": 35, "65": 20, "70": 1, "80": 2, "99": 12,
}  # fmt: skip
_GRID_CATEGORIES = ("650300", "200302", "500600", "600200", "650200", "200301", "300700")
_SHOP_CATEGORIES = ("200200", "200100", "200303", "100400")
_HOURS = (4, 3, 2, 1, 1, 2, 5, 9, 11, 11, 10, 9, 9, 9, 10, 10, 11, 12, 13, 14, 14, 13, 9, 6)
_SURNAMES = "甲乙丙丁戊己庚辛壬癸"


def reports(pack: Pack, random: Random) -> list[Report]:
    """Return the day's reports in order of time; the same `random` gives the same day."""
    day = [*_calls(pack, random), *_grid_reports(pack, random), *_shop_alerts(pack, random)]
    day.sort(key=lambda report: (report["at"], report["source"], str(report["place"])))
    return [{"id": f"day-{number:04d}", **report} for number, report in enumerate(day, 1)]


def _calls(pack: Pack, random: Random) -> Iterator[Report]:
    weights = [_weight(grid) for grid in pack.grids]
    for number in range(CALLS - len(AWKWARD)):
        category = _category(pack, random)
        place = _place(random, random.choices(pack.grids, weights)[0])
        priority = {"priority": random.randint(1, 4)} if random.random() < 0.1 else {}
        yield {
            "at": _moment(random), "source": "call", "category": category.code, **priority,
            "description": f"{category.name}（演练数据）", "place": place, "reporter": _reporter(number),
        }  # fmt: skip
    for number, case in enumerate(AWKWARD, CALLS - len(AWKWARD)):
        yield {"at": _moment(random), "source": "call", **case, "reporter": _reporter(number)}


def _grid_reports(pack: Pack, random: Random) -> Iterator[Report]:
    names = {category.code: category.name for category in pack.categories}
    for _ in range(GRID_REPORTS):
        grid, category = random.choice(pack.grids), random.choice(_GRID_CATEGORIES)
        place = {"grid": grid.code} if random.random() < 0.7 else point_in(random, grid)
        yield {
            "at": _moment(random, daytime=True), "source": "grid", "category": category,
            "description": f"{names[category]}（网格采集，演练数据）", "place": place, "assistant": grid.assistant,
        }  # fmt: skip


def _shop_alerts(pack: Pack, random: Random) -> Iterator[Report]:
    names = {category.code: category.name for category in pack.categories}
    for _ in range(SHOP_ALERTS):
        shop, category = random.choice(pack.shops), random.choice(_SHOP_CATEGORIES)
        yield {
            "at": random.randint(18 * 3600, 24 * 3600 - 1), "source": "shop", "category": category,
            "description": f"{names[category]}（一键报警，演练数据）", "place": {"grid": shop.grid},
            "shop": shop.full_id,
        }  # fmt: skip


def _category(pack: Pack, random: Random) -> Any:
    prefix = random.choices(list(_CALL_WEIGHTS), list(_CALL_WEIGHTS.values()))[0]
    return random.choice([each for each in pack.categories if each.code.startswith(prefix)])


def _place(random: Random, grid: Grid) -> dict[str, Any]:
    dice = random.random()
    if dice < 0.85:
        return point_in(random, grid)
    return {"grid": grid.code} if dice < 0.93 else {"text": grid.name.partition("第")[0]}


def point_in(random: Random, grid: Grid) -> dict[str, Any]:
    """Return a place between the grid's middle and one of its corners: inside, as the cells are convex."""
    shape = polygon(grid.geometry or {})
    middle, corner = shape.centroid, random.choice(shape.exterior.coords[:-1])
    share = random.uniform(0.0, 0.9)
    lon, lat = (a + (b - a) * share for a, b in zip((middle.x, middle.y), corner, strict=True))
    return {"lon": round(lon, 6), "lat": round(lat, 6)}


def _weight(grid: Grid) -> int:
    return {"urban": 12, "suburban": 3, "rural": 1}[grid.response_class]


def _moment(random: Random, *, daytime: bool = False) -> int:
    hours = range(8, 18) if daytime else range(24)
    hour = random.choices(hours, [_HOURS[hour] for hour in hours])[0]
    return hour * 3600 + random.randrange(3600)


def _reporter(number: int) -> dict[str, str]:
    """Return a made-up person; numbers that begin with 100 are no mobile numbers in China."""
    name = f"演练{_SURNAMES[number % len(_SURNAMES)]}{number:03d}"
    return {"name": name, "phone": f"1000000{number:04d}", "address": f"演练地址{number}号"}
