"""The broker is killed and started again under a publisher and a relay."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

import pytest

from lianfang.messaging.outbox import OutboxRelay
from lianfang.messaging.publisher import ConfirmedPublisher, Outgoing, PublishFailed
from lianfang.persistence.aggregate import collection
from tests.integration.messaging.conftest import Raw
from tests.integration.messaging.outbox_things import commit

TIMEOUT_S = 2
"""Of a publish."""

pytestmark = pytest.mark.rabbit


def test_publishing_and_relaying_survive_the_broker_being_killed(broker, vhost, store):
    """Every message is confirmed or its publisher is told; every committed event arrives."""
    raw = Raw(vhost.amqp_uri)
    raw.exchange()
    raw.queue("all", "#")
    # RabbitMQ 3.10 forgets to elect a leader for the quorum queue declared last before its only node is killed.
    raw.queue("declared.last")
    raw.link.drop()
    store.declare(collection("things"))
    publisher = ConfirmedPublisher(vhost.amqp_uri, timeout_s=TIMEOUT_S)
    publisher.start()
    assert publisher.wait_connected(60)
    relay = OutboxRelay(store, publisher, lambda: datetime.now(UTC), ["things"], sweep_every_s=0.5)
    relay.start()
    committed: list[str] = []
    stop = threading.Event()
    waits: list[float] = []

    def work() -> None:
        while not stop.is_set():
            pending, ids = commit(store, events=2)
            committed.extend(ids)
            relay.hand_over(pending)
            started = time.monotonic()
            try:
                publisher.publish([Outgoing("", "all", b"direct")])
            except PublishFailed:
                committed.append("")  # told: nothing is promised
            waits.append(time.monotonic() - started)
            time.sleep(0.01)

    worker = threading.Thread(target=work)
    worker.start()
    time.sleep(0.5)
    began = time.monotonic()
    broker.kill()
    time.sleep(2.5)  # longer than the publish timeout, so that some are given up and left to the sweep
    broker.start()
    outage = time.monotonic() - began
    time.sleep(1)
    stop.set()
    worker.join()
    deadline = time.monotonic() + 90
    while relay.oldest_pending_age() and time.monotonic() < deadline:
        relay.sweep(0)
    assert relay.oldest_pending_age() == 0
    assert max(waits) < outage, "nobody waits for the broker to come back"
    assert "" in committed, "the outage was too short to be seen"
    relay.stop()
    publisher.stop()
    raw = Raw(vhost.amqp_uri)
    arrived = set()
    while (message := raw.channel.basic_get("all", no_ack=True)) is not None:
        arrived.add(message.properties.get("message_id"))
    assert {id for id in committed if id} <= arrived
