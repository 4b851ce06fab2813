"""Reading a pack's files into plain records that know their line, collecting what can't be read."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from lianfang.regions.pack.problems import Problem

_UTF8 = "save the file as UTF-8"


class Line(dict[str, Any]):
    """A record and the line it begins on."""

    line: int = 0


def read_yaml(folder: Path, name: str, problems: list[Problem]) -> Line | None:
    """Return the mapping of a YAML file; None when it can't be read, with the problem noted."""
    content = _text(folder, name, problems)
    if content is None:
        return None
    try:
        document = yaml.load(content, Loader=_LineLoader)  # noqa: S506 - a SafeLoader that keeps lines
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        problems.append(Problem(name, f"is no YAML: {error.problem}", line=mark.line + 1 if mark else 0))
        return None
    if not isinstance(document, Line):
        problems.append(Problem(name, "must be a mapping", "see docs/region-packs.md for what it holds"))
        return None
    return document


def read_csv(folder: Path, name: str, columns: tuple[str, ...], problems: list[Problem]) -> list[Line]:
    """Return the rows of a CSV file with a header of exactly `columns`."""
    content = _text(folder, name, problems)
    if content is None:
        return []
    reader = csv.DictReader(content.splitlines())
    if tuple(reader.fieldnames or ()) != columns:
        header = ",".join(reader.fieldnames or ())
        problems.append(Problem(name, f"header is {header!r}", f"make it {','.join(columns)}", line=1))
        return []
    return list(_rows(reader, name, columns, problems))


def read_features(folder: Path, name: str, problems: list[Problem]) -> list[Any]:
    """Return the features of a GeoJSON FeatureCollection (RFC 7946)."""
    content = _text(folder, name, problems)
    if content is None:
        return []
    try:
        document = json.loads(content)
    except ValueError as error:
        problems.append(Problem(name, f"is no JSON: {error}"))
        return []
    if not isinstance(document, dict) or not isinstance(document.get("features"), list):
        problems.append(Problem(name, "is no FeatureCollection", "export it as RFC 7946 GeoJSON", field="features"))
        return []
    features: list[Any] = document["features"]
    return features


def _rows(reader: Any, name: str, columns: tuple[str, ...], problems: list[Problem]) -> Iterator[Line]:
    for row in reader:
        if None in row or any(row[column] is None for column in columns):
            wanted = f"give exactly {len(columns)} columns"
            problems.append(Problem(name, "row has too many or too few columns", wanted, line=reader.line_num))
            continue
        record = Line((column, row[column].strip()) for column in columns)
        record.line = reader.line_num
        yield record


def _text(folder: Path, name: str, problems: list[Problem]) -> str | None:
    try:
        return (folder / name).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        problems.append(Problem(name, "is missing", f"add {name} to the pack"))
    except UnicodeDecodeError as error:
        problems.append(Problem(name, f"is not UTF-8 at byte {error.start}", _UTF8))
    except OSError as error:
        problems.append(Problem(name, f"can't be read: {error.strerror}"))
    return None


class _LineLoader(yaml.SafeLoader):
    """A SafeLoader whose mappings are `Line`s, and which refuses a key given twice."""


def _mapping(loader: _LineLoader, node: yaml.MappingNode) -> Iterator[Line]:
    record = Line()
    record.line = node.start_mark.line + 1
    yield record
    seen = set()
    for key, _ in node.value:
        if key.value in seen:
            raise yaml.constructor.ConstructorError(None, None, f"{key.value!r} is given twice", key.start_mark)
        seen.add(key.value)
    record.update(loader.construct_mapping(node))  # type: ignore[arg-type]


_LineLoader.add_constructor("tag:yaml.org,2002:map", _mapping)
