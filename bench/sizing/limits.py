"""What breaks first: for each limit, up to how many people one installation stays within it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bench.sizing.assumptions import Assumptions
from bench.sizing.costs import Costs
from bench.sizing.model import Plan, plan

QUEUES, MEMORY_MB, START_S, LOG_GB, STORE_GB, BROKER_CORES = 2_000, 1_024.0, 60.0, 35.0, 70.0, 2.0
_MOST_PEOPLE, _STEPS = 1e11, 200


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit. of: what is looked at. at: how much of it. people: for so many it is reached. then: what to do.

    hard: beyond it something stops, and no larger volume and no patience help.
    """

    of: str
    at: str
    people: float
    hard: bool
    then: str

    @property
    def beyond(self) -> str:
        """What happens beyond it, in words."""
        return "stops" if self.hard else "a full disk" if "GB" in self.at else "slow"


@dataclass(frozen=True, slots=True)
class _Rule:
    of: str
    at: str
    most: float
    value: Callable[[Plan, Costs, Assumptions], float]
    hard: bool
    then: str


RULES = (
    _Rule(
        "facts in one DuckDB file, of all years kept", "1 million: a topic's page takes 0.6 s (p99, in quiet)", 1e6,
        lambda it, _c, a: it.facts_year * a.years, False,
        "nothing yet: figures that were asked for are remembered, and take milliseconds",
    ),
    _Rule(
        "the same", "10 million: a topic's page takes 4.7 s (p99, on a busy machine)", 1e7,
        lambda it, _c, a: it.facts_year * a.years, False,
        "memory and cores for DuckDB; figures of closed months kept; one analytics for each county, of its own log",
    ),
    _Rule(
        "quorum queues, mostly shops'", f"{QUEUES:,} on three nodes", QUEUES, lambda it, _c, _a: it.queues, True,
        "a queue for each group of shops, or shops over the web; then a broker for each county or city",
    ),
    _Rule(
        "the registry in each process's memory", f"{MEMORY_MB:,.0f} MB", MEMORY_MB,
        lambda it, _c, _a: it.memory_mb["incident"], True,
        "a higher limit; then an installation for each city, which knows its own grids and its neighbours'",
    ),
    _Rule(
        "starting, while the registry is read", f"{START_S:g} s", START_S,
        lambda it, c, _a: it.grids * c.grid_start_ms / 1_000, False,
        "more patience of the startup probe; then fewer counties in an installation",
    ),
    _Rule(
        "analytics, which is one process", "its share of a core in the storm's worst hour", 1.0,
        lambda it, _c, a: it.demand["analytics"] / a.busy, False,
        "it falls behind and catches up; then one for each county",
    ),
    _Rule(
        "the broker's nodes", f"{BROKER_CORES:g} cores each, in the storm's worst hour", 1.0,
        lambda it, _c, a: it.demand["broker"] / BROKER_CORES / a.busy, True,
        "more cores; then a broker for each city",
    ),
    _Rule(
        "the event log of 30 days on each node", f"{LOG_GB:g} of the 50 GB that the manifest asks for", LOG_GB,
        lambda it, _c, _a: it.log_gb, False, "larger volumes; fewer days",
    ),
    _Rule(
        "the stores", f"{STORE_GB:g} of the 100 GB that the manifest asks for, of all years kept", STORE_GB,
        lambda it, _c, a: it.store_gb_year * a.years + it.store_gb_archive, False,
        "larger volumes; then shards, by id",
    ),
    _Rule(
        "incident processes", "12, the autoscaler's most", 12.0,
        lambda it, _c, _a: float(it.processes["incident"]), True,
        "a higher maxReplicas; then the store is what to watch",
    ),
)  # fmt: skip


def limits(it: Assumptions, costs: Costs) -> list[Limit]:
    """Return all limits, the one that is reached first, first."""
    found = [Limit(each.of, each.at, _reached(each, it, costs), each.hard, each.then) for each in RULES]
    return sorted(found, key=lambda limit: limit.people)


def largest(it: Assumptions, costs: Costs) -> float:
    """Return for how many people one installation is enough: where the first hard limit is reached."""
    return next(limit.people for limit in limits(it, costs) if limit.hard)


def _reached(rule: _Rule, it: Assumptions, costs: Costs) -> float:
    """Return the most people within the limit, to a part in a million: a rule's value never falls with people."""
    low, high = 1.0, _MOST_PEOPLE
    if rule.value(plan(high, it, costs), costs, it) <= rule.most:
        return high
    for _ in range(_STEPS):
        middle = (low * high) ** 0.5
        if rule.value(plan(middle, it, costs), costs, it) <= rule.most:
            low = middle
        else:
            high = middle
        if high / low < 1 + 1e-6:
            break
    return low
