"""Facts about RabbitMQ on which the topology rests: if one stops being true, the design may be made simpler."""

from __future__ import annotations

import pika
import pika.exceptions
import pytest

from tests.fixtures.accounts import publish, take

pytestmark = pytest.mark.rabbit
KEY = "incident.reported.v1.35.09.24"


def test_one_full_queue_that_rejects_makes_every_publisher_fail(bus, connect):
    arguments = {"x-queue-type": "quorum", "x-max-length": 4, "x-overflow": "reject-publish"}
    channel = connect(bus.admin_uri).channel()
    channel.confirm_delivery()
    channel.queue_declare("greedy", durable=True, arguments=arguments)
    channel.queue_bind("greedy", "lianfang.events", "#")
    refused = 0
    for _ in range(20):
        try:
            channel.basic_publish("lianfang.events", KEY, b"x", pika.BasicProperties(delivery_mode=2))
        except pika.exceptions.NackError:
            refused += 1
    assert refused >= 14  # 16 on a quiet broker: the limit is soft by a message or two
    assert len(take(connect(bus.admin_uri), "greedy", 0.6, 30)) == 20 - refused


def test_mandatory_says_nothing_because_the_log_takes_everything(bus, connect):
    channel = connect(bus.admin_uri).channel()
    channel.confirm_delivery()
    channel.basic_publish("lianfang.events", KEY, b"nobody but the log", mandatory=True)
    with pytest.raises(pika.exceptions.UnroutableError):
        channel.basic_publish("lianfang.commands", "nobody.listens.v1", b"x", mandatory=True)


def test_an_event_of_the_parent_does_not_reach_the_countys_binding(bus, connect):
    account = bus.accounts.add_district("350924")
    admin = connect(bus.admin_uri)
    publish(admin, "lianfang.events", "grid.release_published.v1.35.09", b"city")
    publish(admin, "lianfang.events", "grid.release_published.v1.35.09.24", b"county")
    assert [body for _, _, body in take(connect(account.uri), account.queue, 0.6, 5)] == [b"county"]
