"""From a pack folder to a `Pack`: everything that can't be read is reported at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from marshmallow import ValidationError

from lianfang.regions import datum
from lianfang.regions.geometry import BadGeometry, geojson_of, polygon
from lianfang.regions.model import Grid
from lianfang.regions.pack import schemas
from lianfang.regions.pack.content import Pack
from lianfang.regions.pack.fields import RecordSchema
from lianfang.regions.pack.files import Line, read_csv, read_features, read_yaml
from lianfang.regions.pack.problems import PackError, Problem

FILES = (
    "pack.yaml", "regions.csv", "grids.geojson", "zones.yaml", "stations.yaml", "teams.yaml", "shops.yaml",
    "routing.yaml", "deadlines.yaml", "rings.yaml", "categories.csv",
)  # fmt: skip


_PLAINER = {
    "Missing data for required field.": ("is missing", "add it"),
    "Unknown field.": ("is unknown", "check its spelling in docs/region-packs.md"),
    "Not a valid string.": ("is no text", "write it in quotes"),
    "Not a valid integer.": ("is no whole number", "write digits only"),
    "Not a valid number.": ("is no number", "write it like 27.45"),
    "Not a valid list.": ("is no list", "write it as [a, b]"),
    "Invalid input type.": ("is no mapping", "write it as `name: value` lines"),
    "Field may not be null.": ("is empty", "give a value or leave the line out"),
}


def load(path: Path | str) -> Pack:
    """Read a region pack. Raises PackError with every problem found; what the records *mean* is `validate`'s."""
    folder = Path(path)
    if not folder.is_dir():
        raise PackError([Problem(str(path), "is no folder", "give the folder that holds pack.yaml")])
    reader = _Reader(folder)
    county = reader.whole("pack.yaml", schemas.CountySchema())
    pack = {
        "county": county,
        "regions": reader.table("regions.csv", ("code", "name"), schemas.RegionSchema()),
        "grids": reader.grids(county.datum if county else "wgs84"),
        "zones": reader.listed("zones.yaml", zones=schemas.ZoneSchema())["zones"],
        "stations": reader.listed("stations.yaml", stations=schemas.StationSchema())["stations"],
        "teams": reader.listed("teams.yaml", teams=schemas.TeamSchema())["teams"],
        **reader.listed("shops.yaml", shops=schemas.ShopSchema(), groups=schemas.ShopGroupSchema()),
        "routing": reader.whole("routing.yaml", schemas.RoutingSchema()),
        "deadlines": reader.whole("deadlines.yaml", schemas.DeadlinesSchema()),
        "rings": reader.listed("rings.yaml", rings=schemas.RingSchema())["rings"],
        "categories": reader.table(
            "categories.csv", ("code", "name", "name_en", "priority"), schemas.CategorySchema()
        ),
    }
    if reader.problems:
        raise PackError(reader.problems)
    for key in ("zones", "stations", "teams", "shops", "groups", "rings"):
        pack[key] = tuple(replace(record, county=county.code) for record in pack[key])
    return Pack(**pack, lines=reader.lines)


class _Reader:
    """Reads the files of one folder, collecting problems and where each record stood."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.lines: dict[tuple[str, str], int] = {}

    def whole(self, name: str, schema: RecordSchema) -> Any:
        """Read a YAML file that is one record."""
        document = read_yaml(self.folder, name, self.problems)
        return None if document is None else self._record(name, document, schema, document.line)

    def listed(self, name: str, **kinds: RecordSchema) -> dict[str, tuple[Any, ...]]:
        """Read a YAML file of lists, by their keys."""
        document = read_yaml(self.folder, name, self.problems)
        if document is None:
            return dict.fromkeys(kinds, ())
        for key in document.keys() - kinds.keys():
            self.problems.append(Problem(name, "is unknown", f"use {', '.join(kinds)}", field=str(key)))
        return {key: self._list(name, key, document.get(key), schema) for key, schema in kinds.items()}

    def table(self, name: str, columns: tuple[str, ...], schema: RecordSchema) -> tuple[Any, ...]:
        """Read a CSV file."""
        rows = read_csv(self.folder, name, columns, self.problems)
        return self._records(name, ((row, row.line) for row in rows), schema)

    def grids(self, source_datum: str) -> tuple[Grid, ...]:
        """Read grids.geojson, converted to WGS 84."""
        name, schema = "grids.geojson", schemas.GridSchema()
        convert = None if source_datum in ("wgs84", "cgcs2000") else partial(datum.to_wgs84, datum=source_datum)
        out: list[Grid] = []
        for number, feature in enumerate(read_features(self.folder, name, self.problems), 1):
            properties = feature.get("properties") if isinstance(feature, dict) else None
            if not isinstance(properties, dict):
                self.problems.append(Problem(name, "is no feature with properties", line=number))
                continue
            grid = self._record(name, properties, schema, number)
            geometry = self._geometry(name, number, feature, convert)
            if grid is not None and geometry is not None:
                out.append(
                    Grid(grid.code, grid.name, grid.assistant, grid.response_class, grid.synthetic, geometry)
                )
        return tuple(out)

    def _geometry(
        self, name: str, number: int, feature: Mapping[str, Any], convert: Callable[..., tuple[float, float]] | None
    ) -> Mapping[str, Any] | None:
        geometry = feature.get("geometry")
        try:
            parsed = polygon(geometry or {}, convert)
        except BadGeometry as error:
            self.problems.append(Problem(name, str(error), "export polygons", line=number, field="geometry"))
            return None
        return geojson_of(parsed) if convert else {"type": geometry["type"], "coordinates": geometry["coordinates"]}  # type: ignore[index]

    def _list(self, name: str, key: str, value: Any, schema: RecordSchema) -> tuple[Any, ...]:
        if not isinstance(value, list):
            self.problems.append(Problem(name, "must be a list", f"write `{key}: []` for none", field=key))
            return ()
        return self._records(name, ((each, each.line if isinstance(each, Line) else 0) for each in value), schema)

    def _records(self, name: str, records: Iterable[tuple[Any, int]], schema: RecordSchema) -> tuple[Any, ...]:
        built = (self._record(name, record, schema, line) for record, line in records)
        return tuple(record for record in built if record is not None)

    def _record(self, name: str, record: Any, schema: RecordSchema, line: int) -> Any:
        try:
            built = schema.load(record)
        except ValidationError as error:
            for field, what in _flat(error.messages):
                plain, remedy = _PLAINER.get(what, (what, ""))
                self.problems.append(Problem(name, plain, remedy, line=line, field=field))
            return None
        self.lines.setdefault((name, _key(built)), line)
        return built


def _key(built: Any) -> str:
    for attribute in ("code", "addressee", "id", "zone"):
        if (value := getattr(built, attribute, None)) is not None:
            return str(value)
    return str(built[0]) if isinstance(built, tuple) else ""


def _flat(messages: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            yield from _flat(inner, path if key == "_schema" else f"{path}.{key}" if path else str(key))
    else:
        for message in messages if isinstance(messages, list) else [messages]:
            yield path, str(message)
