"""The embedded stack comes up whole or not at all, is found by others, mends itself and ends cleanly."""

from __future__ import annotations

import socket
import stat
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pika
import psutil
import pytest
import requests

from lianfang.runtime.children import until
from lianfang.runtime.provision import differences
from lianfang.runtime.stack import Stack
from lianfang.runtime.stack_plan import ServicePlan, StackError, StackPlan

pytestmark = pytest.mark.rabbit
TINY = (sys.executable, str(Path(__file__).parents[2] / "fixtures" / "tiny_service.py"))


class Provisioned(list):
    """Remembers what it was asked to provision."""

    def __call__(self, management_uri, vhost, accounts):
        self.append((management_uri, vhost, dict(accounts)))


@pytest.fixture
def plan(vhost):
    services = tuple(ServicePlan(name, 0, 0, TINY) for name in ("grid", "incident"))
    plan = StackPlan(services, bus_uri=vhost.amqp_uri, management_uri=vhost.management_uri)
    return plan.on_free_ports()


@pytest.fixture
def stack(tmp_path, plan):
    said: list[str] = []
    stack = Stack(tmp_path, plan, provision=Provisioned(), say=said.append)
    stack.said = said
    yield stack
    stack.down()


def test_every_service_has_its_own_account_store_and_ports(stack, vhost):
    state = stack.up()
    seen = {name: requests.get(f"{s.ops}/readyz", timeout=60).json() for name, s in state.services.items()}
    assert {name: e["LIANFANG_BUS_URI"].split(":")[1] for name, e in seen.items()} == {
        "grid": "//svc-grid",
        "incident": "//svc-incident",
    }
    for name in ("BUS_URI", "BUS_MANAGEMENT_URI", "STORE_URI", "HTTP_PORT", "OPS_PORT"):
        assert len({environment[f"LIANFANG_{name}"] for environment in seen.values()}) == 2, name
    ((management, where, accounts),) = stack._provision
    assert (management, where) == (vhost.management_uri, vhost.vhost)
    assert f":{accounts['grid']}@" in seen["grid"]["LIANFANG_BUS_URI"]


def test_the_page_knows_the_services_and_they_know_the_page(tmp_path, vhost):
    names = ("grid", "incident", "analytics")
    services = tuple(ServicePlan(name, 0, 0, TINY) for name in names)
    plan = StackPlan(services, bus_uri=vhost.amqp_uri, management_uri=vhost.management_uri).on_free_ports()
    with Stack(tmp_path, plan, provision=Provisioned()) as stack:
        state = stack.state
        seen = {name: requests.get(f"{its.ops}/readyz", timeout=60).json() for name, its in state.services.items()}
    room = seen["analytics"]
    assert dict(each.split("=") for each in room["LIANFANG_PEERS"].split(",")) == {
        name: state.services[name].http for name in names
    }
    assert dict(each.split("=") for each in room["LIANFANG_WATCHED"].split(",")) == {
        name: state.services[name].ops for name in names
    }
    port = state.services["analytics"].http_port
    for name in ("grid", "incident"):
        origins = seen[name]["LIANFANG_CORS_ORIGINS"].split(",")
        assert origins == [f"http://127.0.0.1:{port}", f"http://localhost:{port}"]
        assert "LIANFANG_PEERS" not in seen[name]
    assert "LIANFANG_CORS_ORIGINS" not in room
    assert {each["LIANFANG_ANALYTICS_DIR"] for each in seen.values()} == {str(tmp_path / "analytics")}


def test_what_the_shell_says_of_pages_does_not_reach_the_stack(stack, monkeypatch):
    for name in ("PEERS", "WATCHED", "CORS_ORIGINS", "ANALYTICS_DIR", "TOKEN_KEY_FILE"):
        monkeypatch.setenv(f"LIANFANG_{name}", "elsewhere")
    state = stack.up()
    seen = requests.get(f"{state.services['grid'].ops}/readyz", timeout=60).json()
    assert "elsewhere" not in seen.values()


def test_others_find_it_by_its_private_state_file(stack, tmp_path):
    state = stack.up()
    assert stat.S_IMODE((tmp_path / "stack.json").stat().st_mode) == 0o600
    assert Stack.running(tmp_path) == state
    assert psutil.pid_exists(state.services["incident"].pid)


def test_second_stack_in_the_same_folder_is_refused(stack, tmp_path, plan):
    state = stack.up()
    with pytest.raises(StackError, match=f"already runs in .* \\(pid {state.pid}\\)"):
        Stack(tmp_path, plan.on_free_ports(), provision=Provisioned()).up()
    assert Stack.running(tmp_path) == state


def test_busy_port_is_named_with_its_purpose(stack, plan):
    with socket.socket() as other:
        other.bind(("127.0.0.1", plan.services[1].http_port))
        other.listen()
        with pytest.raises(StackError, match=f"{plan.services[1].http_port} \\(incident's API\\)"):
            stack.up()


def test_service_that_cannot_start_leaves_nothing_behind(tmp_path, plan):
    grid, incident = plan.services
    broken = ServicePlan("incident", incident.http_port, incident.ops_port, (*TINY, "fail"))
    plan = replace(plan, services=(grid, broken))
    stack = Stack(tmp_path, plan, provision=Provisioned())
    with pytest.raises(StackError, match=r"incident ended with 1; .*\n.*no such place"):
        stack.up()
    assert Stack.running(tmp_path) is None
    assert plan.busy_ports() == {}


def test_killed_service_is_started_again(stack, tmp_path):
    before = stack.up().services["grid"].pid
    psutil.Process(before).kill()
    grid = stack.processes["grid"]

    def wait_then_end():
        until(lambda: grid.pid not in (None, before) and grid.ready(), 60)
        stack.end()

    threading.Thread(target=wait_then_end).start()
    stack.supervise(interval=0.05)
    assert any("grid ended with -9: starting it again" in line for line in stack.said)
    assert Stack.running(tmp_path).services["grid"].pid == grid.pid != before


def test_ends_in_reverse_order_and_leaves_nothing(stack, tmp_path):
    pids = [service.pid for service in stack.up().services.values()]
    stack.down()
    assert stack.said[-2:] == ["ending incident", "ending grid"]
    assert not any(psutil.pid_exists(pid) for pid in pids)
    assert Stack.running(tmp_path) is None
    assert not (tmp_path / "stack.json").exists()


def test_keys_are_kept_for_the_next_run(stack):
    first = stack.up()
    stack.down()
    again = stack.up()
    assert (again.field_keys, again.token_key) == (first.field_keys, first.token_key)
    assert again.services["grid"].bus_uri == first.services["grid"].bus_uri


def test_brings_its_own_broker_when_none_is_named(tmp_path):
    plan = StackPlan((ServicePlan("grid", 0, 0, TINY),)).on_free_ports()
    with Stack(tmp_path, plan) as stack:
        pid = stack.state.broker_pid
        assert differences(stack.state.management_uri, stack.state.vhost) == []
        assert not pika.BlockingConnection(pika.URLParameters(stack.state.services["grid"].bus_uri)).is_closed
        settings = stack.service_settings("grid")
        assert requests.get(f"{settings['BUS_MANAGEMENT_URI']}/api/queues/lianfang", timeout=60).ok
        assert "/lianfang" in stack.state.bus_uri
        assert requests.get(f"{stack.state.management_uri}/api/vhosts/lianfang", timeout=60).ok
    assert not psutil.pid_exists(pid)
    assert plan.busy_ports() == {}
