"""``python -m bench city``: 1,000, 10,000 and 100,000 people, two stations at a time."""

from __future__ import annotations

import argparse
import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor

from rich.console import Console
from rich.table import Table

from bench.city.measure import Measured, measure

STATION = 4_545
"""People of a station: 22 of them are 100,000."""
SIZES, PROCESSES, SECONDS = [1_000, 10_000, 100_000], 2, 30.0


def main(arguments: list[str]) -> None:
    """Measure each size and print a row for it."""
    parser = argparse.ArgumentParser(prog="python -m bench city", description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=SIZES, help="how many people; one row for each")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="the most a station may take")
    asked = parser.parse_args(arguments)
    console = Console(width=150)
    table = Table(
        "people", "stations", "slots", "places", "seconds", "peak MB", "filled", "spread of nights", "violations",
        "repair s", "changes", "whom to ask, ms", "cost", title="a city's four weeks, two processes",
    )  # fmt: skip
    for people in asked.people:
        began = time.perf_counter()
        found = city(people, asked.seconds)
        table.add_row(*_row(people, found, time.perf_counter() - began))
    console.print(table)


def city(people: int, seconds: float) -> list[Measured]:
    """Plan all stations of a city, two at a time, each in a fresh process."""
    count = max(1, round(people / STATION))
    sizes = [people // count + (number < people % count) for number in range(count)]
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=spawn, max_tasks_per_child=1) as pool:
        return list(pool.map(measure, range(count), sizes, [seconds] * count))


def _row(people: int, found: list[Measured], seconds: float) -> list[str]:
    places = sum(each.places for each in found)
    return [
        f"{people:,}", f"{len(found)}", f"{sum(each.slots for each in found):,}", f"{places:,}",
        f"{seconds:.1f} ({max(each.seconds for each in found):.1f} a station)",
        f"{sum(sorted(each.peak_mb for each in found)[-PROCESSES:]):,.0f}",
        f"{sum(each.taken for each in found) / places:.2%}", f"{max(each.spread for each in found)}",
        f"{sum(each.violations for each in found)}", f"{max(each.repair_s for each in found):.2f}",
        f"{max(each.changes for each in found)}", f"{max(each.ask_ms for each in found):.0f}",
        f"{sum(each.cost for each in found):,}",
    ]  # fmt: skip
