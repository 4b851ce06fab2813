"""The broker with many more teams' queues: what one more costs in memory, and how long it takes to make."""

from __future__ import annotations

import time
from collections.abc import Iterator

from bench.sizing.figures import Figure
from bench.sizing.scale import Scale
from bench.sizing.stage import BROKER, Stage
from lianfang.messaging.topology import apply, load


def measure(stage: Stage, scale: Scale) -> Iterator[Figure]:
    """Declare them with their bindings and policy, as `lianfang topology apply` does; nothing is sent to them."""
    stage.only()
    before, began = stage.usage(BROKER), time.perf_counter()
    teams = [f"{370_100 + n // 20}.zone-{n % 4}.team-{n % 20}" for n in range(scale.queues)]
    apply(load(teams=teams), stage.stack.state.management_uri, stage.stack.state.vhost)
    took, after = time.perf_counter() - began, stage.usage(BROKER)
    count = scale.queues
    yield Figure(
        "broker.queue_mb",
        "broker: memory of one more team's queue, empty",
        (after.rss_mb - before.rss_mb) / count,
        "MB",
        count,
    )
    yield Figure(
        "broker.queue_ms",
        "broker: time to make one more team's queue with its bindings",
        took / count * 1e3,
        "ms",
        count,
    )
    before_s, rest_began = stage.usage(BROKER).cpu_s, time.perf_counter()
    time.sleep(scale.rest_s)
    share = (stage.usage(BROKER).cpu_s - before_s) / (time.perf_counter() - rest_began)
    yield Figure(
        "broker.idle_cores",
        f"broker: cores used while nothing happens, {len(stage.queues()):,} queues",
        share,
        "cores",
        count,
    )
