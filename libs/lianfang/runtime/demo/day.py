"""A scenario's day: its reports, as the intake takes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

DAY_FILE, PACK_FOLDER = "day.jsonl", "pack"


class BadScenario(ValueError):
    """The folder is no scenario; the message names what is missing."""


def read_day(scenario: Path, limit: int | None = None) -> list[dict[str, Any]]:
    """Return the day's reports in order of time, `limit` of them spread over the day. Raises BadScenario."""
    path = scenario / DAY_FILE
    if not path.is_file() or not (scenario / PACK_FOLDER).is_dir():
        raise BadScenario(f"{scenario} is no scenario: it needs {PACK_FOLDER}/ and {DAY_FILE}")
    reports = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]
    if limit is None or limit >= len(reports):
        return reports
    return [reports[position * len(reports) // limit] for position in range(limit)]


def moment(report: Mapping[str, Any]) -> datetime:
    """Return when in the day the report comes; only differences matter."""
    return datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=report["at"])


def intake_body(report: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body of the intake call."""
    body: dict[str, Any] = {"source": report["source"], "category": report["category"], "place": report["place"]}
    for name in ("priority", "description", "reporter", "shop", "accused"):
        if report.get(name):
            body[name] = report[name]
    return body
