"""The doctor sees what is wrong on a machine and says what to do."""

from __future__ import annotations

import os
import socket
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from lianfang.runtime.doctor import facts, machine, running
from lianfang.runtime.stack_plan import ServicePlan, StackPlan
from lianfang.runtime.stack_state import ServiceState, StackState

NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def home(tmp_path):
    (tmp_path / "secrets.json").touch(mode=0o600)
    os.utime(tmp_path / "secrets.json", (NOW.timestamp(), NOW.timestamp()))
    return tmp_path


def test_secret_that_others_can_read_is_named(home):
    assert machine.folder(home).ok
    (home / "secrets.json").chmod(0o644)
    found = machine.folder(home)
    assert not found.ok
    assert found.remedy == f"chmod 600 {home / 'secrets.json'}"


def test_folder_that_does_not_exist_yet_is_judged_by_its_parent(tmp_path):
    assert machine.folder(tmp_path / "var").ok
    assert machine.disk(tmp_path / "var" / "deeper").ok


def test_clock_that_went_back_is_noticed(home):
    assert machine.clock(home, NOW).ok
    found = machine.clock(home, NOW - timedelta(minutes=1))
    assert not found.ok
    assert "secrets.json is from later" in found.detail


def test_port_in_use_is_named_with_its_purpose(tmp_path):
    plan = StackPlan((ServicePlan("grid", 0, 0),)).on_free_ports()
    assert machine.ports(plan, None).ok
    with socket.socket() as other:
        other.bind(("127.0.0.1", plan.amqp_port))
        other.listen()
        found = machine.ports(plan, None)
    assert not found.ok
    assert f"{plan.amqp_port} (the broker) is in use" in found.detail


def test_too_little_disk_is_a_finding(tmp_path, monkeypatch):
    monkeypatch.setattr(machine, "MIN_FREE_MB", 10**12)
    assert "free some" in machine.disk(tmp_path).remedy


def test_this_machine_has_what_the_tests_need():
    for check in (machine.python, machine.environment, machine.rabbitmq, machine.erlang, machine.fonts):
        found = check()
        assert found.ok, found


@pytest.fixture
def silent(tmp_path):
    """A service that does not run."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # bound, never listening: nobody else takes it
        port = held.getsockname()[1]
        yield ServiceState("grid", port, port, f"sqlite://{tmp_path}/none/grid.db", "amqp://x", "var/log/grid.log")


def test_silent_service_points_to_its_log(silent):
    found = running.service(silent)
    assert not found.ok
    assert found.remedy == "read var/log/grid.log"


def test_store_that_cannot_be_written_is_a_finding(silent):
    found = running.store(silent)
    assert not found.ok
    assert "unable to open" in found.detail


def test_facts_that_nobody_serves_point_to_the_log(silent, tmp_path):
    state = StackState(1, 0.0, str(tmp_path), "amqp://x", "http://x", "v", "k" * 32, [], {"analytics": silent})
    found, folder = facts.all_of(state)
    assert (found.ok, found.remedy) == (False, f"read {silent.log}")
    assert not folder.ok
    (tmp_path / "analytics").mkdir()
    assert facts.folder(tmp_path / "analytics").ok


def test_facts_need_room_for_a_second_file_of_them(tmp_path, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=600 * 2**20))
    assert facts.folder(tmp_path).ok
    with (tmp_path / "facts-1.duckdb").open("wb") as file:
        file.truncate(601 * 2**20)
    found = facts.folder(tmp_path)
    assert not found.ok
    assert "rebuild" in found.remedy


def test_a_stack_without_analytics_is_not_asked_for_facts(tmp_path):
    assert list(facts.all_of(StackState(1, 0.0, str(tmp_path), "amqp://x", "http://x", "v", "k" * 32, []))) == []
