"""``python -m bench rebuild``: a long log read anew beside the facts in use, compared with them, and swapped in.

The events are published into the broker's streams, the live feed takes them as they are (incremental), and then the
service's own rebuild runs, child process and comparison and all: it swaps only when both say the same. The peer is
the least that any reader of the log does: take each message off the stream and parse its JSON, in one process.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import resource
import time
from collections.abc import Callable
from datetime import UTC, datetime

import duckdb
from rich.console import Console
from rich.table import Table

from bench.analytics.histories import history
from bench.measures.subscription import fill
from bench.rig import Rig, rig
from lianfang.messaging.log_reading import LogReader, ends
from lianfang.messaging.outgoing import outgoing
from services.analytics.engine.feed import STREAMS
from services.analytics.engine.keeper import Keeper

EVENTS, BATCH, PATIENCE_S = 1_000_000, 10_000, 3_600


def main(arguments: list[str]) -> None:
    """Publish, follow, rebuild, and print a row for each."""
    parser = argparse.ArgumentParser(prog="python -m bench rebuild", description=__doc__)
    parser.add_argument("--events", type=int, default=EVENTS, help="events of the log")
    asked = parser.parse_args(arguments)
    console = Console(width=150)
    with rig() as shared:
        console.print(measure(shared, asked.events, lambda said: console.print(said, style="dim")))
    console.print(f"DuckDB {duckdb.__version__}; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end.")


def measure(rig: Rig, count: int, say: Callable[[str], None]) -> Table:
    """Return the table. Raises RuntimeError when the rebuild was not swapped in, or differs."""
    fresh = rig.vhost()
    say(f"publishing {count:,} events …")
    events = history(count)
    while some := list(itertools.islice(events, BATCH)):
        fill(fresh.amqp_uri, [outgoing(event) for event in some])
    say("reading and parsing alone …")
    bare = _seconds(lambda: _parse_all(fresh.amqp_uri))
    keeper = Keeper(fresh.amqp_uri, rig.folder / "facts", lambda: datetime.now(UTC))
    say("following live …")
    live = _seconds(lambda: _follow(keeper, count))
    say("rebuilding …")
    keeper.rebuild()
    _until(lambda: keeper.progress().state in ("swapped", "refused", "failed"))
    done = keeper.progress()
    facts = keeper.live.query("SELECT count(*) FROM facts")[0][0]
    keeper.close()
    if done.state != "swapped" or done.differences:
        raise RuntimeError(f"the rebuild was {done.state}: {done.reason} {done.differences}")
    table = Table("", "seconds", "events/s", "ratio to reading alone", "peak MB", title=f"{count:,} events")
    table.add_row("read and parse JSON alone", *_row(count, bare, bare), "")
    table.add_row("live feed, stretches of 500", *_row(count, live, bare), _peak(resource.RUSAGE_SELF))
    what = f"rebuild, compared, swapped in ({facts:,} facts, the same)"
    table.add_row(what, *_row(count, done.seconds, bare), _peak(resource.RUSAGE_CHILDREN))
    return table


def _row(count: int, seconds: float, bare: float) -> list[str]:
    return [f"{seconds:,.1f}", f"{count / seconds:,.0f}", f"{bare / seconds:.2f}"]


def _peak(who: int) -> str:
    return f"{resource.getrusage(who).ru_maxrss / 1024:,.0f}"


def _seconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _parse_all(uri: str) -> None:
    for stream in STREAMS:
        held = ends(uri, stream, quiet_s=0.2)
        if held is None:
            continue
        reader, at = LogReader(uri, stream, "first", prefetch=10_000), -1
        while at < held[1]:
            for entry in reader.read(5_000, 0.2, 20):
                json.loads(entry.body)
                at = entry.offset
        reader.close()


def _follow(keeper: Keeper, count: int) -> None:
    _until(keeper.tick)
    _until(lambda: keeper.feed.totals.events >= count)


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError("it took too long")
        time.sleep(0.05)
