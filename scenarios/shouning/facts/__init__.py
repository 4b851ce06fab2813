"""Reads the facts that the scenario starts from."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

COUNTY, COUNTY_NAME = "350924", "寿宁县"
ZONES = {"aoyang": "鳌阳警区", "nanyang": "南阳警区", "xiadang": "下党警区", "xietan": "斜滩警区"}
_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Township:
    """A township and its seat (WGS 84 degrees); word: its name in ids; zone: its police zone."""

    code: str
    name: str
    word: str
    zone: str
    lon: float
    lat: float


@cache
def townships() -> tuple[Township, ...]:
    """Return the 14 townships by code."""
    return tuple(
        Township(row["code"], row["name"], row["word"], row["zone"], float(row["lon"]), float(row["lat"]))
        for row in _rows("townships.csv")
    )


@cache
def villages() -> tuple[tuple[str, str], ...]:
    """Return (code, name) of the 205 villages and communities by code."""
    return tuple((row["code"], row["name"]) for row in _rows("villages.csv"))


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
