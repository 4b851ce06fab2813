"""The outbox relay against kombu with pipelined confirms and nameko's EventDispatcher."""

from __future__ import annotations

from functools import partial

from bench.rig import Rig, Row, higher, median_of


def measure(rig: Rig) -> list[Row]:
    """Three rounds, medians; every message persistent into a quorum queue, confirmed."""
    relay, publisher, pipelined, dispatcher = median_of(
        3,
        partial(rig.rate, "bench.ours", "relay", 10_000),
        partial(rig.rate, "bench.ours", "publisher", 20_000),
        partial(rig.rate, "bench.peers.publishing", "kombu_pipelined", 20_000),
        partial(rig.rate, "bench.peers.publishing", "nameko_dispatcher", 2_000),
    )
    return [
        higher("relay (durable clear) : kombu pipelined", relay, pipelined, 0.7),
        higher("relay (durable clear) : nameko EventDispatcher", relay, dispatcher, 5),
        higher("publisher alone : kombu pipelined", publisher, pipelined, 0.7),
    ]
