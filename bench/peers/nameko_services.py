"""The bare nameko peers: an HTTP echo, a dispatcher, a handler and two consumers, as its documentation shows them.

Run: ``python -m bench.peers.nameko_services NAME`` with PEER_BUS_URI and PEER_PORT set; it serves until SIGTERM.
"""

from __future__ import annotations

import eventlet

eventlet.monkey_patch()

import json  # noqa: E402
import os  # noqa: E402
import signal  # noqa: E402
import sqlite3  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402

from kombu import Exchange, Queue  # noqa: E402
from nameko.containers import ServiceContainer  # noqa: E402
from nameko.events import EventDispatcher, event_handler  # noqa: E402
from nameko.messaging import consume  # noqa: E402
from nameko.web.handlers import http  # noqa: E402

EXCHANGE = Exchange("peer", type="direct", durable=True)
QUEUE = Queue(
    "peer", exchange=EXCHANGE, routing_key="peer", durable=True, queue_arguments={"x-queue-type": "quorum"}
)


class Echo:
    name = "echo"

    @http("POST", "/echo")
    def echo(self, request):
        return json.dumps(json.loads(request.get_data()))


class Dispatching:
    """HTTP in, event out: what intake would be without an outbox."""

    name = "dispatching"
    dispatch = EventDispatcher()

    @http("POST", "/echo")
    def echo(self, request):
        self.dispatch("accepted", {**json.loads(request.get_data()), "at": time.time()})
        return "{}"


class Handling:
    """Receives what Dispatching sends; writes how long each took, one number a line."""

    name = "handling"

    @event_handler("dispatching", "accepted")
    def handle(self, payload):
        print(f"{(time.time() - payload['at']) * 1000:.3f}", flush=True)


class Consuming:
    """A bare @consume without any effect; prints the rate once the expected number came."""

    name = "consuming"
    seen = 0
    started = 0.0

    @consume(QUEUE)
    def consume(self, _payload):
        Consuming.seen += 1
        if Consuming.seen == 1:
            Consuming.started = time.perf_counter()
        if Consuming.seen == int(os.environ["PEER_COUNT"]):
            print(json.dumps({"rate": Consuming.seen / (time.perf_counter() - Consuming.started)}), flush=True)


class Recording:
    """A bare @consume that writes one durable row for each message, and prints the rate as `Consuming` does."""

    name = "recording"
    seen = 0
    started = 0.0
    rows: sqlite3.Connection | None = None

    @consume(QUEUE)
    def consume(self, payload):
        rows = Recording.rows = Recording.rows or rows_of(os.environ["PEER_STORE"])
        Recording.started = Recording.started or time.perf_counter()
        rows.execute("INSERT INTO rows VALUES (?, ?)", (payload["id"], json.dumps(payload)))
        Recording.seen += 1
        if Recording.seen == int(os.environ["PEER_COUNT"]):
            print(json.dumps({"rate": Recording.seen / (time.perf_counter() - Recording.started)}), flush=True)


def rows_of(path):
    """Open a table whose every insert is durable when it returns, as our store's writes are."""
    rows = sqlite3.connect(path, isolation_level=None)
    for setting in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL"):
        rows.execute(setting).fetchall()
    rows.execute("CREATE TABLE rows (id TEXT PRIMARY KEY NOT NULL, body TEXT NOT NULL)")
    return rows


PEERS = {service.name: service for service in (Echo, Dispatching, Handling, Consuming, Recording)}


def main() -> None:
    config = {
        "AMQP_URI": os.environ["PEER_BUS_URI"],
        "WEB_SERVER_ADDRESS": f"127.0.0.1:{os.environ.get('PEER_PORT', '0')}",
        "max_workers": 10,
    }
    container = ServiceContainer(PEERS[sys.argv[1]], config)
    signal.signal(signal.SIGTERM, lambda *_: eventlet.spawn_n(container.stop))
    container.start()
    print("ready", flush=True)
    container.wait()


if __name__ == "__main__":
    main()
