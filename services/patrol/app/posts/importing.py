"""Packs of posts and calendars from files: every fault with its line, field and remedy."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from marshmallow import Schema

from lianfang import datafile
from lianfang.datafile import DataFile, NotValid
from services.patrol.app.posts.check import calendar_faults, pack_faults
from services.patrol.app.posts.pack_schema import CalendarBody, PackBody


def read_pack(path: Path, calendar: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return a county's posts as PackBody loads them, from YAML or JSON; they name their county.

    calendar: the county's, loaded; markets are looked up there. Raises NotValid with all that is wrong.
    """
    file, pack = _loaded(PackBody(), path)
    known = [market["id"] for market in (calendar or {"markets": ()})["markets"]]
    _require(file, pack_faults(pack["county"] or "", pack, known))
    return pack


def read_calendar(path: Path, county: str) -> dict[str, Any]:
    """Return a county's market days and events as CalendarBody loads them. Raises NotValid."""
    file, calendar = _loaded(CalendarBody(), path)
    _require(file, calendar_faults(county, calendar, {}))
    return calendar


def _loaded(schema: Schema, path: Path) -> tuple[DataFile, dict[str, Any]]:
    file = datafile.read(path)
    return file, datafile.load(schema, file.data, file)


def _require(file: DataFile, faults: Any) -> None:
    if wrongs := [file.wrong(at, what, remedy) for at, what, remedy in faults]:
        raise NotValid(wrongs)
