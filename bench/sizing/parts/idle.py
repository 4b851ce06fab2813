"""Memory of what does nothing, without a county and with 寿宁; connections and queues that are there at once."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.sizing.figures import Figure
from bench.sizing.scale import Scale
from bench.sizing.stage import BROKER, SERVICES, Stage, until
from lianfang.regions.pack import Pack
from lianfang.runtime.operating.loading import load_county

SHOUNING = Path(__file__).parents[3] / "scenarios" / "shouning"
COUNTY = "350924"


def empty(stage: Stage) -> Iterator[Figure]:
    """Everything just started, no county known."""
    for name in (*SERVICES, BROKER):
        used = stage.usage(name)
        yield Figure(f"{name}.empty_mb", f"{name}: memory without a county (RSS)", used.rss_mb, "MB")
        yield Figure(f"{name}.empty_pss_mb", f"{name}: memory without a county (PSS)", used.pss_mb, "MB")


def with_county(stage: Stage, scale: Scale) -> Iterator[Figure]:
    """寿宁 loaded: 1,327 grids, its teams' and shops' queues."""
    began = time.perf_counter()
    pack = load_county(stage.target, SHOUNING / "pack", lambda line: None)
    took = time.perf_counter() - began
    text = "grid: a release of 1,327 grids, from the pack to its use by all five services, queues included"
    yield Figure("grid.release_s", text, took, "s", len(pack.grids))
    for name in (*SERVICES, BROKER):
        used = stage.usage(name)
        yield Figure(f"{name}.county_mb", f"{name}: memory with 1,327 grids (RSS)", used.rss_mb, "MB")
        yield Figure(f"{name}.county_pss_mb", f"{name}: memory with 1,327 grids (PSS)", used.pss_mb, "MB")
    yield from _at_rest(stage, scale)
    yield from _queues(stage, pack)
    yield from _connections(stage)


def _at_rest(stage: Stage, scale: Scale) -> Iterator[Figure]:
    """What timers, heartbeats and sweeps take while nothing happens."""
    time.sleep(scale.settle_s)
    with stage.spending() as spent:
        time.sleep(scale.rest_s)
    stage.idle = {name: cpu / spent.seconds for name, cpu in spent.cpu.items()}
    for name, cores in stage.idle.items():
        yield Figure(f"{name}.rest_cores", f"{name}: cores used while nothing happens", cores, "cores")


def _queues(stage: Stage, pack: Pack) -> Iterator[Figure]:
    names = list(stage.queues())
    of_teams = sum(name.startswith("team.") for name in names)
    fixed = len([name for name in names if not name.startswith(("team.", "district."))])
    yield Figure("bus.queues_fixed", "queues and streams of the platform itself", fixed, "")
    yield Figure("bus.queues_teams", "queues of 寿宁's teams", len(pack.teams), "")
    yield Figure("bus.queues_shops", "queues of 寿宁's shops, one each", of_teams - len(pack.teams), "")


def _connections(stage: Stage) -> Iterator[Figure]:
    """The management API learns of connections some seconds late."""
    seen: list[dict[str, object]] = []

    def all_there() -> bool:
        seen[:] = stage.management.get("connections")
        return {f"svc-{name}" for name in SERVICES} <= {str(each.get("user")) for each in seen}

    until(all_there, "the management API lists the connections", 60)
    for kind in ("connections", "channels"):
        users = Counter(str(each.get("user")) for each in stage.management.get(kind))
        for name in SERVICES:
            yield Figure(f"{name}.{kind}", f"{name}: {kind} a replica", users[f"svc-{name}"], "")
