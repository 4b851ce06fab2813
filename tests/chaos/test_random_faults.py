"""Three minutes of faults at random under load, then the books. `make chaos`; LIANFANG_CHAOS_SEED repeats a run."""

from __future__ import annotations

import os
import random
import sqlite3
import threading
import time
from contextlib import closing

import pytest

from tests.e2e.spine import Spine, day

pytestmark = [pytest.mark.rabbit, pytest.mark.chaos]
SECONDS = float(os.environ.get("LIANFANG_CHAOS_SECONDS", "180"))
FAULT_POINTS = ("usecase.after_commit", "relay.after_confirm", "relay.before_clear", "relay.after_clear")


def kill_incident(spine: Spine, chance: random.Random) -> None:
    spine.incident.kill()
    time.sleep(chance.uniform(0, 2))
    spine.incident.start()


def end_incident(spine: Spine, chance: random.Random) -> None:
    assert spine.incident.terminate() == 0, "a clean stop"
    spine.incident.start()


def kill_incident_at_a_point(spine: Spine, chance: random.Random) -> None:
    spine.dies_at(f"{chance.choice(FAULT_POINTS)}:{chance.randint(1, 20)}", seconds=40)


def kill_grid(spine: Spine, chance: random.Random) -> None:
    spine.grid.kill()
    time.sleep(chance.uniform(0, 2))
    spine.grid.start()


def kill_broker(spine: Spine, chance: random.Random) -> None:
    spine.broker.kill()
    time.sleep(chance.uniform(0, 3))
    spine.broker.start()


def restart_broker(spine: Spine, chance: random.Random) -> None:
    spine.broker.restart()


def block_publishers(spine: Spine, chance: random.Random) -> None:
    with spine.broker.publishers_blocked():
        time.sleep(chance.uniform(0.5, 4))


def lock_store(spine: Spine, chance: random.Random) -> None:
    path = spine.stack.state.services["incident"].store_uri.removeprefix("sqlite://")
    with closing(sqlite3.connect(path, isolation_level=None, timeout=10)) as other:
        other.execute("BEGIN EXCLUSIVE")
        time.sleep(chance.uniform(1, 8))
        other.execute("ROLLBACK")


def second_replica_comes_and_is_killed(spine: Spine, chance: random.Random) -> None:
    replica = spine.process(same_ports=False)
    replica.start()
    try:
        replica.wait_ready()
        time.sleep(chance.uniform(0, 3))
        if chance.random() < 0.5:
            replica.terminate()
    finally:
        replica.kill()


FAULTS = (
    kill_incident, kill_incident, end_incident, kill_incident_at_a_point, kill_grid, kill_broker, restart_broker,
    block_publishers, lock_store, second_replica_comes_and_is_killed,
)  # fmt: skip


@pytest.mark.timeout(SECONDS + 300)
def test_books_balance_after_faults_at_random_under_load(spine, books, steady_team, capsys):
    seed = int(os.environ.get("LIANFANG_CHAOS_SEED") or random.SystemRandom().randint(1, 10**9))
    chance, done, until = random.Random(seed), [], time.monotonic() + SECONDS
    with capsys.disabled():
        print(f"\nchaos: LIANFANG_CHAOS_SEED={seed}, {SECONDS:g} s")
    cycles = int(SECONDS // 12) + 1
    reports = [{**each, "id": f"{each['id']}/{cycle}"} for cycle in range(cycles) for each in day(400)]
    stop = threading.Event()
    with spine.replaying(reports, books, concurrency=6, pause_s=0.03, patience_s=120, stop=stop) as summaries:
        while time.monotonic() < until:
            time.sleep(chance.uniform(0.5, 3))
            fault = chance.choice(FAULTS)
            done.append(fault.__name__)
            fault(spine, chance)
            spine.incident.wait_ready()
            spine.grid.wait_ready()
            _one_command_is_obeyed_once(spine, steady_team)
        stop.set()
    (summary,) = summaries
    balance = spine.settle(books, 60, quiet_s=3)
    with capsys.disabled():
        print(f"chaos: {len(done)} faults ({', '.join(done)})\nchaos: {balance}")
    assert not summary.refused, summary.reasons
    assert balance.balanced, (balance, books.missing()[:5], books.strays()[:5])


def _one_command_is_obeyed_once(spine, steady_team):
    incident = spine.report(category="300100", place={"grid": steady_team.grid}, region=steady_team.county)
    asked = steady_team.ear.wait(
        lambda ear: ear.heard(type="incident.task_requested.v1", incident_id=incident["id"]), 30
    )[0]
    command = steady_team.client.acknowledge(asked)
    steady_team.client.acknowledge(asked, command_id=command)
    told = steady_team.ear.wait(lambda ear: ear.heard(command_id=command), 45)
    assert [event.type for event in told] == ["incident.task_acknowledged.v1"]
