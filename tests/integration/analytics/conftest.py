"""A virtual host with the logs in it, and events published into them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lianfang.messaging import topology
from lianfang.messaging.envelope import Event
from lianfang.messaging.publisher import ConfirmedPublisher, outgoing
from services.analytics.engine.keeper import Keeper


@pytest.fixture
def bus(vhost) -> str:
    """The URI of a fresh virtual host with the platform's topology."""
    topology.apply(topology.load(), vhost.management_uri, vhost.vhost)
    return vhost.amqp_uri


@pytest.fixture
def publish(bus) -> Iterator[Callable[[Iterable[Event]], None]]:
    """Publishes events and returns when the broker has them."""
    publisher = ConfirmedPublisher(bus, timeout_s=30)
    publisher.start()
    yield lambda events: publisher.publish([outgoing(event) for event in events])
    publisher.stop()


@pytest.fixture
def keeper(bus, tmp_path) -> Iterator[Keeper]:
    """An open keeper in this process."""
    made = a_keeper(bus, tmp_path / "facts")
    assert made.tick()
    yield made
    made.close()


def a_keeper(uri: str, folder: Path) -> Keeper:
    return Keeper(uri, folder, lambda: datetime.now(UTC))
