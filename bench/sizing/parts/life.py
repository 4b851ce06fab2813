"""A day of 寿宁 with teams that answer: what a report costs everybody in its whole life, and what it leaves."""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from bench.sizing.figures import Figure
from bench.sizing.parts.idle import SHOUNING
from bench.sizing.scale import Scale
from bench.sizing.stage import BROKER, SERVICES, Stage, until
from bench.sizing.usage import folder_bytes, tables
from lianfang.messaging.log import LOG, RESTRICTED_LOG, read_entries
from lianfang.runtime.demo.run import Options, run_demo

LOOK_S, STILL = 1.0, 8
"""Seconds between looks, and how many looks that find the same are enough."""
TRIMMED = ("published", "handled")
"""Words in the names of tables whose rows are removed after their retention."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What lies where at one moment. streams: bytes of the event logs' files."""

    stores: dict[str, dict[str, int]]
    streams: int
    routed: tuple[int, int]


def measure(stage: Stage, scale: Scale) -> Iterator[Figure]:
    """Replay the day while all services run. Raises RuntimeError when the books don't balance."""
    before = _standing(stage)
    options = Options(SHOUNING, limit=scale.day, speed=2_880.0, run="sizing-", settle_s=120)
    with stage.spending() as spent:
        outcome = run_demo(stage.target, options, lambda line: None)
        for name in ("incident", "mediation"):
            stage.drained(name)
    if not outcome.good:
        raise RuntimeError(f"the day's books do not balance: {outcome.to_dict()}")
    reports = outcome.balance.accepted
    after = _settled(stage)
    tasks = outcome.balance.tasks_delivered
    yield Figure("life.tasks", "tasks of a report", tasks / reports, "", reports)
    for name in (*SERVICES, BROKER):
        text = f"{name}: processor time of a report's whole life, teams answering"
        yield Figure(f"life.{name}_cpu_ms", text, spent.cpu[name] / reports * 1e3, "ms", reports)
    yield from _bus(stage, reports, before, after)
    yield from _disk(reports, before, after)


def _standing(stage: Stage) -> Standing:
    assert stage.stack.broker is not None
    home = stage.stack.broker.node.home
    streams = sum(folder_bytes(each) for each in home.rglob("stream") if each.is_dir())
    stores = {name: tables(stage.database(name)) for name in SERVICES}
    return Standing(stores, streams, _routed(stage))


def _routed(stage: Stage) -> tuple[int, int]:
    """Return how many messages came into the open exchange, and how many went on into queues and logs."""
    stats = stage.management.get("exchanges", stage.management.vhost, "lianfang.events").get("message_stats", {})
    return stats.get("publish_in", 0), stats.get("publish_out", 0)


def _settled(stage: Stage) -> Standing:
    """Look once the management API's counts, which come some seconds late, have stood still for a while."""
    looks = [_routed(stage)]

    def still() -> bool:
        time.sleep(LOOK_S)
        looks.append(_routed(stage))
        return len(looks) > STILL and len(set(looks[-STILL:])) == 1

    until(still, "the broker's counts stand still")
    return _standing(stage)


def _bus(stage: Stage, reports: int, before: Standing, after: Standing) -> Iterator[Figure]:
    entries: Counter[str] = Counter()
    sizes: defaultdict[str, int] = defaultdict(int)
    for stream in (LOG, RESTRICTED_LOG):
        for entry in read_entries(stage.stack.state.bus_uri, None, stream):
            context = str(json.loads(entry.body)["type"]).partition(".")[0]
            entries[context] += 1
            sizes[context] += len(entry.body)
    kinds = [context for context in entries if context in ("incident", "mediation", "patrol")]
    events, size = sum(entries[each] for each in kinds), sum(sizes[each] for each in kinds)
    yield Figure("life.events", "events of a report's whole life", events / reports, "", reports)
    yield Figure("life.event_bytes", "bytes of an event (body)", size / events, "B", events)
    came, went = (now - then for now, then in zip(after.routed, before.routed, strict=True))
    yield Figure("life.copies", "queues and logs that an open event reaches", went / max(1, came), "", came)
    grown = (after.streams - before.streams) / events
    yield Figure("life.stream_bytes", "bytes in the event log's files for an event", grown, "B", events)


def _disk(reports: int, before: Standing, after: Standing) -> Iterator[Figure]:
    kept = trimmed = 0
    for name, its in after.stores.items():
        for table, size in its.items():
            grown = size - before.stores[name].get(table, 0)
            if any(word in table for word in TRIMMED):
                trimmed += grown
            else:
                kept += grown
    yield Figure(
        "life.kept_bytes", "bytes that a report leaves in the stores for good", kept / reports, "B", reports
    )
    text = "bytes in the stores that go after their retention (published events, handled ids)"
    yield Figure("life.trimmed_bytes", text, trimmed / reports, "B", reports)
