"""`lianfang tail` on a real broker: readable lines, whole events as JSON, filters kept by the broker."""

from __future__ import annotations

import json
import threading
from zoneinfo import ZoneInfo

import kombu
import pytest

from lianfang.messaging.envelope import CONTENT_TYPE, Event
from lianfang.messaging.management import Management
from lianfang.messaging.routing import EVENTS, routing_key
from lianfang.messaging.topology import apply, load
from lianfang.runtime.broker import BrokerVhost
from lianfang.runtime.cli.app import run
from lianfang.runtime.cli.tail import line
from tests.fixtures.waiting import until

pytestmark = pytest.mark.rabbit


def event(number: int, region: str = "350924100", name: str = "reported") -> Event:
    return Event(
        id=f"e{number}", type=f"incident.{name}.v1", source="/services/incident", subject="0b6f2a3e-52f4",
        time="2025-03-01T00:00:00.120+00:00", region=region, data={"category": "200101", "priority": 2},
    )  # fmt: skip


def test_only_what_was_asked_for_comes_whole_and_the_queue_goes(
    vhost: BrokerVhost, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    apply(load(), vhost.management_uri, vhost.vhost)
    monkeypatch.setenv("LIANFANG_BUS_URI", vhost.amqp_uri)
    done: list[int] = []
    arguments = ["tail", "--region", "350924", "--event", "reported", "--limit", "2", "--json"]
    follower = threading.Thread(target=lambda: done.append(run(arguments)), daemon=True)
    follower.start()
    management = Management(vhost.management_uri, vhost.vhost)
    until(lambda: "following" in capfd.readouterr().err, what="it says that it listens")
    temporary = [q["name"] for q in management.queues() if q["name"].startswith("amq.gen")]
    with kombu.Connection(vhost.amqp_uri) as connection:
        producer = connection.Producer()
        for each in (event(1), event(2, region="350925"), event(3, name="closed"), event(4)):
            producer.publish(
                each.to_json(), exchange=EVENTS, routing_key=routing_key(each), content_type=CONTENT_TYPE
            )
    follower.join(60)
    assert done == [0]
    printed = [json.loads(text) for text in capfd.readouterr().out.splitlines()]
    assert [each["id"] for each in printed] == ["e1", "e4"]
    until(lambda: temporary[0] not in {q["name"] for q in management.queues()}, what="it goes with its reader")


def test_a_line_for_people_has_local_time_and_the_facts() -> None:
    text = line(event(1), ZoneInfo("Asia/Shanghai"))
    assert text == "08:00:00.120 incident.reported.v1 350924100 0b6f2a3e category=200101 priority=2"
