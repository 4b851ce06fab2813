"""The doctor examines a running stack."""

from __future__ import annotations

import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lianfang.runtime.doctor import examine, running
from lianfang.runtime.stack import Stack
from lianfang.runtime.stack_plan import ServicePlan, StackPlan

pytestmark = pytest.mark.rabbit
TINY = (sys.executable, str(Path(__file__).parents[2] / "fixtures" / "tiny_service.py"))


@pytest.fixture
def stack(tmp_path, vhost):
    plan = StackPlan(
        (ServicePlan("grid", 0, 0, TINY),), bus_uri=vhost.amqp_uri, management_uri=vhost.management_uri
    )
    sqlite3.connect(tmp_path / "grid.db").close()
    (tmp_path / "grid.db").touch()
    with Stack(tmp_path, plan.on_free_ports(), provision=lambda *_: None) as stack:
        yield stack


def findings(stack, differences=()):
    listed = examine(stack.home, stack.plan, lambda uri, vhost: list(differences), datetime.now(UTC))
    return {finding.name: finding for finding in listed}


def test_healthy_stack_has_no_complaint(stack):
    found = findings(stack)
    assert {name: finding.detail for name, finding in found.items() if not finding.ok} == {}
    assert {"broker", "topology", "service grid", "store grid"} <= set(found)


def test_dead_service_and_wrong_topology_are_told_apart(stack):
    stack.processes["grid"].kill()
    found = findings(stack, ["missing queue incident.releases", "missing binding #"])
    assert {name for name, finding in found.items() if not finding.ok} == {"service grid", "topology"}
    assert "missing queue incident.releases" in found["topology"].detail
    assert "topology apply" in found["topology"].remedy


def test_alarm_of_the_broker_is_explained(stack, broker):
    with broker.publishers_blocked():
        found = running.broker(stack.state)
    assert not found.ok
    assert "alarm" in found.detail
    assert running.broker(stack.state).ok
