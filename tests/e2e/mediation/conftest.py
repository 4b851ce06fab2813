"""The session's stack, and the mediation service in it with the steady county's roster."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from lianfang.runtime.ports import free_ports
from lianfang.runtime.process import ManagedProcess
from tests.e2e.mediation.office import Office
from tests.e2e.spine import Spine


@pytest.fixture(scope="session")
def office(spine: Spine) -> Office:
    """The service, with one mediator in the steady county. What tests open there is found by its time."""
    office = Office(spine)
    office.furnish()
    return office


@dataclass(frozen=True, slots=True)
class Replica:
    """Another process of the service on the same store. url: its address."""

    process: ManagedProcess
    url: str


@pytest.fixture
def second_replica(spine: Spine) -> Iterator[Replica]:
    """One that is ready; a test may kill it."""
    (port,) = free_ports(1)
    process = spine.process("mediation", same_ports=False, HTTP_PORT=str(port))
    process.start()
    process.wait_ready()
    yield Replica(process, f"http://127.0.0.1:{port}")
    process.kill()
