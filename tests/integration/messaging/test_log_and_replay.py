"""The event log over AMQP 0-9-1, and a district's replay from it: only what the district may see."""

from __future__ import annotations

import dataclasses
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lianfang.messaging.envelope import Event
from lianfang.messaging.log import RESTRICTED_LOG, Entry, read_entries, read_log
from lianfang.messaging.publisher import outgoing
from lianfang.messaging.replay import replay_district
from tests.fixtures.waiting import until

pytestmark = pytest.mark.rabbit
DISTRICT = "district.350924"


@pytest.fixture(scope="module")
def written(bus) -> dict[str, list[Event]]:
    """Earlier events, a pause, later ones: the log finds a place by whole seconds."""
    from lianfang.messaging.publisher import ConfirmedPublisher
    from tests.integration.messaging.conftest import an_event

    publisher = ConfirmedPublisher(bus.amqp_uri, timeout_s=60)
    publisher.start()
    early = [an_event(region="350924100", n=n) for n in range(20)]
    publisher.publish([outgoing(event) for event in early])
    time.sleep(2.1)
    between = datetime.now(UTC)
    time.sleep(1.1)
    own = [an_event(region=region) for region in ("350924", "350924100001", "3509241000011007")]
    task = dataclasses.replace(own[0], id="task", type="test.task.v1", addressee="aoyang.case")
    foreign = [an_event(region=region) for region in ("35", "3509", "350925", "350429")]
    secret = dataclasses.replace(an_event(region="350924"), restricted=True)
    publisher.publish([outgoing(event) for event in [*own, task, *foreign, secret]])
    many = [an_event(region="350924101", n=n) for n in range(400)]
    publisher.publish([outgoing(event) for event in many])
    publisher.stop()
    told: dict[str, list[Any]] = {
        "early": early, "own": [*own, task], "foreign": foreign, "secret": [secret], "many": many,
        "between": [between],
    }  # fmt: skip
    return told


def ids(events) -> list[str]:
    return [event.id for event in events]


def test_the_whole_log_is_read_in_order_up_to_its_end(bus, written):
    read = list(read_log(bus.amqp_uri))
    assert ids(read) == ids(written["early"] + written["own"] + written["foreign"] + written["many"])
    assert read[0] == written["early"][0]


def test_reading_since_a_time_leaves_out_what_came_before(bus, written):
    since = written["between"][0]
    assert ids(read_log(bus.amqp_uri, since)) == ids(written["own"] + written["foreign"] + written["many"])


def test_reading_from_beyond_the_end_ends(bus, written):
    assert list(read_log(bus.amqp_uri, datetime.now(UTC) + timedelta(hours=1))) == []


def test_the_restricted_log_holds_what_is_restricted_and_only_that(bus, written):
    assert ids(read_log(bus.amqp_uri, stream=RESTRICTED_LOG)) == ids(written["secret"])


def test_what_is_no_event_is_left_out(bus, written, raw):
    raw.publish(b"garbage", "lianfang.events", "test.garbage.v1.36")

    def entries() -> list[Entry]:
        return list(read_entries(bus.amqp_uri, written["between"][0]))

    until(lambda: entries()[-1].body == b"garbage")
    last = entries()[-1]
    assert last.routing_key == "test.garbage.v1.36"
    assert "x-stream-offset" not in last.headers
    assert ids(read_log(bus.amqp_uri))[-1] == written["many"][-1].id


def test_a_district_gets_again_what_it_may_see_and_nothing_else(bus, written, raw):
    raw.channel.queue_purge(DISTRICT)
    seen: list[int] = []
    expected = written["own"] + written["many"]
    since = written["between"][0]
    assert replay_district(bus.amqp_uri, "350924", since, dry_run=True) == len(expected)
    assert raw.empty(DISTRICT)
    assert replay_district(bus.amqp_uri, "350924", since, progress=seen.append) == len(expected)
    came = raw.drain(DISTRICT, len(expected))
    assert [message.body for message in came] == [event.to_json() for event in expected]
    assert [message.properties["message_id"] for message in came] == ids(expected)
    headers = came[0].properties["application_headers"]
    assert headers["lianfang-replayed"] is True
    assert headers["cloudEvents_id"] == expected[0].id
    assert raw.empty(DISTRICT)
    assert seen[-1] == len(expected)


def test_a_replay_keeps_to_its_rate(bus, written, raw):
    raw.queue("district.350429")
    assert replay_district(bus.amqp_uri, "350429", None, per_second=1000) == 1
    assert raw.get("district.350429").body == written["foreign"][3].to_json()


def test_a_replay_for_a_malformed_region_is_refused(bus):
    from lianfang.regions.codes import BadRegionCode

    with pytest.raises(BadRegionCode):
        replay_district(bus.amqp_uri, "35092", None)


def test_a_log_that_events_keep_coming_to_has_an_end_as_of_now(bus, written):
    from lianfang.messaging.publisher import ConfirmedPublisher
    from tests.integration.messaging.conftest import an_event

    publisher, ending = ConfirmedPublisher(bus.amqp_uri, timeout_s=30), threading.Event()

    def keep_coming():
        while not ending.wait(0.2):  # never a second of silence
            publisher.publish([outgoing(an_event(region="110101"))])

    publisher.start()
    flow = threading.Thread(target=keep_coming)
    flow.start()
    try:
        time.sleep(1)
        assert ids(written["many"])[-1] in ids(read_log(bus.amqp_uri, written["between"][0]))
        assert flow.is_alive()
    finally:
        ending.set()
        flow.join(40)
        publisher.stop()
