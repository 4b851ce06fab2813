"""The retry ladder and the parking place, which are policy only, do what the subscription entrypoint builds on."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pika
import pytest
from pika.adapters.blocking_connection import BlockingChannel

from lianfang.messaging.management import Management
from lianfang.messaging.topology import apply, load
from lianfang.runtime.broker import BrokerVhost
from tests.fixtures.waiting import until

pytestmark = pytest.mark.rabbit
PERSISTENT = pika.BasicProperties(delivery_mode=2, headers={"lianfang-attempts": 1})


@pytest.fixture
def channel(vhost: BrokerVhost) -> Iterator[BlockingChannel]:
    apply(load(), vhost.management_uri, vhost.vhost)
    with pika.BlockingConnection(pika.URLParameters(vhost.amqp_uri)) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        yield channel


def wait_for(channel: BlockingChannel, queue: str, timeout: float = 60.0):
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        method, properties, body = channel.basic_get(queue)
        if method:
            return method, properties, body
        time.sleep(0.05)
    raise AssertionError(f"nothing in {queue} after {timeout} s")


def test_a_retry_comes_back_after_its_delay_to_the_failing_queue_only(channel):
    started = time.monotonic()
    channel.basic_publish("lianfang.retry.1s", "incident.releases", b"again", PERSISTENT)
    method, properties, body = wait_for(channel, "incident.releases")
    assert body == b"again"
    assert properties.headers["lianfang-attempts"] == 1
    assert method.exchange == "lianfang.return"
    assert time.monotonic() - started >= 0.9
    for queue in ("incident.commands", "grid.commands", "incident.releases.dead", "lianfang.retry.1s"):
        assert channel.basic_get(queue)[0] is None


def test_a_retry_waits_when_its_queue_is_gone_and_is_not_lost(channel, vhost):
    management = Management(vhost.management_uri, vhost.vhost)
    management.delete("queues", vhost.vhost, "grid.commands")
    channel.basic_publish("lianfang.retry.1s", "grid.commands", b"patient", PERSISTENT)
    time.sleep(2)
    apply(load(), vhost.management_uri, vhost.vhost)
    # RabbitMQ tries the hand-over again by itself after minutes; until then the retry queue counts it, and the
    # count that management shows is some seconds old.
    queues = ("lianfang.retry.1s", "grid.commands")
    held = until(lambda: sum(queue["messages"] for queue in management.queues() if queue["name"] in queues))
    assert held == 1


def test_a_message_that_kills_its_consumer_again_and_again_is_parked_in_the_end(channel):
    channel.basic_publish("", "grid.commands", b"poison", pika.BasicProperties(delivery_mode=2))
    deliveries = 0
    while (got := channel.basic_get("grid.commands"))[0]:
        deliveries += 1
        channel.basic_reject(got[0].delivery_tag, requeue=True)  # from RabbitMQ 4.3 on a nack does not count
        assert deliveries <= 60
    _, properties, body = wait_for(channel, "grid.commands.dead")
    assert body == b"poison"
    assert properties.headers["x-death"][0]["reason"] == "delivery_limit"
    assert 50 <= deliveries <= 51


def test_both_logs_keep_what_was_published(channel):
    for exchange, stream in (
        ("lianfang.events", "lianfang.log"),
        ("lianfang.restricted", "lianfang.log.restricted"),
    ):
        channel.basic_publish(exchange, "incident.reported.v1.35.09.24", exchange.encode(), PERSISTENT)
        channel.basic_qos(prefetch_count=10)
        for _ in range(2):  # reading empties nothing
            for method, _properties, body in channel.consume(
                stream, arguments={"x-stream-offset": "first"}, inactivity_timeout=60
            ):
                assert body == exchange.encode()
                channel.basic_ack(method.delivery_tag)
                break
            channel.cancel()
