"""``make bench``: every measurement in one run, printed as ratios against the named peers.

``python -m bench relay intake`` runs some of them. ``python -m bench rosters`` solves the public staff-scheduling
instances, up to ten minutes each, and prints its own table (``--help`` tells its options); so do ``city``,
``figures`` (the dashboard's questions over one and ten million facts), ``rebuild`` (a million events read anew) and
``sizing`` (what each service does and costs, and what a county, a city or a province needs).
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

from rich.console import Console
from rich.table import Table

from bench.rig import Row, rig

TABLES = {
    "city": "bench.city.table", "page": "bench.page.frames", "rosters": "bench.rosters.run",
    "figures": "bench.analytics.questions", "rebuild": "bench.analytics.rebuild", "sizing": "bench.sizing.run",
}  # fmt: skip
"""Measurements with options and a table of their own, run by name: ``python -m bench city --people 1000``."""
MEASURES = ("relay", "subscription", "intake", "locate", "links", "cases", "projection")


def main(names: list[str]) -> None:
    """Run the measures and print the table."""
    console = Console(width=140)
    rows: list[Row] = []
    with rig() as shared:
        for name in names or MEASURES:
            console.print(f"measuring {name} …", style="dim")
            rows += import_module(f"bench.measures.{name}").measure(shared)
    console.print(table(rows))
    console.print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end; every figure from this run.")


def table(rows: list[Row]) -> Table:
    """Return the rows as a table."""
    made = Table("ours : peer", "ours", "peer", "ratio", "goal", "")
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        mark = "" if row.good is None else "reached" if row.good else "MISSED"
        made.add_row(row.what, row.ours, row.peer, ratio, row.wanted, mark)
    return made


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in TABLES:
        sys.exit(import_module(TABLES[sys.argv[1]]).main(sys.argv[2:]))
    else:
        main(sys.argv[1:])
