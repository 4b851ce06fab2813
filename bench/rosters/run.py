"""``python -m bench rosters``: the public instances solved one after another, and the table.

``--only 1,8`` takes some of them, ``--seconds 60`` gives each less time, ``--show`` tells of each
better cost, ``--to-goal`` goes on to the next one when the goal is reached.
"""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from bench.rosters.published import COLUMNS, Published, published
from bench.rosters.reader import folder, read, sections
from bench.rosters.recompute import broken, penalty
from services.patrol.planning.sequences.solution import Progress, Solution
from services.patrol.planning.sequences.solve import solve


@dataclass(frozen=True, slots=True)
class Result:
    """One instance solved. reached: seconds until the cost was there; verified: recomputed, None if rules broke."""

    published: Published
    solution: Solution
    reached: float
    verified: int | None


def main(arguments: list[str]) -> int:
    """Solve, print, and return 0 when every goal was met."""
    parser = argparse.ArgumentParser(prog="python -m bench rosters", description=__doc__)
    parser.add_argument("--seconds", type=float, default=600.0, help="for each instance")
    parser.add_argument("--only", default="", help="numbers of instances, with commas")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--to-goal", action="store_true", help="end an instance when its goal is reached")
    parser.add_argument("--show", action="store_true", help="print each better cost as it comes")
    options = parser.parse_args(arguments)
    console = Console(width=190)
    try:
        rows = published()
    except FileNotFoundError as missing:
        console.print(f"{missing.filename} is absent: set LIANFANG_DATA to the folder that holds roster/")
        return 2
    wanted = {f"Instance{number}" for number in options.only.split(",") if number}
    results = []
    for row in rows:
        if not wanted or row.name in wanted:
            console.print(f"solving {row.name} …", style="dim")
            results.append(one(row, options, console))
    console.print(table(results))
    console.print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end; published: 10 = 10 minutes.")
    return 0 if all(met(each) for each in results) else 1


def one(row: Published, options: argparse.Namespace, console: Console) -> Result:
    """Solve one instance and recompute its cost from the file."""
    costs: list[tuple[int, float]] = []

    def told(progress: Progress) -> None:
        if progress.cost is not None and (not costs or progress.cost < costs[-1][0]):
            costs.append((progress.cost, progress.elapsed))
        if options.show:
            at = f"{progress.elapsed:6.1f} s {progress.phase:8} cost {progress.cost} bound {progress.bound}"
            console.print(at, style="dim")

    found = solve(
        read(row.name), seconds=options.seconds, workers=options.workers, seed=options.seed, progress=told,
        cancelled=lambda: options.to_goal and bool(costs) and costs[-1][0] <= row.goal,
    )  # fmt: skip
    verified = None
    if found.roster is not None:
        rows = sections((folder() / f"{row.name}.txt").read_text(encoding="utf-8"))
        lines = {worker: list(line) for worker, line in found.roster.of.items()}
        verified = None if broken(rows, lines) else penalty(rows, lines)
    return Result(row, found, costs[-1][1] if costs else found.elapsed, verified)


def met(result: Result) -> bool:
    """Say whether a verified cost reaches the goal."""
    return result.verified is not None and result.verified <= result.published.goal


def table(results: list[Result]) -> Table:
    """The results beside the published ones."""
    made = Table(title="Shift scheduling, Curtois and Qu 2014: lower is better")
    for name in ("instance", "size", "ours", "bound", "reached s", "total s", "verified", *COLUMNS, "goal", ""):
        made.add_column(
            name, no_wrap=name == "size", justify="left" if name in ("instance", "size", "") else "right"
        )
    for each in results:
        made.add_row(
            each.published.name, each.published.size, str(each.solution.cost), str(each.solution.bound),
            f"{each.reached:.0f}", f"{each.solution.elapsed:.0f}", str(each.verified or "REFUSED"),
            *(str(cost) for cost in each.published.costs.values()), f"≤ {each.published.goal}",
            "met" if met(each) else "MISSED",
        )  # fmt: skip
    return made
