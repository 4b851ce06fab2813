"""Making a region pack out of a call log's own places, so that any log can be replayed as live intake.

Everything is made up but the points and the place names: the county's code, square grids around the points,
villages as blocks of grids, zones as runs of neighbouring places, the usual teams.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import floor, hypot, isfinite
from pathlib import Path
from statistics import fmean

from lianfang.regions.model import RESPONSE_CLASSES, County, Grid, Team, Zone
from lianfang.regions.pack.content import Pack
from lianfang.regions.pack.defaults import (
    CATEGORIES_VERSION,
    default_categories,
    default_deadlines,
    default_routing,
)
from lianfang.regions.pack.standard import county_teams, zone_teams
from lianfang.regions.pack.validate import require_valid
from lianfang.regions.pack.write import write

Cell = tuple[int, int]
NOWHERE = "(unnamed)"
_CELL_DEG = 0.01  # about 1 km
_BLOCK = 10  # cells along a village's side
_FIRST_TOWNSHIP, _MAX_TOWNSHIPS, _MAX_VILLAGES = 100, 900, 999
_ZONE_SIZE = 8
_EFFECTIVE = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which columns of the log hold longitude and latitude (WGS 84 degrees) and the place's name (may be empty)."""

    lon: str
    lat: str
    place: str = ""


