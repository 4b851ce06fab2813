"""The subscription entrypoint with a durable effect per message against bare nameko `@consume` with none."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from kombu import Connection

from bench.messages import BODY, an_event
from bench.rig import Rig, Row, child, higher, median_of
from lianfang.messaging import topology

COUNT = 4_000


def ours(rig: Rig) -> float:
    """Our service over SQLite: one committed aggregate for each message, then the acknowledgement."""
    fresh = rig.vhost()
    topology.apply(topology.load(Path(__file__).parents[1] / "topology.yaml"), fresh.management_uri, fresh.vhost)
    messages = []
    for number in range(COUNT):
        event = an_event(number)
        key = f"{event.type}.35.09.24"
        messages.append(("lianfang.events", key, event.to_json(), "application/cloudevents+json"))
    _fill(fresh.amqp_uri, messages)
    store = tempfile.mkdtemp(dir=rig.folder)
    with child(
        "bench.effect_service", PEER_COUNT=str(COUNT), LIANFANG_BUS_URI=fresh.amqp_uri,
        LIANFANG_LOG_LEVEL="WARNING", LIANFANG_TOKEN_KEY="k" * 40,
        LIANFANG_STORE_URI=f"sqlite://{store}/effects.db", wait_for="",
    ) as process:  # fmt: skip
        return _rate(process)


def peer(rig: Rig) -> float:
    """nameko's consumer, a handler that does nothing."""
    fresh = rig.vhost()
    _fill(fresh.amqp_uri, [("peer", "peer", BODY.encode(), "application/json")] * COUNT)
    with child(
        "bench.peers.nameko_services", "consuming", PEER_COUNT=str(COUNT), PEER_BUS_URI=fresh.amqp_uri
    ) as one:
        return _rate(one)


def measure(rig: Rig) -> list[Row]:
    """Three rounds, medians."""
    mine, theirs = median_of(3, lambda: ours(rig), lambda: peer(rig))
    return [higher("subscription, durable effect : bare nameko @consume", mine, theirs, 0.5)]


def _fill(uri: str, messages: list[tuple[str, str, bytes, str]]) -> None:
    with Connection(uri) as connection:
        producer = connection.Producer()
        for exchange, key, body, content_type in messages:
            producer.publish(
                body, exchange=exchange, routing_key=key, delivery_mode=2, content_type=content_type,
                content_encoding="utf-8",
            )  # fmt: skip


def _rate(process: Any) -> float:
    for line in process.stdout:
        if line.startswith('{"rate"'):
            return float(json.loads(line)["rate"])
    raise RuntimeError(f"the process ended with {process.wait()} before it had handled all")
