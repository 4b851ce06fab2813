"""``python -m bench sizing``: measure all five services on a real broker and store, or plan for so many people.

``--quick`` takes a minute or two and is for trying it out. ``--write docs/sizing.md`` keeps the figures and renews
the page's tables; with ``--kept`` it renews them from the figures that are kept. ``--people 10000000`` measures
nothing: it prints the plan that follows from the kept figures.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import psutil
from pika.exceptions import AMQPError
from rich.console import Console
from rich.table import Table

from bench.sizing import page, show
from bench.sizing.assumptions import Assumptions, parse
from bench.sizing.costs import Costs
from bench.sizing.derived import plan_rows
from bench.sizing.figures import MEASURED, Figure, Measured
from bench.sizing.parts import disputes, duty, facts, field, idle, intake, life, queues, regions
from bench.sizing.scale import QUICK, WHOLE, Scale
from bench.sizing.stage import Stage
from bench.sizing.usage import stolen
from lianfang.runtime.operating.failure import Failure
from lianfang.runtime.stack import Stack

UP_S = 600.0
"""How long the stack may take to start, on a machine that has other work."""
PASSING = (Failure, RuntimeError, ValueError, LookupError, OSError, AMQPError)
"""What a part may fail with on a machine that is busy or lacks something."""
Part = Callable[[Stage, Scale], Iterable[Figure]]


def main(arguments: list[str]) -> str | None:
    """Do what is asked; return a text for an exit with an error, None when all is well."""
    asked = _parser().parse_args(arguments)
    console = Console(width=150)
    try:
        if asked.people is not None:
            assumed = Assumptions.with_changes(parse(asked.assume))
            console.print(_table(plan_rows(asked.people, assumed, Costs.of(Measured.load()))))
            return None
        if asked.write and not asked.write.is_file():
            raise ValueError(f"--write {asked.write}: there is no such page")
        measured = Measured.load() if asked.kept else measure(QUICK if asked.quick else WHOLE, console)
        console.print(_table(show.measured_rows(measured)))
        if asked.write:
            measured = measured.over(Measured.load()) if MEASURED.is_file() else measured
            page.blocks(measured)  # all that the page needs was measured
            measured.save()
            page.write(asked.write, measured)
    except ValueError as error:
        return f"bench sizing: {error}"
    except FileNotFoundError:
        return "bench sizing: nothing was measured yet: run `python -m bench sizing --write docs/sizing.md` first"
    return None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench sizing", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few of each, to try it out")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="keep the figures and renew the page's tables")
    parser.add_argument("--kept", action="store_true", help="with --write: from the kept figures, measure nothing")
    parser.add_argument("--people", type=float, help="print what so many people need, from the kept figures")
    parser.add_argument(
        "--assume", nargs="*", default=[], metavar="NAME=NUMBER", help="with --people: other assumptions"
    )
    return parser


def measure(scale: Scale, console: Console) -> Measured:
    """Run everything on one stack, one part after the other."""
    began, load, times = datetime.now(UTC), os.getloadavg()[0], psutil.cpu_times()
    with ExitStack() as ends:
        home = ends.enter_context(tempfile.TemporaryDirectory(prefix="lianfang-sizing-"))
        stack = Stack(Path(home), free_ports=True)
        ends.callback(stack.down)
        stack.up(UP_S)
        stage = Stage(stack)
        failed: list[str] = []
        found = list(_all(stage, scale, console, failed))
        version = ".".join(map(str, stage.management.version()))
    minutes = (datetime.now(UTC) - began).total_seconds() / 60
    caveat = "" if scale is WHOLE else ", few of each: to try it out, not to be relied on"
    quiet = "its own work included: where nothing else runs it is about 0 before and 2 at the end"
    conditions = {
        "when": f"{began:%Y-%m-%d %H:%M} UTC, {minutes:.0f} minutes{caveat}",
        "machine": f"{os.cpu_count()} cores ({platform.machine()}), the driver on the same",
        "load": f"{load:.1f} before it, {os.getloadavg()[0]:.1f} at its end ({quiet})",
        "steal": f"{stolen(times, psutil.cpu_times()):.0%} of the cores' time went to other guests of the host: "
        "rates suffer by that, processor times by lost caches",
        "with": f"RabbitMQ {version} (one node), SQLite, DuckDB {duckdb.__version__}, "
        f"Python {platform.python_version()}",
    }
    if failed:
        conditions["failed"] = f"{', '.join(failed)}: what these lack is of an earlier run"
    return Measured.of(found, conditions)


def _all(stage: Stage, scale: Scale, console: Console, failed: list[str]) -> Iterator[Figure]:
    parts: list[tuple[str, Part]] = [
        ("memory without a county", lambda it, _: idle.empty(it)),
        ("memory, queues and connections with 寿宁", idle.with_county),
        ("people on duty", duty.prepare),
        ("a day of 寿宁", life.measure), ("incident alone", intake.measure), ("grid alone", field.measure),
        ("mediation alone", disputes.measure), ("patrol alone", duty.measure), ("analytics alone", facts.measure),
        ("many counties", regions.measure), ("many queues", queues.measure),
    ]  # fmt: skip
    for name, part in parts:
        console.print(f"measuring {name} …", style="dim")
        try:
            for figure in part(stage, scale):
                console.print(f"  {figure.text}: {show.value_of(figure)}", style="dim")
                yield figure
        except PASSING as error:  # the others' hour is not lost by it
            console.print(f"  {name} could not be measured: {error}", style="red")
            failed.append(name)


def _table(rows: show.Rows) -> Table:
    head, *body = rows
    table = Table(*head)
    for cells in body:
        table.add_row(*cells)
    return table