def derive(
    rows: Iterable[Mapping[str, str | None]], columns: ColumnMapping, county_code: str, out_dir: Path,
    *, county_name: str = "derived county", cell_deg: float = _CELL_DEG,
) -> Pack:  # fmt: skip
    """Derive a pack from the log's rows and write it to `out_dir`; every row with a position lies in a grid of it.

    Rows without a usable position are passed over. cell_deg: side of a grid in degrees.
    Raises ValueError when no row has a position, or places or cells are too many for the codes;
    PackError when the county code is none.
    """
    cells: dict[Cell, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if (point := _point(row, columns)) is not None:
            name = (row.get(columns.place) or "").strip() if columns.place else ""
            cells[floor(point[0] / cell_deg), floor(point[1] / cell_deg)][name or NOWHERE] += 1
    if not cells:
        raise ValueError(f"no row has numbers in the columns {columns.lon!r} and {columns.lat!r}")
    pack = _pack(cells, county_code, county_name, cell_deg)
    require_valid(pack)
    write(pack, out_dir)
    return pack


def _point(row: Mapping[str, str | None], columns: ColumnMapping) -> tuple[float, float] | None:
    try:
        lon, lat = float(row.get(columns.lon) or ""), float(row.get(columns.lat) or "")
    except ValueError:
        return None
    known = isfinite(lon) and isfinite(lat) and -180 <= lon < 180 and -90 <= lat < 90 and (lon, lat) != (0, 0)
    return (lon, lat) if known else None


def _pack(cells: Mapping[Cell, Counter[str]], county: str, name: str, side: float) -> Pack:
    owner = {cell: min(names, key=lambda each: (-names[each], each)) for cell, names in cells.items()}
    towns = _townships(county, {place for names in cells.values() for place in names})
    villages, grids = _grids(cells, owner, towns, side)
    zones = _zones(county, towns, owner)
    teams: list[Team] = [team for zone in zones for team in zone_teams(county, zone.zone, zone.name)]
    return Pack(
        county=County(county, name, "derived", "wgs84", _EFFECTIVE, CATEGORIES_VERSION, synthetic=True),
        regions=((county, name), *sorted((code, place) for place, code in towns.items()), *villages),
        grids=tuple(grids), zones=tuple(zones), stations=(), teams=(*teams, *county_teams(county)),
        shops=(), groups=(), rings=(), deadlines=default_deadlines(), categories=default_categories(),
        routing=replace(default_routing(), neighbours=_neighbours(zones, towns, owner)),
    )  # fmt: skip


def _townships(county: str, places: set[str]) -> dict[str, str]:
    if len(places) > _MAX_TOWNSHIPS:
        raise ValueError(
            f"{len(places)} place names; a county has room for {_MAX_TOWNSHIPS}: name a coarser column"
        )
    return {place: f"{county}{number}" for number, place in enumerate(sorted(places), _FIRST_TOWNSHIP)}


def _grids(
    cells: Mapping[Cell, Counter[str]], owner: Mapping[Cell, str], towns: Mapping[str, str], side: float
) -> tuple[list[tuple[str, str]], list[Grid]]:
    blocks: dict[tuple[str, Cell], list[Cell]] = defaultdict(list)
    for cell in sorted(cells):
        blocks[owner[cell], (cell[0] // _BLOCK, cell[1] // _BLOCK)].append(cell)
    busy = _response_classes(cells)
    numbers: Counter[str] = Counter()
    villages, grids = [], []
    for (place, _), members in sorted(blocks.items()):
        numbers[place] += 1
        if numbers[place] > _MAX_VILLAGES:
            raise ValueError(f"{place!r} is spread over too many cells; give larger ones (cell_deg)")
        village = f"{towns[place]}{numbers[place]:03d}"
        villages.append((village, f"{place} {numbers[place]}"))
        for number, cell in enumerate(members, 1):
            code = f"{village}1{number:03d}"
            grids.append(
                Grid(
                    code, f"{place} {numbers[place]}-{number}", f"assistant-{village}-{code[12:]}",
                    busy[cell], True, _square(cell, side),
                )
            )  # fmt: skip
    return villages, grids


def _response_classes(cells: Mapping[Cell, Counter[str]]) -> dict[Cell, str]:
    """The busiest fifth of the cells is urban, the next three tenths suburban, the rest rural."""
    order = sorted(cells, key=lambda cell: (-cells[cell].total(), cell))
    urban, suburban, rural = RESPONSE_CLASSES
    shares = ((0.2, urban), (0.5, suburban), (1.0, rural))
    return {
        cell: next(name for share, name in shares if rank < share * len(order) or share == 1.0)
        for rank, cell in enumerate(order)
    }


def _square(cell: Cell, side: float) -> Mapping[str, object]:
    west, south = round(cell[0] * side, 7), round(cell[1] * side, 7)
    east, north = round((cell[0] + 1) * side, 7), round((cell[1] + 1) * side, 7)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _zones(county: str, towns: Mapping[str, str], owner: Mapping[Cell, str]) -> list[Zone]:
    middles = _middles(towns, owner)
    order = sorted(towns, key=lambda place: (middles[place], place))
    runs = [order[start : start + _ZONE_SIZE] for start in range(0, len(order), _ZONE_SIZE)]
    return [
        Zone(
            f"zone-{number}", f"Zone {number} ", tuple(sorted(towns[place] for place in run)), _EFFECTIVE,
            county=county,
        )
        for number, run in enumerate(runs, 1)
    ]  # fmt: skip


def _neighbours(
    zones: list[Zone], towns: Mapping[str, str], owner: Mapping[Cell, str]
) -> dict[str, tuple[str, ...]]:
    places = {code: place for place, code in towns.items()}
    middles = _middles(towns, owner)
    centre = {
        zone.zone: tuple(fmean(middles[places[code]][axis] for code in zone.townships) for axis in (0, 1))
        for zone in zones
    }

    def apart(a: str, b: str) -> float:
        return hypot(centre[a][0] - centre[b][0], centre[a][1] - centre[b][1])

    return {
        one: tuple(sorted(centre.keys() - {one}, key=lambda other: (apart(one, other), other))[:3])
        for one in centre
    }


def _middles(towns: Mapping[str, str], owner: Mapping[Cell, str]) -> dict[str, tuple[float, float]]:
    """Return each place's mean cell; a place that owns no cell gets the mean of all."""
    owned: dict[str, list[Cell]] = defaultdict(list)
    for cell, place in owner.items():
        owned[place].append(cell)
    return {
        place: (fmean(x for x, _ in of), fmean(y for _, y in of))
        for place in towns
        for of in [owned.get(place) or list(owner)]
    }
