"""A bus with the whole topology and a quick retry ladder, one per module, and plain AMQP access to it."""

from __future__ import annotations

import dataclasses
import itertools
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import amqp
import pytest

from lianfang.messaging.envelope import Event
from lianfang.messaging.link import Link
from lianfang.messaging.publisher import ConfirmedPublisher
from lianfang.messaging.topology import Topology, apply, load
from lianfang.persistence.store import Store
from lianfang.persistence.uri import open_store
from lianfang.runtime.broker import Broker, BrokerVhost
from tests.fixtures.waiting import until

QUICK = {"lianfang.retry.1s": 100, "lianfang.retry.10s": 200, "lianfang.retry.60s": 300}  # milliseconds


def quick(topology: Topology) -> Topology:
    """The topology with a retry ladder that does not make tests wait."""
    policies = tuple(
        dataclasses.replace(policy, definition={**policy.definition, "message-ttl": QUICK[policy.name]})
        if policy.name in QUICK
        else policy
        for policy in topology.policies
    )
    return dataclasses.replace(topology, policies=policies)


@pytest.fixture(scope="module")
def bus(broker: Broker) -> Iterator[BrokerVhost]:
    vhost = broker.new_vhost()
    apply(quick(load(teams=["350924.aoyang.case"], districts=["350924"])), vhost.management_uri, vhost.vhost)
    yield vhost
    broker.delete_vhost(vhost.vhost)


class Raw:
    """Plain AMQP for setting up and looking."""

    def __init__(self, uri: str) -> None:
        self.link = Link(uri, "test", io_timeout_s=60)
        self.channel = self.link.channel()

    def queue(self, name: str, *keys: str, exchange: str = "lianfang.events", **arguments) -> str:
        self.channel.queue_declare(
            name, durable=True, auto_delete=False, arguments={"x-queue-type": "quorum", **arguments}
        )
        for key in keys:
            self.channel.queue_bind(name, exchange, key)
        return name

    def exchange(self, name: str = "lianfang.events", type: str = "topic") -> None:
        self.channel.exchange_declare(name, type, durable=True, auto_delete=False)

    def publish(self, body: bytes, exchange: str = "", routing_key: str = "", **properties) -> None:
        self.channel.basic_publish(
            amqp.Message(body, delivery_mode=2, **properties), exchange=exchange, routing_key=routing_key
        )

    def get(self, queue: str, timeout: float = 60.0):
        """Take one for good: an ack on its way while the link is dropped would give it to the next test."""
        return until(lambda: self.channel.basic_get(queue, no_ack=True), timeout, f"a message in {queue}")

    def drain(self, queue: str, count: int, timeout: float = 60.0) -> list:
        taken: list = []

        def complete() -> bool:
            taken.extend(self._next(queue, count - len(taken)))
            return len(taken) == count

        until(complete, timeout)
        return taken

    def _next(self, queue: str, most: int) -> list:
        gets = (self.channel.basic_get(queue, no_ack=True) for _ in range(most))
        return list(itertools.takewhile(lambda message: message is not None, gets))

    def empty(self, queue: str) -> bool:
        return self.channel.basic_get(queue, no_ack=True) is None


@pytest.fixture
def raw(bus: BrokerVhost) -> Iterator[Raw]:
    plain = Raw(bus.amqp_uri)
    yield plain
    plain.link.drop()


@pytest.fixture
def publisher(bus: BrokerVhost) -> Iterator[ConfirmedPublisher]:
    running = ConfirmedPublisher(bus.amqp_uri, timeout_s=30)
    running.start()
    assert running.wait_connected(60)
    yield running
    running.stop()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite://{tmp_path}/store.db")
    yield opened
    opened.close()


_numbers = itertools.count(1)


def an_event(type: str = "test.happened.v1", region: str = "350924100", **data) -> Event:
    number = next(_numbers)
    return Event(
        id=str(uuid.uuid4()), type=type, source="/services/test", subject=f"s{number}",
        time=datetime.now(UTC).isoformat(), region=region, data=data, sequence=number,
    )  # fmt: skip


@pytest.fixture
def make_event() -> Callable[..., Event]:
    return an_event
