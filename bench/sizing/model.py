"""From people to events a second, and from these to processes, memory and disks. Pure arithmetic."""

from __future__ import annotations

import math
from dataclasses import dataclass

from bench.sizing.assumptions import Assumptions
from bench.sizing.costs import SERVICES, Costs

YEAR_DAYS, WORKDAYS = 365.0, 5.0
LEAST = 2
"""Processes of a service, so that one may be missing; analytics is one and can't be more."""
GB = 1e9


@dataclass(frozen=True, slots=True)
class Rates:
    """How much comes: a second in the worst hour, but for `_day`, which is an ordinary day's."""

    reports: float
    commands: float
    records: float
    hazards: float
    cases: float
    steps: float
    marks: float
    events: float
    reports_day: float
    events_day: float


def rates(people: float, it: Assumptions, costs: Costs) -> Rates:
    """Return what so many people make: the storm's busiest hour for calls, an ordinary day's for the rest."""
    thousands, busiest = people / 1_000, it.peak_hour / 3_600
    reports_day = thousands * it.calls * (1 + it.others)
    reports = reports_day * it.storm * busiest
    visits_day, hazards_day = (people / it.people_per_grid * each / WORKDAYS for each in (it.visits, it.hazards))
    cases_day = thousands * it.disputes / YEAR_DAYS
    marks = thousands * it.on_duty * it.marks / 3_600
    rest_day = visits_day + hazards_day + cases_day * (1 + it.steps) + marks * 3_600 * it.duty_hours
    return Rates(
        reports=reports, commands=reports * costs.tasks * it.commands, records=visits_day * busiest,
        hazards=hazards_day * busiest, cases=cases_day * busiest, steps=cases_day * busiest * it.steps, marks=marks,
        events=reports * costs.events + (visits_day + hazards_day + cases_day * (1 + it.steps)) * busiest + marks,
        reports_day=reports_day, events_day=reports_day * costs.events + rest_day,
    )  # fmt: skip


def demand(load: Rates, costs: Costs) -> dict[str, float]:
    """Return how many cores' worth of work each service has in the worst hour, and each node of the broker.

    A message of a quorum queue of three is handled by all three nodes: each is taken to do what the one did that
    was measured.
    """
    ms = {
        "incident": load.reports * costs.report_ms + load.commands * costs.command_ms,
        "grid": load.records * costs.visit_ms + load.hazards * costs.hazard_ms,
        "mediation": load.cases * (costs.case_ms + costs.http_case_ms) + load.steps * costs.step_ms,
        "patrol": load.reports * (costs.count_ms + 2 * costs.unit_ms) + load.marks * costs.mark_ms,
        "analytics": load.events * costs.fact_ms,
        "broker": load.events * costs.event_ms,
    }
    return {name: each / 1_000 for name, each in ms.items()}


@dataclass(frozen=True, slots=True)
class Plan:
    """What one installation needs. processes: of each service. Memory in MB a process, disks in GB.

    full: services whose work does not fit into one process that can't be more (analytics).
    """

    people: float
    load: Rates
    demand: dict[str, float]
    processes: dict[str, int]
    memory_mb: dict[str, float]
    grids: float
    queues: float
    broker_mb: float
    log_gb: float
    store_gb_year: float
    store_gb_archive: float
    facts_year: float
    facts_gb_year: float
    full: tuple[str, ...]

    @property
    def cores(self) -> float:
        """Cores that all services' processes may use: one each, analytics two."""
        return sum(self.processes.values()) + 1.0

    @property
    def memory_gb(self) -> float:
        """Memory of all services' processes."""
        return sum(self.processes[name] * self.memory_mb[name] for name in SERVICES) / 1_024


def plan(people: float, it: Assumptions, costs: Costs) -> Plan:
    """Return what an installation for so many people needs. Raises ValueError for fewer than one."""
    if people < 1:
        raise ValueError(f"--people {people:g}: must be at least 1")
    load, grids = rates(people, it, costs), people / it.people_per_grid
    work = demand(load, costs)
    facts = load.events_day * YEAR_DAYS * costs.facts
    processes = {
        name: 1 if name == "analytics" else max(LEAST, math.ceil(work[name] / it.busy) + 1) for name in SERVICES
    }
    queues = queues_of(people, it, costs)
    return Plan(
        people=people, load=load, demand=work, processes=processes,
        memory_mb={name: costs.base_mb[name] + grids * costs.grid_mb for name in SERVICES},
        grids=grids, queues=queues,
        broker_mb=costs.broker_mb + queues * costs.queue_mb,
        log_gb=load.events_day * costs.stream_bytes * it.log_days / GB,
        store_gb_year=load.reports_day * YEAR_DAYS * costs.kept_bytes / GB,
        store_gb_archive=load.reports_day * it.log_days * costs.trimmed_bytes / GB,
        facts_year=facts, facts_gb_year=facts * costs.fact_bytes / GB,
        full=tuple(name for name in ("analytics",) if work[name] > it.busy),
    )  # fmt: skip


def queues_of(people: float, it: Assumptions, costs: Costs) -> float:
    """Return how many queues the broker has: the platform's own, and one for each team and shop."""
    return costs.queues + people / 1e6 * (it.teams + it.shops)
