"""What every measurement needs: a private broker, the topology, child processes, rounds and medians."""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from lianfang.messaging import topology
from lianfang.messaging.routing import EVENTS
from lianfang.runtime.broker import Broker, BrokerVhost


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `ratio` is ours to the peer's; `wanted` says when it is good."""

    what: str
    ours: str
    peer: str
    ratio: float | None
    wanted: str
    good: bool | None


def higher(what: str, ours: float, peer: float, goal: float, unit: str = "/s") -> Row:
    """A rate against a peer's: the ratio should be at least `goal`."""
    ratio = ours / peer
    return Row(what, f"{ours:,.0f}{unit}", f"{peer:,.0f}{unit}", ratio, f"≥ {goal:g}", ratio >= goal)


def lower(what: str, ours: float, peer: float, goal: float, unit: str = " ms") -> Row:
    """A time against a peer's: the ratio should be at most `goal`."""
    ratio = ours / peer
    return Row(what, f"{ours:,.2f}{unit}", f"{peer:,.2f}{unit}", ratio, f"≤ {goal:g}", ratio <= goal)


class Rig:
    """One broker for the whole run, a fresh virtual host per measurement."""

    def __init__(self, broker: Broker, folder: Path) -> None:
        self.broker, self.folder = broker, folder

    def vhost(self) -> BrokerVhost:
        """Return a fresh virtual host with our topology and the consuming peer's exchange and quorum queue."""
        fresh = self.broker.new_vhost()
        topology.apply(topology.load(), fresh.management_uri, fresh.vhost)
        self._queue_behind(fresh, {"peer": ("direct", "peer")})
        return fresh

    def sink(self) -> BrokerVhost:
        """Return a fresh virtual host where all exchanges lead into one quorum queue and nowhere else."""
        fresh = self.broker.new_vhost()
        exchanges = {"peer": ("direct", "peer"), "peer.events": ("topic", "#"), EVENTS: ("topic", "#")}
        self._queue_behind(fresh, exchanges)
        return fresh

    def _queue_behind(self, fresh: BrokerVhost, exchanges: Mapping[str, tuple[str, str]]) -> None:
        arguments = {"x-queue-type": "quorum"}
        self._put(f"queues/{fresh.vhost}/peer", {"durable": True, "arguments": arguments})
        for exchange, (kind, key) in exchanges.items():
            self._put(f"exchanges/{fresh.vhost}/{exchange}", {"type": kind, "durable": True})
            url = f"{fresh.management_uri}/api/bindings/{fresh.vhost}/e/{exchange}/q/peer"
            requests.post(url, json={"routing_key": key}, timeout=10).raise_for_status()

    def _put(self, path: str, body: Mapping[str, Any]) -> None:
        requests.put(f"{self.broker.management_uri}/api/{path}", json=body, timeout=10).raise_for_status()

    def rate(self, module: str, name: str, count: int) -> float:
        """Run one publishing process and return its rate."""
        fresh = self.sink()
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        done = subprocess.run(
            [sys.executable, "-m", module, name, str(count), str(folder)],
            env=os.environ | {"PEER_BUS_URI": fresh.amqp_uri}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        self.broker.delete_vhost(fresh.vhost)
        if done.returncode:
            raise RuntimeError(f"{module} {name} ended with {done.returncode}:\n{done.stderr[-2000:]}")
        return float(json.loads(done.stdout.splitlines()[-1])["rate"])


@contextmanager
def rig() -> Iterator[Rig]:
    """Start the broker, end it after."""
    with tempfile.TemporaryDirectory() as name, Broker(Path(name) / "broker") as broker:
        yield Rig(broker, Path(name))


@contextmanager
def child(
    module: str, *arguments: str, wait_for: str = "ready", **variables: str
) -> Iterator[subprocess.Popen[str]]:
    """Run a serving process until the block ends; it prints the line `wait_for` first, if that is given."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments], env=os.environ | variables, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        while wait_for and (line := process.stdout.readline()):
            if line.strip() == wait_for:
                break
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def median_of(rounds: int, *measures: Callable[[], float]) -> list[float]:
    """Run the measures in turn, `rounds` times, so that a slow moment hits all; return their medians."""
    seen: list[list[float]] = [[] for _ in measures]
    for _ in range(rounds):
        for values, measure in zip(seen, measures, strict=True):
            values.append(measure())
    return [statistics.median(values) for values in seen]
