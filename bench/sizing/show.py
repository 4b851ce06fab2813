"""Figures, assumptions, limits and the three sizes as rows of cells."""

from __future__ import annotations

from collections.abc import Sequence

from bench.sizing.assumptions import SOURCES, Assumptions
from bench.sizing.costs import SERVICES, Costs
from bench.sizing.figures import Figure, Measured
from bench.sizing.limits import Limit, largest
from bench.sizing.model import Plan, plan

Rows = list[list[str]]
SIZES = ((500_000, "county"), (10_000_000, "city"), (100_000_000, "province"))


def number(value: float) -> str:
    """Three digits that count, thousands apart."""
    if value == 0:
        return "0"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def measured_rows(measured: Measured) -> Rows:
    """One line a figure."""
    head = ["figure", "measured", "over"]
    return [
        head,
        *(
            [each.text, value_of(each), f"{each.count:,}" if each.count else ""]
            for each in measured.figures.values()
        ),
    ]


def value_of(figure: Figure) -> str:
    """Return a figure's value with its unit."""
    gap = "" if figure.unit in ("/s", "") else " "
    return f"{number(figure.value)}{gap}{figure.unit}"


def assumption_rows(it: Assumptions) -> Rows:
    """One line an assumption."""
    lines = [[f"`{name}`", what, number(getattr(it, name)), source] for name, (what, source) in SOURCES.items()]
    return [["name", "what", "taken", "from"], *lines]


def limit_rows(found: Sequence[Limit]) -> Rows:
    """One line a limit, the first one first."""
    head = ["reached at so many people", "what", "how much of it", "beyond it", "then, in this order"]
    return [
        head,
        *([people(each.people), each.of, each.at, each.beyond, each.then] for each in found),
    ]


def people(count: float) -> str:
    """A number of people in millions, or thousands."""
    if count >= 1e9:
        return "over a thousand million"
    return f"{number(count / 1e6)} million" if count >= 1e6 else f"{number(count / 1e3)} thousand"


def size_rows(it: Assumptions, costs: Costs) -> Rows:
    """The three sizes side by side, each as one installation."""
    plans = [plan(count, it, costs) for count, _ in SIZES]
    first = largest(it, costs)
    body: Rows = [
        [
            "installations that this needs, by the first hard limit",
            *(str(-(-int(each.people) // int(first))) for each in plans),
        ],
        *[[what, *(number(value) for value in values)] for what, values in _sizes(plans)],
    ]
    return [["if it were one installation", *(f"{name}, {people(count)}" for count, name in SIZES)], *body]


def _sizes(plans: Sequence[Plan]) -> list[tuple[str, list[float]]]:
    rows = [
        ("reports on a busy day", [each.load.reports_day for each in plans]),
        ("reports a second, storm's worst hour", [each.load.reports for each in plans]),
        ("teams' commands a second, then", [each.load.commands for each in plans]),
        ("visits at marks a second", [each.load.marks for each in plans]),
        ("events a second on the bus, then", [each.load.events for each in plans]),
    ]
    rows += [
        (f"{name}: cores of work, then", [each.demand[name] for each in plans]) for name in (*SERVICES, "broker")
    ]
    rows += [(f"{name}: processes", [float(each.processes[name]) for each in plans]) for name in SERVICES]
    return [
        *rows,
        ("grids", [each.grids for each in plans]),
        ("an incident process's memory, MB", [each.memory_mb["incident"] for each in plans]),
        ("all services' memory, GB", [each.memory_gb for each in plans]),
        ("queues", [each.queues for each in plans]),
        ("a broker node's memory, MB", [each.broker_mb for each in plans]),
        ("event log of 30 days on each node, GB", [each.log_gb for each in plans]),
        ("stores, each copy: a year's incidents and cases, GB", [each.store_gb_year for each in plans]),
        ("stores, each copy: what goes after 30 days, GB", [each.store_gb_archive for each in plans]),
        ("facts a year", [each.facts_year for each in plans]),
        ("DuckDB a year, GB", [each.facts_gb_year for each in plans]),
    ]


def markdown(rows: Rows) -> str:
    """A table of a page."""
    head, *body = rows
    lines = [f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *body)]
    return "\n".join(lines)
