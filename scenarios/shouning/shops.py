"""Twelve made-up shops in four groups of three (三户联防), on two streets."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from lianfang.regions.model import Grid, Shop, ShopGroup
from lianfang.regions.spatial import GridIndex
from scenarios.shouning.facts import COUNTY, Township, townships

_STREETS = {"aoyang": 9, "xietan": 3}  # township -> shops on its street
_KINDS = ("面馆", "小吃店", "烧烤店", "杂货店", "奶茶店", "水果店")
_DUTIES = ("看守现场、劝离围观", "到场劝阻、联络家属", "通知警方、引导处警")


def shops(grids: Iterable[Grid]) -> tuple[Shop, ...]:
    """Return the shops, 12 m apart along their street, each in the grid that holds it."""
    index = GridIndex.from_geojson((grid.code, grid.geometry) for grid in grids if grid.geometry)
    streets = [(town, n) for town in townships() for n in range(_STREETS.get(town.word, 0))]
    return tuple(_shop(number, town, place, index) for number, (town, place) in enumerate(streets, 1))


def groups(of: Iterable[Shop]) -> tuple[ShopGroup, ...]:
    """Return groups of three neighbours with who does what when one of them calls."""
    row = [shop.id for shop in of]
    return tuple(
        ShopGroup(
            id=f"group-{number:02d}",
            name=f"三户联防第{number}组",
            shops=tuple(row[start : start + 3]),
            agreed=date(2024, 3, 1),
            duties=dict(zip(row[start : start + 3], _DUTIES, strict=True)),
            county=COUNTY,
        )
        for number, start in enumerate(range(0, len(row), 3), 1)
    )


def _shop(number: int, town: Township, place: int, index: GridIndex) -> Shop:
    lon, lat = round(town.lon + 0.0012 + place * 0.00012, 5), round(town.lat - 0.0006, 5)
    located = index.locate(lon, lat)
    if located is None or not located.inside:
        raise ValueError(f"shop {number} lies in no grid")
    name = f"示例{_KINDS[(number - 1) % len(_KINDS)]}{number:02d}"
    return Shop(f"shop-{number:03d}", name, located.grid, town.zone, lon, lat, COUNTY)
