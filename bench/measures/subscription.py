"""The subscription entrypoint with a durable effect per message against bare nameko `@consume` with none."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.messages import BODY, an_event
from bench.rig import Rig, Row, child, higher, median_of
from lianfang.messaging import topology
from lianfang.messaging.outgoing import Outgoing, outgoing
from lianfang.messaging.publisher import ConfirmedPublisher

COUNT, BATCH = 4_000, 500


def ours(rig: Rig) -> float:
    """Our service over SQLite: one committed aggregate for each message, then the acknowledgement."""
    fresh = rig.vhost()
    topology.apply(topology.load(Path(__file__).parents[1] / "topology.yaml"), fresh.management_uri, fresh.vhost)
    fill(fresh.amqp_uri, [outgoing(an_event(number)) for number in range(COUNT)])
    store = tempfile.mkdtemp(dir=rig.folder)
    with child(
        "bench.effect_service", PEER_COUNT=str(COUNT), LIANFANG_BUS_URI=fresh.amqp_uri,
        LIANFANG_LOG_LEVEL="WARNING", LIANFANG_TOKEN_KEY="k" * 40,
        LIANFANG_STORE_URI=f"sqlite://{store}/effects.db", wait_for="",
    ) as process:  # fmt: skip
        return rate_of(process)


def peer(rig: Rig) -> float:
    """nameko's consumer, a handler that does nothing."""
    fresh = rig.vhost()
    fill(fresh.amqp_uri, [Outgoing("peer", "peer", BODY.encode(), content_type="application/json")] * COUNT)
    with child(
        "bench.peers.nameko_services", "consuming", PEER_COUNT=str(COUNT), PEER_BUS_URI=fresh.amqp_uri
    ) as one:
        return rate_of(one)


def measure(rig: Rig) -> list[Row]:
    """Three rounds, medians."""
    mine, theirs = median_of(3, lambda: ours(rig), lambda: peer(rig))
    return [higher("subscription, durable effect : bare nameko @consume", mine, theirs, 0.5)]


def fill(uri: str, messages: Sequence[Outgoing]) -> None:
    """Publish messages, each confirmed: one that got lost would be waited for without end."""
    publisher = ConfirmedPublisher(uri, timeout_s=60)
    publisher.start()
    try:
        for start in range(0, len(messages), BATCH):
            publisher.publish(messages[start : start + BATCH])
    finally:
        publisher.stop()


def rate_of(process: Any) -> float:
    """Wait until a consuming process prints its rate, and return it."""
    for line in process.stdout:
        if line.startswith('{"rate"'):
            return float(json.loads(line)["rate"])
    raise RuntimeError(f"the process ended with {process.wait()} before it had handled all")
