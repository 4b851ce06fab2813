"""A rebuild beside the live base, swapped in under load; killed, it leaves the live one as it was."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from lianfang.messaging import topology
from lianfang.messaging.log import LOG
from lianfang.messaging.management import Management
from lianfang.runtime.children import until
from services.analytics.app.ports import Rebuilding
from services.analytics.engine.rebuilding import MODULE
from tests.fixtures.analytics_histories import history
from tests.integration.analytics.conftest import a_keeper
from tests.integration.analytics.test_projection import caught_up, expected, facts_in

pytestmark = pytest.mark.rabbit


def ended(keeper) -> str:
    assert until(lambda: keeper.progress().state in ("swapped", "refused", "failed"), 180, 0.05)
    return keeper.progress().state


@pytest.mark.timeout(300)
@pytest.mark.parametrize("count", [1_500, pytest.param(15_000, marks=pytest.mark.chaos)])
def test_a_rebuild_is_swapped_in_under_load_and_nothing_is_lost(keeper, publish, tmp_path, count):
    events, before = list(history(count)), count * 2 // 3
    publish(events[:before])
    assert caught_up(keeper.live, events[:before])
    cursor = keeper.live.changed(0, [""], 10**6, restricted=True)[-1].number
    asked, stop = [], threading.Event()

    def ask() -> None:
        while not stop.is_set():
            asked.append(keeper.live.query("SELECT count(*) FROM facts")[0][0])

    def send() -> None:
        for at in range(before, count, count // 60):
            publish(events[at : at + count // 60])
            time.sleep(0.05)

    asking, sending = threading.Thread(target=ask), threading.Thread(target=send)
    asking.start()
    sending.start()
    keeper.rebuild()
    with pytest.raises(Rebuilding):
        keeper.rebuild()
    assert ended(keeper) == "swapped", keeper.progress()
    sending.join()
    assert caught_up(keeper.live, events)
    stop.set()
    asking.join()
    assert facts_in(keeper.live) == expected(events)
    assert asked == sorted(asked), "no question met a base that knew less than before"
    assert (keeper.progress().differences, keeper.progress().done >= before) == ([], True)
    assert [path.name for path in (tmp_path / "facts").glob("*.duckdb")] == ["facts-2.duckdb"]
    every = {(one.item.kind, one.item.id) for one in keeper.live.changed(0, [""], 10**6, restricted=True)}
    after = {(one.item.kind, one.item.id) for one in keeper.live.changed(cursor, [""], 10**6, restricted=True)}
    assert after == every, "who followed the old board sees all of the new one"


def test_a_rebuild_that_differs_is_refused_unless_it_is_wanted_anyway(keeper, publish):
    events = list(history(800))
    publish(events)
    assert caught_up(keeper.live, events)
    lost = expected(events)[0]
    keeper.live.base._writer.execute("DELETE FROM facts WHERE event_id = ?", [lost[0]])
    keeper.rebuild()
    assert ended(keeper) == "refused"
    assert keeper.progress().differences
    assert lost not in facts_in(keeper.live)
    keeper.rebuild(anyway=True)
    assert ended(keeper) == "swapped"
    assert facts_in(keeper.live) == expected(events)


def child_of(pid: int) -> int | None:
    """The process that reads the log for a rebuild, None when there is none yet or any more."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            command = (stat.parent / "cmdline").read_bytes()
        except OSError:
            continue  # it has ended
        if int(fields[1]) == pid and fields[0] != "Z" and MODULE.encode() in command:
            return int(stat.parent.name)
    return None


def test_the_reading_process_killed_leaves_the_facts_in_use_and_the_next_rebuild_succeeds(
    keeper, publish, tmp_path
):
    events = list(history(600))
    publish(events)
    assert caught_up(keeper.live, events)
    keeper.rebuild()
    found: list[int] = []
    assert until(lambda: found.extend(filter(None, [child_of(os.getpid())])) or found, 60, 0.005)
    os.kill(found[0], signal.SIGKILL)
    assert ended(keeper) == "failed"
    assert keeper.progress().reason
    assert facts_in(keeper.live) == expected(events)
    keeper.rebuild()
    assert ended(keeper) == "swapped", keeper.progress()
    assert facts_in(keeper.live) == expected(events)
    assert [path.name for path in (tmp_path / "facts").glob("*.duckdb")] == ["facts-2.duckdb"]


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("count", "kills"), [(600, 2), pytest.param(3_000, 12, marks=pytest.mark.chaos)])
def test_a_process_killed_during_a_rebuild_goes_on_with_one_whole_generation(bus, publish, tmp_path, count, kills):
    events, chance = list(history(count)), random.Random(4)
    publish(events)
    folder = tmp_path / "facts"
    for _ in range(kills):
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.fixtures.analytics_keeping", bus, str(folder), "rebuild"],
            stdout=subprocess.PIPE,
        )
        assert child.stdout.readline() == b"open\n"
        time.sleep(chance.uniform(0.1, 3))
        child.kill()
        child.wait()
    keeper = a_keeper(bus, folder)
    assert keeper.tick()
    assert caught_up(keeper.live, events)
    assert facts_in(keeper.live) == expected(events)
    assert len(list(folder.glob("*.duckdb"))) == 1
    keeper.close()


@pytest.mark.chaos
def test_what_the_log_no_longer_holds_is_carried_over(keeper, publish, bus, vhost):
    events = [event for event in history(400) if not event.restricted]
    publish(events[:100])
    assert caught_up(keeper.live, events[:100])
    Management(vhost.management_uri, vhost.vhost).delete("queues", vhost.vhost, LOG)
    topology.apply(topology.load(), vhost.management_uri, vhost.vhost)
    assert until(lambda: keeper.live.query("SELECT 1 FROM gaps"), 60)
    publish(events[100:])
    assert until(lambda: facts_in(keeper.live) == expected(events), 60)
    keeper.rebuild()
    assert ended(keeper) == "swapped", keeper.progress()
    assert keeper.progress().carried == len(expected(events[:100]))
    assert facts_in(keeper.live) == expected(events)
