"""The whole platform as a test drives it: the real stack, its clients, and its processes' lives."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import requests

from lianfang.regions.pack import Pack
from lianfang.runtime import ports
from lianfang.runtime.broker import Broker
from lianfang.runtime.calllog.send import Sent, Summary, send_all
from lianfang.runtime.children import until
from lianfang.runtime.demo.books import Balance, Books
from lianfang.runtime.demo.day import intake_body, read_day
from lianfang.runtime.demo.oracle import Oracle
from lianfang.runtime.operating.client import ServiceClient
from lianfang.runtime.operating.intake import HttpIntake
from lianfang.runtime.operating.target import Target
from lianfang.runtime.process import ManagedProcess, service_command
from lianfang.runtime.stack import Stack
from lianfang.runtime.stack_plan import service_environment
from lianfang.web import tokens
from tests.e2e.collector import Collector
from tests.e2e.counties import SHOUNING

ROLES = ("intake", "dispatcher", "viewer")
SEAT = {"lon": 119.5012, "lat": 27.4604}
"""A point in the county seat, in 鳌阳 zone and ring 1."""
PACE = {"PUBLISH_TIMEOUT": "1", "SWEEP_INTERVAL": "0.5"}
"""Settings of the services under test: what a dead process left is swept after 2 s instead of 10."""


@dataclass
class Spine:
    """See the module's text. teams: collects the queues of teams and shops; tap: everything that is published."""

    stack: Stack
    pack: Pack
    teams: Collector
    tap: Collector

    @property
    def target(self) -> Target:
        return Target.find(self.stack.state)

    @property
    def broker(self) -> Broker:
        assert self.stack.broker is not None
        return self.stack.broker

    @property
    def incident(self) -> ManagedProcess:
        return self.stack.processes["incident"]

    @property
    def grid(self) -> ManagedProcess:
        return self.stack.processes["grid"]

    def token(self, *roles: str, region: str = "350924", subject: str = "e2e", **more: Any) -> str:
        return tokens.issue(self.stack.state.token_key, subject, roles or ROLES, region=region, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> requests.Response:
        """POST; see send."""
        return self.send("POST", path, body, **more)

    def send(self, method: str, path: str, body: Any = None, *, key: str = "", **more: Any) -> requests.Response:
        """Send a command to the incident service, as a dispatcher unless `token` or headers say otherwise."""
        token, region = more.pop("token", None), more.pop("region", "350924")
        headers = {
            "Authorization": f"Bearer {token or self.token(region=region)}",
            "Idempotency-Key": key or uuid.uuid4().hex, **more.pop("headers", {}),
        }  # fmt: skip
        headers = {name: value for name, value in headers.items() if value is not None}
        url, timeout = self.target.url("incident") + path, more.pop("timeout", 60)
        return requests.request(method, url, json=body, headers=headers, timeout=timeout, **more)

    def report(self, *, key: str = "", region: str = "350924", token: str | None = None, **body: Any) -> dict:
        """Report an incident that must be accepted, and return it."""
        answer = self.post(
            "/v1/incidents", {"source": "call", "place": SEAT, **body}, key=key, region=region, token=token
        )
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def get(self, path: str, *, token: str | None = None, region: str = "350924") -> requests.Response:
        headers = {"Authorization": f"Bearer {token or self.token(region=region)}"}
        return requests.get(self.target.url("incident") + path, headers=headers, timeout=60)

    def history(self, incident: str, region: str = "350924") -> list[dict[str, Any]]:
        """Every transition of an incident, as HTTP tells."""
        return list(self.get(f"/v1/incidents/{incident}/history", region=region).json()["items"])

    def metric(self, name: str, service: str = "incident") -> float:
        """The sum of a metric's samples in a service's process."""
        text = requests.get(self.stack.state.services[service].ops + "/metrics", timeout=60).text
        lines = [line for line in text.splitlines() if line.startswith((f"{name} ", f"{name}{{"))]
        return sum(float(line.rpartition(" ")[2]) for line in lines)

    def oracle(self) -> Oracle:
        return Oracle(self.pack, datetime.now(ZoneInfo("Asia/Shanghai")).date())

    def replay(
        self, reports: Sequence[Mapping[str, Any]], books: Books, *, concurrency: int = 8, pause_s: float = 0.0,
        patience_s: float = 60.0, stop: threading.Event | None = None,
    ) -> Summary:  # fmt: skip
        """Report these with clients who try again under the same key; accepted ones go into the books."""
        run, oracle = uuid.uuid4().hex[:8], self.oracle()
        expected = {f"{run}-{each['id']}": oracle.teams(each) for each in reports}
        client = ServiceClient(self.target, "incident", ROLES, region="350924")
        noting = _Noting(HttpIntake(client, patience_s), books, expected)

        def work() -> Iterator[tuple[dict[str, Any], str]]:
            for each in reports:
                time.sleep(pause_s)
                yield intake_body(each), f"{run}-{each['id']}"

        return send_all(work(), noting, concurrency=concurrency, stop=stop)

    @contextmanager
    def replaying(self, reports: Sequence[Mapping[str, Any]], books: Books, **more: Any) -> Iterator[list[Summary]]:
        """Replay in the background until all is answered; then the list holds the summary."""
        done: list[Summary] = []
        stop: threading.Event = more.setdefault("stop", threading.Event())
        thread = threading.Thread(target=lambda: done.append(self.replay(reports, books, **more)), daemon=True)
        thread.start()
        try:
            yield done
        except BaseException:
            stop.set()
            raise
        finally:
            thread.join(150)
        assert done, "the replay did not end"

    def settle(self, books: Books, seconds: float = 90.0, quiet_s: float = 0.5) -> Balance:
        """Return the books once all has arrived and nothing doubled came in a moment after it."""
        deadline = time.monotonic() + seconds
        while books.missing() and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(quiet_s)
        return books.balance()

    def process(self, name: str = "incident", *, same_ports: bool = True, **settings: str) -> ManagedProcess:
        """A process of a service on the same store, bus account and (unless told not to) ports; not started."""
        values = self.stack.service_settings(name)
        if not same_ports:
            values["HTTP_PORT"], values["OPS_PORT"] = ports.free_ports(2)
        log = self.stack.home / "log" / f"{name}-{uuid.uuid4().hex[:6]}.log"
        environment = service_environment(values | PACE | settings)
        return ManagedProcess(name, service_command(name), environment, log, int(values["OPS_PORT"]))

    def dies_at(self, *faults: str, service: str = "incident", seconds: float = 90.0) -> None:
        """Run processes that kill themselves at these fault points, one after another; then the service as usual.

        Returns once that one is ready. Whoever needs the service meanwhile has to try again, as real clients do.
        """
        usual = self.stack.processes[service]
        usual.kill()
        try:
            for fault in faults:
                doomed = self.process(service, FAULT=fault)
                doomed.start()
                try:
                    assert until(partial(_ended, doomed), seconds), f"it never passed {fault}"
                    assert doomed.exit_code == -9, doomed.log.read_text()
                finally:
                    doomed.kill()
        finally:
            usual.start()
            usual.wait_ready()

    def killed(self, service: str = "incident") -> None:
        """SIGKILL a service and bring it back, as a supervisor would."""
        usual = self.stack.processes[service]
        usual.kill()
        usual.start()
        usual.wait_ready()


def _ended(process: ManagedProcess) -> bool:
    return process.pid is None


@dataclass(frozen=True)
class _Noting:
    """Reports, and enters what was accepted into the books."""

    intake: HttpIntake
    books: Books
    expected: Mapping[str, frozenset[str]]

    def report(self, body: dict[str, Any], key: str) -> Sent:
        sent = self.intake.report(body, key)
        if sent.id:
            self.books.accepted(sent.id, self.expected[key])
        return sent


def day(limit: int) -> list[dict[str, Any]]:
    """So many reports of 寿宁's day, spread over it."""
    return read_day(SHOUNING, limit)


def open_books() -> Books:
    return Books(lambda: datetime.now(UTC))
