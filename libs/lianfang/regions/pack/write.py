"""Writing a pack into a folder, the same bytes for the same pack."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from lianfang.regions.codes import Level
from lianfang.regions.pack import schemas
from lianfang.regions.pack.content import Pack
from lianfang.regions.pack.fields import RecordSchema


def write(pack: Pack, folder: Path) -> None:
    """Write all files of the pack into `folder`, making it when absent.

    The pack must be in WGS 84 as it is in memory: a pack.yaml naming another datum would convert it again.
    Raises ValueError for a pack whose county names one.
    """
    if pack.county.datum not in ("wgs84", "cgcs2000"):
        raise ValueError("a pack in memory is in WGS 84; write it with datum wgs84")
    folder.mkdir(parents=True, exist_ok=True)
    _yaml(folder / "pack.yaml", _plain(schemas.CountySchema(), pack.county))
    _csv(folder / "regions.csv", ("code", "name"), _tree_order(pack.regions))
    _grids(folder / "grids.geojson", pack)
    _yaml(folder / "zones.yaml", {"zones": _all(schemas.ZoneSchema(), pack.zones)})
    _yaml(folder / "stations.yaml", {"stations": _all(schemas.StationSchema(), pack.stations)})
    _yaml(folder / "teams.yaml", {"teams": _all(schemas.TeamSchema(), pack.teams)})
    shops, groups = _all(schemas.ShopSchema(), pack.shops), _all(schemas.ShopGroupSchema(), pack.groups)
    _yaml(folder / "shops.yaml", {"shops": shops, "groups": groups})
    _yaml(folder / "routing.yaml", _plain(schemas.RoutingSchema(), pack.routing))
    _yaml(folder / "deadlines.yaml", _plain(schemas.DeadlinesSchema(), pack.deadlines))
    _yaml(folder / "rings.yaml", {"rings": _all(schemas.RingSchema(), pack.rings)})
    rows = ((each.code, each.name, each.name_en, each.priority) for each in pack.categories)
    _csv(folder / "categories.csv", ("code", "name", "name_en", "priority"), rows)


class _Plain(yaml.SafeDumper):
    """A SafeDumper that repeats equal values, where YAML's anchors and aliases would puzzle people."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _grids(path: Path, pack: Pack) -> None:
    schema = schemas.GridSchema()
    lines = (
        json.dumps(
            {"type": "Feature", "properties": schema.dump(grid), "geometry": grid.geometry},
            ensure_ascii=False, separators=(",", ":"),
        )
        for grid in pack.grids
    )  # fmt: skip
    path.write_text('{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n", encoding="utf-8")


def _tree_order(regions: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(regions, key=lambda region: (min(len(region[0]), Level.VILLAGE), region[0]))


def _csv(path: Path, header: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _yaml(path: Path, document: Any) -> None:
    body = yaml.dump(
        document, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=110, default_flow_style=None
    )
    path.write_text(body, encoding="utf-8")


def _all(schema: RecordSchema, records: Iterable[Any]) -> list[Any]:
    return [_plain(schema, record) for record in records]


def _plain(schema: RecordSchema, record: Any) -> Any:
    return _without_nothing(schema.dump(record))


def _without_nothing(value: Any) -> Any:
    """Drop what is absent: null and empty texts, lists and mappings. `arrive_s: null` means the same as no line."""
    if isinstance(value, dict):
        plain = {key: _without_nothing(part) for key, part in value.items()}
        return {key: part for key, part in plain.items() if part not in (None, "", [], {})}
    return [_without_nothing(part) for part in value] if isinstance(value, list) else value
