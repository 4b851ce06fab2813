"""The embedded stack as a stage: all services, or one alone with the broker, and what they spend."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import requests
from prometheus_client.parser import text_string_to_metric_families

from bench.sizing.usage import Usage, usage_of
from lianfang.messaging.management import Management
from lianfang.runtime.operating.target import Target
from lianfang.runtime.stack import Stack
from lianfang.web import tokens

BROKER = "broker"
SERVICES = ("grid", "incident", "mediation", "patrol", "analytics")
_PATIENCE_S, _LOOK_S = 600.0, 0.1


@dataclass
class Spent:
    """What a block took: wall seconds, and processor seconds of each process beyond what it uses at rest."""

    seconds: float = 0.0
    cpu: dict[str, float] = field(default_factory=dict)


class Stage:
    """See the module's text."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.idle: dict[str, float] = {}  # cores that each uses while nothing happens; left out of what is spent

    @cached_property
    def target(self) -> Target:
        """The stack, as commands see it."""
        return Target.find(self.stack.state)

    @cached_property
    def management(self) -> Management:
        """The broker's management API."""
        return Management(self.stack.state.management_uri, self.stack.state.vhost)

    def only(self, *names: str) -> None:
        """Run these services and no others, ready."""
        for name, process in reversed(self.stack.processes.items()):
            if name not in names:
                process.terminate()
        for name in names:
            self.stack.processes[name].start()
        for name in names:
            self.stack.processes[name].wait_ready(_PATIENCE_S)

    def running(self) -> list[str]:
        """Return the services that run."""
        return [name for name, process in self.stack.processes.items() if process.pid is not None]

    def usage(self, name: str) -> Usage:
        """Look at a service's process, or at the broker's."""
        pid = self.stack.broker.pid if name == BROKER and self.stack.broker else self.stack.processes[name].pid
        if pid is None:
            raise RuntimeError(f"{name} does not run")
        return usage_of(pid)

    @contextmanager
    def spending(self) -> Iterator[Spent]:
        """Fill in, at the end of the block, what it took of whoever runs all the while."""
        names = [BROKER, *self.running()]
        before, began, spent = {name: self.usage(name).cpu_s for name in names}, time.perf_counter(), Spent()
        yield spent
        spent.seconds = time.perf_counter() - began
        for name in names:
            at_rest = self.idle.get(name, 0.0) * spent.seconds
            spent.cpu[name] = max(0.0, self.usage(name).cpu_s - before[name] - at_rest)

    def port(self, service: str) -> int:
        """Return where its API listens."""
        return self.stack.state.services[service].http_port

    def token(self, *roles: str, region: str, team: str = "") -> str:
        """Return a token."""
        return tokens.issue(self.stack.state.token_key, "bench", roles, region=region, team=team)

    def metric(self, service: str, name: str, **labels: str) -> float:
        """Return the sum of a metric's samples that have these labels, 0 where there are none."""
        text = requests.get(f"{self.stack.state.services[service].ops}/metrics", timeout=30).text
        return sum(
            sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
            if sample.name == name and labels.items() <= sample.labels.items()
        )

    def drained(self, service: str) -> None:
        """Wait until a service has published all that it has to tell."""
        until(lambda: self.metric(service, "lianfang_outbox_oldest_pending_seconds") == 0, f"{service} publishes")

    def queues(self) -> dict[str, dict[str, Any]]:
        """Return the queues by name."""
        return {each["name"]: each for each in self.management.queues()}

    def database(self, service: str) -> Path:
        """Return a service's SQLite file."""
        return Path(self.stack.state.services[service].store_uri.removeprefix("sqlite://"))


def until(holds: Callable[[], bool], what: str, patience_s: float = _PATIENCE_S) -> None:
    """Wait until something holds. Raises TimeoutError."""
    deadline = time.monotonic() + patience_s
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {patience_s:g} s")
        time.sleep(_LOOK_S)


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a count grew: per second, and processor seconds of the service and of the broker for each."""

    per_second: float
    cpu_s: float
    broker_cpu_s: float
    count: int


def pace_of(stage: Stage, service: str, count: Callable[[], float], target: float) -> Pace:
    """Watch a count grow to `target` and return its pace from the first look that found it to have moved."""
    first = count()
    moved: list[float] = []

    def begun() -> bool:
        moved[:] = [count()]
        return moved[0] > first or moved[0] >= target

    until(begun, f"{service} begins")
    start = moved[0] if moved[0] < target else first  # all of it between two looks
    with stage.spending() as spent:
        until(lambda: count() >= target, f"{service} handles {target:g}")
    done = max(1.0, target - start)
    return Pace(done / spent.seconds, spent.cpu[service] / done, spent.cpu[BROKER] / done, int(done))
