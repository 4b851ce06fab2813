"""A virtual host with the logs in it, and events published into them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from lianfang.messaging import topology
from lianfang.messaging.envelope import Event
from lianfang.messaging.publisher import ConfirmedPublisher, outgoing
from lianfang.runtime.provision import provision
from services.analytics.engine.keeper import Keeper
from tests.fixtures.http_process import HttpProcess

PASSWORD = "analytics-of-a-test"


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


@pytest.fixture
def service(vhost, tmp_path) -> Iterator[HttpProcess]:
    """The whole service as a process, with its own account."""
    process = HttpProcess(
        tmp_path / "service", "services.analytics", LIANFANG_BUS_URI=account_of(vhost),
        LIANFANG_ANALYTICS_DIR=str(tmp_path / "facts"),
    )  # fmt: skip
    yield process.start()
    process.stop()


def account_of(vhost) -> str:
    """Provision a virtual host as operators do, and return the URI of the service's own account there."""
    provision(vhost.management_uri, vhost.vhost, {"analytics": PASSWORD})
    return f"amqp://svc-analytics:{PASSWORD}@127.0.0.1:{urlsplit(vhost.amqp_uri).port}/{vhost.vhost}"


def a_keeper(uri: str, folder: Path) -> Keeper:
    return Keeper(uri, folder, lambda: datetime.now(UTC))
