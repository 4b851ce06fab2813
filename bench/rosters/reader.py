"""Reads a public instance, section by section, as its own comments describe it."""

from __future__ import annotations

import os
from pathlib import Path

from services.patrol.domain.sequences.problem import Cover, Kind, Problem, Request, Worker

_BESIDE = Path(__file__).parents[3] / "shared" / "data"
Rows = dict[str, list[list[str]]]


def folder() -> Path:
    """Where the instances are: under LIANFANG_DATA, or under shared/data beside the project."""
    return Path(os.environ.get("LIANFANG_DATA", _BESIDE)) / "roster"


def sections(text: str) -> Rows:
    """The rows of each section, split at commas; comments and empty lines left out."""
    found: Rows = {}
    rows: list[list[str]] = []
    for line in (each.strip() for each in text.splitlines()):
        if line.startswith("SECTION_"):
            rows = found.setdefault(line.removeprefix("SECTION_"), [])
        elif line and not line.startswith("#"):
            rows.append([cell.strip() for cell in line.split(",")])
    return found


def read(name: str) -> Problem:
    """The instance of this name, such as Instance1. Raises FileNotFoundError."""
    rows = sections((folder() / f"{name}.txt").read_text(encoding="utf-8"))
    off = {row[0]: frozenset(int(day) for day in row[1:]) for row in rows.get("DAYS_OFF", [])}
    return Problem(
        days=int(rows["HORIZON"][0][0]),
        kinds=tuple(_kind(row) for row in rows["SHIFTS"]),
        workers=tuple(_worker(row, off.get(row[0], frozenset())) for row in rows["STAFF"]),
        cover=tuple(Cover(int(row[0]), row[1], int(row[2]), int(row[3]), int(row[4])) for row in rows["COVER"]),
        requests=(*_requests(rows, "SHIFT_ON_REQUESTS", True), *_requests(rows, "SHIFT_OFF_REQUESTS", False)),
    )


def _kind(row: list[str]) -> Kind:
    return Kind(row[0], int(row[1]), frozenset(each for each in row[2].split("|") if each))


def _worker(row: list[str], off: frozenset[int]) -> Worker:
    most = {kind: int(number) for kind, number in (each.split("=") for each in row[1].split("|"))}
    max_minutes, min_minutes, max_run, min_run, min_rest, weekends = (int(cell) for cell in row[2:8])
    return Worker(row[0], most, min_minutes, max_minutes, max_run, min_run, min_rest, weekends, off)


def _requests(rows: Rows, section: str, wanted: bool) -> list[Request]:
    return [Request(who, int(day), kind, int(weight), wanted) for who, day, kind, weight in rows.get(section, [])]
