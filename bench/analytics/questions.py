"""``python -m bench figures``: how long the dashboard's questions take over one and ten million facts.

Each is asked of another county and month in turn, with nothing remembered from before; rows that say "again" ask
the same once more, as a page does that is looked at all day. The peer is SQLite with an index, for the one question
that both can be asked in the same words.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sqlite3
import tempfile
import time
from pathlib import Path

import duckdb
import numpy as np
from rich.console import Console
from rich.table import Table

from bench.analytics.dashboard import Asked, answers, places, timed
from bench.analytics.facts import COUNTIES, fill
from services.analytics.domain.figures.period import Period
from services.analytics.engine.duck import DuckBase

SIZES, ROUNDS = [1_000_000, 10_000_000], 10
GOALS_MS = {1_000_000: 200, 10_000_000: 1_000}
"""p99 of a question; of other sizes none was set."""
MONTH_BY_CATEGORY = (
    "SELECT category, count(*) FROM facts WHERE kind = 'incident_reported' AND region >= ? AND region < ?"
    ' AND "at" >= ? AND "at" < ? GROUP BY category'
)


def main(arguments: list[str]) -> None:
    """Fill a base of each size, ask, and print a table for each."""
    parser = argparse.ArgumentParser(prog="python -m bench figures", description=__doc__)
    parser.add_argument("--facts", type=int, nargs="+", default=SIZES, help="sizes, a table for each")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="places and months for each question")
    parser.add_argument("--keep", type=Path, help="a folder where the made-up facts stay for the next time")
    asked = parser.parse_args(arguments)
    console = Console(width=150)
    with tempfile.TemporaryDirectory() as fresh:
        for size in asked.facts:
            base = _base(console, (asked.keep or Path(fresh)) / f"{size}.duckdb", size)
            console.print(_table(size, list(answers(base, asked.rounds)), _peer(base, asked.rounds)))
            base.close()
    said = f"DuckDB {duckdb.__version__} with 2 threads, SQLite {sqlite3.sqlite_version}"
    console.print(f"{said}; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end.")


def _base(console: Console, path: Path, size: int) -> DuckBase:
    path.parent.mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    if not path.exists():
        fill(path, size)
    disk, took = path.stat().st_size / 2**20, time.perf_counter() - began
    console.print(f"{size:,} facts: {disk:,.0f} MB on disk, ready after {took:.0f} s", style="dim")
    return DuckBase(path)


def _peer(base: DuckBase, rounds: int) -> tuple[list[float], list[float]]:
    """Return the times of MONTH_BY_CATEGORY here and in SQLite, in milliseconds. Raises when they differ."""
    rows = base.query(
        """SELECT kind, region, category, strftime("at", '%Y-%m-%d %H:%M:%S') FROM facts
        WHERE kind IN ('incident_reported', 'mark_visited')"""
    )
    peer = sqlite3.connect(":memory:")
    peer.execute('CREATE TABLE facts (kind TEXT, region TEXT, category TEXT, "at" TEXT)')
    peer.executemany("INSERT INTO facts VALUES (?, ?, ?, ?)", rows)
    peer.execute('CREATE INDEX by_kind ON facts (kind, "at")')

    def ours(at: str, when: Period) -> list[tuple[str, int]]:
        return sorted(base.query(MONTH_BY_CATEGORY, _bounds(at, when)))

    def theirs(at: str, when: Period) -> list[tuple[str, int]]:
        return sorted(peer.execute(MONTH_BY_CATEGORY, _bounds(at, when)).fetchall())

    for at, when in places(3):
        if ours(at, when) != theirs(at, when):
            raise RuntimeError(f"DuckDB and SQLite count differently for {at}, {when.text}")
    return timed("", "", rounds, ours).times, timed("", "", rounds, theirs).times


def _bounds(at: str, when: Period) -> list[str]:
    return [at, f"{at}:", f"{when.first} 00:00:00", f"{when.last} 23:59:59"]  # ":" follows "9"


def _table(size: int, asked: list[Asked], peer: tuple[list[float], list[float]]) -> Table:
    goal = GOALS_MS.get(size)
    table = Table(
        "question", "asked", "p50 ms", "p99 ms", "slowest of them: p99 ms", "goal", "",
        title=f"{size:,} facts, three years, {COUNTIES} counties",
    )  # fmt: skip
    in_order = sorted(asked, key=lambda each: each.what)
    for what, group in itertools.groupby(in_order, key=lambda each: each.what):
        table.add_row(*_row(what, list(group), goal))
    ours, theirs = (_p(times, 50) for times in peer)
    what = "a month's reports by category : the same of SQLite"
    table.add_row(what, f"{len(peer[0])}", f"{ours:.1f} : {theirs:.1f}", "", f"ratio {ours / theirs:.2f}", "", "")
    return table


def _row(what: str, members: list[Asked], goal: int | None) -> list[str]:
    times = [each for member in members for each in member.times]
    slowest = max(members, key=lambda member: _p(member.times, 99))
    wanted, said = ("", "") if goal is None else (f"≤ {goal}", "reached" if _p(times, 99) <= goal else "MISSED")
    worst = f"{slowest.name}: {_p(slowest.times, 99):.0f}"
    return [what, f"{len(times)}", f"{_p(times, 50):.0f}", f"{_p(times, 99):.0f}", worst, wanted, said]


def _p(times: list[float], percent: float) -> float:
    return float(np.percentile(times, percent))
