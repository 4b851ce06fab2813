"""Events a second into facts and the board, against bare nameko consumers of the same events.

Ours is the whole service as it runs, its logs full before it starts: it reads both streams, makes facts, folds the
board and numbers what came of each aggregate, all durable. The peers take the same bodies out of a quorum queue;
one does nothing with them, one writes a durable row for each. While ours catches up its health port is asked ten
times a second: the longest answer says how long its event loop stood still at worst.
"""

from __future__ import annotations

import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import requests

from bench.analytics.histories import history
from bench.measures.subscription import fill, rate_of
from bench.rig import Rig, Row, child, median_of
from lianfang.messaging.envelope import Event
from lianfang.messaging.outgoing import Outgoing, outgoing
from lianfang.runtime.ports import free_ports
from lianfang.web.tokens import issue

COUNT, PATIENCE_S, KEY = 10_000, 300, "k" * 40


def measure(rig: Rig) -> list[Row]:
    """Three rounds, medians; no goal was set for it."""
    events, waits = list(history(COUNT)), list[float]()
    mine, bare, rows = median_of(
        3, lambda: ours(rig, events, waits), lambda: peer(rig, events, "consuming"),
        lambda: peer(rig, events, "recording"),
    )  # fmt: skip
    what = "analytics: events into facts and board"
    return [
        Row(f"{what} : bare nameko @consume, no effect", _rate(mine), _rate(bare), mine / bare, "", None),
        Row(
            f"{what} : bare nameko @consume, one durable row each", _rate(mine), _rate(rows), mine / rows, "", None
        ),
        Row("its longest answer to a health check meanwhile", f"{max(waits) * 1000:.0f} ms", "", None, "", None),
    ]


def _rate(number: float) -> str:
    return f"{number:,.0f}/s"


def ours(rig: Rig, events: list[Event], waits: list[float]) -> float:
    """The analytics service in a folder of its own. waits: the answers' times are added to it, in seconds."""
    fresh = rig.vhost()
    fill(fresh.amqp_uri, [outgoing(event) for event in events])
    folder, (http, ops) = Path(tempfile.mkdtemp(dir=rig.folder)), free_ports(2)
    with child(
        "services.analytics", LIANFANG_BUS_URI=fresh.amqp_uri, LIANFANG_STORE_URI=f"sqlite://{folder}/store.db",
        LIANFANG_ANALYTICS_DIR=str(folder / "facts"), LIANFANG_LOG_LEVEL="ERROR", LIANFANG_TOKEN_KEY=KEY,
        LIANFANG_HTTP_PORT=str(http), LIANFANG_OPS_PORT=str(ops), wait_for="",
    ):  # fmt: skip
        stop = threading.Event()
        asking = threading.Thread(target=_ask, args=(f"http://127.0.0.1:{ops}/livez", waits, stop))
        asking.start()
        try:
            rate = _rate_of(f"http://127.0.0.1:{http}/v1/projection", len(events))
        finally:
            stop.set()
            asking.join()
    rig.broker.delete_vhost(fresh.vhost)
    return rate


def peer(rig: Rig, events: list[Event], name: str) -> float:
    """A consumer of nameko's, with the same events in a quorum queue."""
    fresh = rig.vhost()
    bodies = [event.to_json() for event in events]
    fill(fresh.amqp_uri, [Outgoing("peer", "peer", body, content_type="application/json") for body in bodies])
    store = Path(tempfile.mkdtemp(dir=rig.folder)) / "rows.db"
    with child(
        "bench.peers.nameko_services", name, PEER_COUNT=str(len(events)), PEER_BUS_URI=fresh.amqp_uri,
        PEER_STORE=str(store),
    ) as one:  # fmt: skip
        rate = rate_of(one)
    rig.broker.delete_vhost(fresh.vhost)
    return rate


def _ask(url: str, waits: list[float], stop: threading.Event) -> None:
    answered = False
    while not stop.wait(0.1):
        began = time.perf_counter()
        try:
            requests.get(url, timeout=30)
        except requests.ConnectionError:
            if answered:
                raise
            continue  # it is starting
        if answered:  # the first one comes while it is still being put together
            waits.append(time.perf_counter() - began)
        answered = True


def _rate_of(url: str, count: int) -> float:
    """Look four times a second how many events were taken; return their rate from the first look that found any."""
    headers = {"Authorization": f"Bearer {issue(KEY, 'bench', ['operator'], region='')}"}
    started, before, looked, deadline = 0.0, 0, time.perf_counter(), time.perf_counter() + PATIENCE_S
    while (now := time.perf_counter()) < deadline:
        taken = _taken(url, headers)
        if taken and not started:
            started, before = (now, taken) if taken < count else (looked, 0)  # all of it since the look before
        looked = now
        if taken >= count:
            return (taken - before) / (time.perf_counter() - started)
        time.sleep(0.25)
    raise TimeoutError(f"not all {count} events were taken within {PATIENCE_S} s")


def _taken(url: str, headers: dict[str, str]) -> int:
    try:
        answer = requests.get(url, headers=headers, timeout=30)
    except requests.ConnectionError:
        return 0
    said: Any = answer.json() if answer.ok else {}
    return int(said.get("taken", {}).get("events", 0))
