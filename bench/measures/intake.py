"""Durable intake against a bare nameko echo; accepted → received against bare dispatch → handler; idle memory."""

from __future__ import annotations

import json
import random
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psutil

from bench.http_load import Load, drive, request
from bench.rig import Rig, Row, child, higher, lower, median_of
from lianfang.messaging.accounts import Accounts
from lianfang.messaging.management import Management
from lianfang.messaging.topology import load
from lianfang.runtime.operating.loading import load_county
from lianfang.runtime.operating.target import Target
from lianfang.runtime.ports import free_ports
from lianfang.runtime.stack import Stack
from lianfang.web import tokens

SCENARIO = Path(__file__).parents[2] / "scenarios" / "shouning"
COUNTY = "350924"
CATEGORIES = ("200100", "300100", "500100", "100200")
RATE, TOTAL = 200, 3_000


@contextmanager
def stack(folder: Path) -> Iterator[Stack]:
    """The embedded stack with 寿宁 loaded."""
    with Stack(folder, free_ports=True) as running:
        load_county(Target.find(running.state), SCENARIO / "pack", print)
        yield running


def reports(running: Stack) -> Callable[[int], bytes]:
    """Return a maker of reports, each with its own key, at grids all over the county."""
    features = json.loads((SCENARIO / "pack" / "grids.geojson").read_text())["features"]
    grids = [feature["properties"]["code"] for feature in features]
    token = tokens.issue(running.state.token_key, "bench", ("intake",), region=COUNTY)
    chance = random.Random(7)

    def make(_number: int) -> bytes:
        body = {
            "source": "call", "category": chance.choice(CATEGORIES), "description": "两人争吵",
            "place": {"grid": chance.choice(grids)},
        }  # fmt: skip
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid.uuid4())}
        return request("/v1/incidents", json.dumps(body).encode(), headers)

    return make


def measure(rig: Rig) -> list[Row]:
    """Throughput in three rounds, then 15 seconds at 200 a second."""
    with stack(rig.folder / "stack") as running, echo(rig) as echo_port:
        make = reports(running)
        memory = [memory_row(name, running) for name in ("grid", "incident")]
        port = running.state.services["incident"].http_port
        mine, theirs = median_of(
            3,
            lambda: whole(drive(port, make, 3_000)).per_second,
            lambda: whole(drive(echo_port, echo_request, 6_000)).per_second,
        )
        rows = [higher("durable intake : bare nameko HTTP echo", mine, theirs, 0.5), *memory]
        time.sleep(5)  # let the outbox and the teams' queues settle
        return [*rows, *latency(rig, running, make)]


def whole(load_seen: Load) -> Load:
    """Return the run if every request was answered well."""
    if load_seen.refused:
        raise RuntimeError(f"{load_seen.refused} requests were refused")
    return load_seen


def echo_request(_number: int) -> bytes:
    """A request of about the same size to the peer, with the time in it."""
    body = {"at": time.time(), "source": "call", "category": "200100", "description": "两人争吵", "pad": "x" * 200}
    return request("/echo", json.dumps(body).encode(), {"Authorization": "Bearer " + "x" * 300})


@contextmanager
def echo(rig: Rig) -> Iterator[int]:
    """A bare nameko echo; yields its port."""
    (port,) = free_ports(1)
    with child("bench.peers.nameko_services", "echo", PEER_BUS_URI=rig.broker.amqp_uri, PEER_PORT=str(port)):
        yield port


def memory_row(name: str, running: Stack) -> Row:
    """Resident memory of an idle service that holds 1,327 grids."""
    pid = running.processes[name].pid
    resident = psutil.Process(pid).memory_info().rss / 2**20
    return Row(f"memory of the idle {name} service", f"{resident:.0f} MB", "", None, "", None)


def latency(rig: Rig, running: Stack, make: Callable[[int], bytes]) -> list[Row]:
    """Commit → received by a district's subscriber, against dispatch → handler; both at 200 reports a second."""
    management = Management(running.state.management_uri, running.state.vhost)
    uri = Accounts(management, load(), running.state.bus_uri).add_district(COUNTY).uri
    with child("bench.receiver", PEER_BUS_URI=uri, PEER_COUNT=str(TOTAL)) as receiver:
        whole(drive(running.state.services["incident"].http_port, make, TOTAL, per_second=RATE))
        mine = numbers(receiver)
    (port,) = free_ports(1)
    bus = rig.broker.amqp_uri
    with (
        child("bench.peers.nameko_services", "handling", PEER_BUS_URI=bus, PEER_COUNT=str(TOTAL)) as handler,
        child("bench.peers.nameko_services", "dispatching", PEER_BUS_URI=bus, PEER_PORT=str(port)),
    ):
        whole(drive(port, echo_request, TOTAL, per_second=RATE))
        theirs = numbers(handler)
    what = f"accepted → received at {RATE}/s"
    return [
        lower(f"{what}, p99 : bare dispatch → handler", quantile(mine, 0.99), quantile(theirs, 0.99), 4),
        replace(lower(f"{what}, p50", quantile(mine, 0.5), quantile(theirs, 0.5), 4), wanted="", good=None),
    ]


def numbers(process: subprocess.Popen[str]) -> list[float]:
    """Read the latencies in ms that a receiving process prints, one a line."""
    assert process.stdout is not None
    return [float(process.stdout.readline()) for _ in range(TOTAL)]


def quantile(values: list[float], share: float) -> float:
    """Return the value that `share` of all are not above."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]
