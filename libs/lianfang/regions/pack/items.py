"""A pack as a flat list of JSON items ``{kind, county, code, …}``: what is stored, and what travels on the bus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
from cattrs.preconf.json import make_converter

from lianfang.regions import model
from lianfang.regions.codes import Level, level_of
from lianfang.regions.pack.content import Pack

Item = dict[str, Any]
KINDS: dict[str, type[Any]] = {
    "county": model.County, "grid": model.Grid, "zone": model.Zone, "station": model.Station,
    "team": model.Team, "shop": model.Shop, "group": model.ShopGroup, "routing": model.Routing,
    "deadlines": model.Deadlines, "ring": model.Ring, "category": model.Category,
}  # fmt: skip
"""Kinds of item that are records of model.py; townships and villages have just a code and a name."""

_converter = make_converter()
for _record, _name in ((model.Team, "team_kind"), (model.Station, "station_kind"), (model.Ring, "place_kind")):
    # an item's own `kind` says what it is; the record's travels under another name
    _unstructure = make_dict_unstructure_fn(_record, _converter, kind=override(rename=_name))
    _structure = make_dict_structure_fn(_record, _converter, kind=override(rename=_name))
    _converter.register_unstructure_hook(_record, _unstructure)
    _converter.register_structure_hook(_record, _structure)


def to_items(pack: Pack) -> list[Item]:
    """Return the pack's items in a fixed order, so that the same content has the same hash."""
    county = pack.county.code
    items = [_item("county", county, county, pack.county)]
    for code, name in sorted(pack.regions):
        if (level := level_of(code)) is not Level.COUNTY:
            items.append({"kind": level.name.lower(), "county": county, "code": code, "name": name})
    for kind, code, record in _records(pack):
        items.append(_item(kind, county, code, record))
    return items


def from_item(item: Mapping[str, Any]) -> Any:
    """Return the record of an item of a kind in KINDS; fields it does not know are ignored.

    Raises ValueError when the item is no such record.
    """
    try:
        return _converter.structure(item, KINDS[item["kind"]])
    except Exception as error:  # cattrs raises groups of whatever the constructors raised
        raise ValueError(f"item {item.get('kind')!r} {item.get('code')!r} can't be read: {error}") from error


def _records(pack: Pack) -> Iterator[tuple[str, str, Any]]:
    county = pack.county.code
    yield from (("grid", grid.code, grid) for grid in sorted(pack.grids, key=lambda grid: grid.code))
    yield from _sorted("zone", ((f"{county}.{zone.zone}@{zone.start}", zone) for zone in pack.zones))
    yield from _sorted("station", ((f"{county}.{station.id}", station) for station in pack.stations))
    yield from _sorted("team", ((team.full_id, team) for team in pack.teams))
    yield from _sorted("shop", ((shop.full_id, shop) for shop in pack.shops))
    yield from _sorted("group", ((f"{county}.{group.id}", group) for group in pack.groups))
    yield "routing", county, pack.routing
    yield "deadlines", county, pack.deadlines
    yield from _sorted("ring", ((f"{county}.{ring.id}", ring) for ring in pack.rings))
    yield from _sorted("category", ((category.code, category) for category in pack.categories))


def _sorted(kind: str, records: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, str, Any]]:
    return ((kind, code, record) for code, record in sorted(records, key=lambda pair: pair[0]))


def _item(kind: str, county: str, code: str, record: Any) -> Item:
    # a record's own `code` is the same as the item's wherever it has one
    return {**_converter.unstructure(record), "kind": kind, "county": county, "code": code}
