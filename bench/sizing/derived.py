"""A plan as rows of cells: each number with how it was come by."""

from __future__ import annotations

from bench.sizing.assumptions import Assumptions
from bench.sizing.costs import SERVICES, Costs
from bench.sizing.limits import limits
from bench.sizing.model import Plan, plan
from bench.sizing.show import Rows, number, people


def plan_rows(count: float, it: Assumptions, costs: Costs) -> Rows:
    """What so many people in one installation need. Raises ValueError for fewer than one."""
    made = plan(count, it, costs)
    rows = [
        *_load(made, it, costs),
        *_services(made, it, costs),
        *_broker(made, it, costs),
        *_disks(made, it, costs),
    ]
    cells = [[what, number(value), how] for what, value, how in rows]
    first = limits(it, costs)[0]
    verdict = f"{first.of}: reached at {people(first.people)} people; {first.then}"
    cells.append(["breaks first", "beyond it" if count > first.people else "within it", verdict])
    return [["what", "needs", "how it is come by"], *cells]


Lines = list[tuple[str, float, str]]


def _load(made: Plan, it: Assumptions, costs: Costs) -> Lines:
    load, n = made.load, number
    a_day = f"{n(made.people / 1e3)} thousand people × {n(it.calls)} calls × (1 + {n(it.others)})"
    worst = f"{n(load.reports_day)} × {n(it.storm)} storm × {n(it.peak_hour)} in the busiest hour / 3,600"
    field = (
        f"{n(made.grids)} grids × ({n(it.visits)} + {n(it.hazards)}) a week / 5 days × {n(it.peak_hour)} / 3,600"
    )
    steps = f"{n(it.disputes)} disputes per thousand and year × {n(it.steps)} × {n(it.peak_hour)} / 3,600"
    return [
        ("reports a day", load.reports_day, a_day), ("reports/s", load.reports, worst),
        ("commands/s", load.commands, f"reports/s × {n(costs.tasks)} tasks (measured) × {n(it.commands)}"),
        ("field records/s", load.records + load.hazards, field), ("case steps/s", load.steps, steps),
        ("visits at marks/s", load.marks, f"{n(it.on_duty)} crews per thousand × {n(it.marks)} an hour / 3,600"),
        ("events/s", load.events, f"reports/s × {n(costs.events)} events (measured) + the others"),
    ]  # fmt: skip


def _services(made: Plan, it: Assumptions, costs: Costs) -> Lines:
    rows: Lines = []
    for name in SERVICES:
        work = f"{number(made.demand[name])} cores of work / {number(it.busy)}, one may be missing, at least two"
        why = "one process owns the facts" if name == "analytics" else work
        grown = f"{number(made.grids)} grids × {costs.grid_mb * 1_024:.2f} KB"
        rows += [
            (f"{name}: processes", made.processes[name], why),
            (
                f"{name}: MB each",
                made.memory_mb[name],
                f"{number(costs.base_mb[name])} (measured, loaded) + {grown}",
            ),
        ]
    return [
        *rows, ("services: cores at most", made.cores, "a core a process, two for analytics"),
        ("services: memory, GB", made.memory_gb, "processes × memory each"),
    ]  # fmt: skip


def _broker(made: Plan, it: Assumptions, costs: Costs) -> Lines:
    n = number
    queues = f"{n(costs.queues)} + {n(made.people / 1e6)} million × ({n(it.teams)} teams + {n(it.shops)} shops)"
    kept = f"{n(made.load.events_day)} events a day × {n(costs.stream_bytes)} B × {n(it.log_days)} days"
    memory = f"{n(costs.broker_mb)} (measured, 寿宁) + queues × {n(costs.queue_mb)}"
    work = f"{n(made.demand['broker'])} cores of work on each in the worst hour"
    return [
        ("broker nodes", it.replicas, work), ("queues", made.queues, queues),
        ("broker: MB a node", made.broker_mb, memory), ("event log: GB a node", made.log_gb, kept),
    ]  # fmt: skip


def _disks(made: Plan, it: Assumptions, costs: Costs) -> Lines:
    n, a_day, events = number, number(made.load.reports_day), number(made.load.events_day)
    goes = f"{a_day} × {n(costs.trimmed_bytes)} B × {n(it.log_days)} days"
    return [
        ("stores: GB a year and copy", made.store_gb_year, f"{a_day} reports × {n(costs.kept_bytes)} B × 365"),
        ("stores: GB that goes again", made.store_gb_archive, goes),
        ("facts a year", made.facts_year, f"{events} events a day × {n(costs.facts)} (measured) × 365"),
        ("DuckDB: GB a year", made.facts_gb_year, f"facts × {n(costs.fact_bytes)} B"),
    ]  # fmt: skip
