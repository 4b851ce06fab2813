"""From the bus into facts with exactly-once effect: kills, repeats, a log made anew, a second process."""

from __future__ import annotations

import dataclasses
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterable

import pytest
from prometheus_client import REGISTRY

from lianfang.messaging import topology
from lianfang.messaging.envelope import Event
from lianfang.messaging.log import LOG, RESTRICTED_LOG
from lianfang.messaging.management import Management
from lianfang.runtime.children import until
from services.analytics.app.ports import NotReady
from services.analytics.domain.facts.of_event import facts_of
from tests.fixtures.analytics_histories import history
from tests.integration.analytics.conftest import a_keeper

pytestmark = pytest.mark.rabbit


def expected(events: Iterable[Event]) -> list[tuple]:
    facts = {(fact.event_id, fact.kind, fact.other, fact.value) for event in events for fact in facts_of(event)}
    return sorted(facts)


def facts_in(base) -> list[tuple]:
    return sorted(base.query("SELECT event_id, kind, other, value FROM facts"))


def caught_up(base, events: list[Event]) -> bool:
    wanted = {LOG: sum(not event.restricted for event in events)}
    wanted[RESTRICTED_LOG] = len(events) - wanted[LOG]
    try:
        return until(lambda: all((base.offset(s) or 0) >= n for s, n in wanted.items()), 60, 0.05)
    except NotReady:
        return False


def test_what_is_published_becomes_facts_without_anybody_asking(keeper, publish):
    events = list(history(400))
    publish(events[:399])
    assert caught_up(keeper.live, events[:399])
    assert facts_in(keeper.live) == expected(events[:399])
    last = next(event for event in history(2_000, seed=5) if facts_of(event))
    publish([last])
    assert until(lambda: keeper.live.query("SELECT 1 FROM facts WHERE event_id = ?", [last.id]), 60, 0.01)
    assert keeper.problem() is None


def test_what_was_read_and_what_is_lacking_is_counted_for_operators(keeper, publish):
    def counted(name: str) -> float:
        return REGISTRY.get_sample_value(name, {"log": LOG}) or 0.0

    read, gaps = counted("lianfang_facts_events_total"), counted("lianfang_facts_gaps_total")
    good = next(each for each in history(2_000) if each.type == "incident.reported.v1" and not each.restricted)
    publish([good, dataclasses.replace(good, id="half-an-event", data={})])
    assert until(lambda: counted("lianfang_facts_events_total") >= read + 2, 60, 0.05)
    assert until(lambda: counted("lianfang_facts_gaps_total") == gaps + 1, 60, 0.05)


def test_events_that_come_twice_are_counted_once(keeper, publish):
    events = list(history(300))
    publish(events)
    publish(events[::-1])
    assert caught_up(keeper.live, events + events)
    assert facts_in(keeper.live) == expected(events)
    assert until(lambda: keeper.feed.totals.repeated == keeper.feed.totals.new == len(expected(events)), 60)


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("count", "kills"), [(1_200, 2), pytest.param(12_000, 12, marks=pytest.mark.chaos)])
def test_a_process_killed_again_and_again_counts_everything_once(bus, publish, tmp_path, count, kills):
    events, chance = list(history(count)), random.Random(3)
    sending = threading.Thread(target=lambda: [publish(events[at : at + 100]) for at in range(0, count, 100)])
    sending.start()
    for _ in range(kills):
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.fixtures.analytics_keeping", bus, str(tmp_path / "facts")],
            stdout=subprocess.PIPE,
        )
        assert child.stdout.readline() == b"open\n"
        time.sleep(chance.uniform(0.05, 0.9))
        child.kill()
        child.wait()
    sending.join()
    keeper = a_keeper(bus, tmp_path / "facts")
    assert keeper.tick()
    assert caught_up(keeper.live, events)
    assert facts_in(keeper.live) == expected(events)
    assert keeper.live.query("SELECT count(*) FROM gaps") == [(0,)]
    assert keeper.feed.totals.repeated == 0  # the place and the facts are one transaction: nothing is done twice
    keeper.close()


def test_a_second_process_waits_until_the_first_has_ended(keeper, bus, tmp_path):
    other = a_keeper(bus, tmp_path / "facts")
    assert not other.tick()
    assert "another process" in other.problem()
    with pytest.raises(NotReady):
        other.live.query("SELECT 1")
    keeper.close()
    assert other.tick()
    other.close()


@pytest.mark.parametrize("begins", [100, 380], ids=["longer than our place", "shorter"])
def test_a_log_that_was_made_anew_is_read_from_its_beginning(bus, publish, vhost, tmp_path, begins):
    events = list(history(400))
    events = [dataclasses.replace(event, restricted=False) for event in events]
    first = a_keeper(bus, tmp_path / "facts")
    assert first.tick()
    publish(events[:150])
    assert caught_up(first.live, events[:150])
    first.close()
    Management(vhost.management_uri, vhost.vhost).delete("queues", vhost.vhost, LOG)
    topology.apply(topology.load(), vhost.management_uri, vhost.vhost)
    publish(events[begins:])
    second = a_keeper(bus, tmp_path / "facts")
    assert second.tick()
    assert until(lambda: facts_in(second.live) == expected(events[:150] + events[begins:]), 60)
    gaps = second.live.query("SELECT stream, first_offset, last_offset FROM gaps")
    assert gaps == [(LOG, -1, -1)], "the old log's numbers count backwards from where the new one begins"
    second.close()
