"""The analytics service alone, catching up with everything that the other measurements left in the logs."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import requests

from bench.analytics.facts import fill
from bench.sizing.figures import Figure
from bench.sizing.scale import Scale
from bench.sizing.stage import Stage, pace_of
from bench.sizing.usage import folder_bytes
from lianfang.messaging.log import LOG, RESTRICTED_LOG
from lianfang.messaging.log_reading import ends
from services.analytics.engine.folder import Folder


def measure(stage: Stage, scale: Scale) -> Iterator[Figure]:
    """Events into facts and board, then what a fact takes on the disk."""
    stage.only()
    target = sum(_held(stage, stream) for stream in (LOG, RESTRICTED_LOG))
    before = _facts(stage)
    stage.only("analytics")
    pace = pace_of(stage, "analytics", lambda: _taken(stage), target)
    used = stage.usage("analytics")
    yield Figure(
        "analytics.events_per_s", "analytics: events into facts and board", pace.per_second, "/s", pace.count
    )
    yield Figure(
        "analytics.event_cpu_ms", "analytics: processor time of an event", pace.cpu_s * 1e3, "ms", pace.count
    )
    yield Figure("analytics.after_mb", "analytics: memory after all this (RSS)", used.rss_mb, "MB", pace.count)
    stage.only()
    yield Figure(
        "analytics.facts",
        "facts of an event, of all kinds here",
        (_facts(stage) - before) / pace.count,
        "",
        pace.count,
    )
    with tempfile.TemporaryDirectory() as folder:
        many = fill(Path(folder) / "facts.duckdb", scale.facts)
        size = folder_bytes(Path(folder)) / many
    yield Figure("analytics.fact_bytes", "DuckDB: bytes of a fact", size, "B", many)


def _held(stage: Stage, stream: str) -> int:
    """Return the next offset of a log."""
    held = ends(stage.stack.state.bus_uri, stream)
    return held[1] + 1 if held else 0


def _taken(stage: Stage) -> float:
    """Return the sum of the next offsets that the service has come to."""
    headers = {"Authorization": f"Bearer {stage.token('operator', region='')}"}
    url = f"http://127.0.0.1:{stage.port('analytics')}/v1/projection"
    answer = requests.get(url, headers=headers, timeout=60)
    return float(sum(answer.json()["places"].values())) if answer.ok else 0.0


def _facts(stage: Stage) -> int:
    """Count the facts while nobody has the file."""
    folder = Folder(stage.stack.home / "analytics")
    file = folder.file(folder.current())
    with duckdb.connect(str(file), read_only=True) as base:
        found = base.execute("SELECT count(*) FROM facts").fetchone()
    return int(found[0]) if found else 0
