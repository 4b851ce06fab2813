"""The same node machinery runs RabbitMQ 3.10 and 4.x, and both take the same from us."""

from __future__ import annotations

import pika
import pika.exceptions
import pytest
from pika.adapters.blocking_connection import BlockingChannel

from lianfang.messaging.management import Management
from lianfang.messaging.topology import apply, load
from lianfang.runtime import broker_programs
from lianfang.runtime.broker import Broker, BrokerVhost

pytestmark = pytest.mark.rabbit
LARGEST = 16 * 2**20  # bytes: RabbitMQ 4's limit, set on 3.10 too
CLOSED = (pika.exceptions.ChannelClosedByBroker, pika.exceptions.ConnectionClosedByBroker)


def running(vhost: BrokerVhost) -> tuple[int, ...]:
    management = Management(vhost.management_uri, vhost.vhost)
    try:
        return management.version()
    finally:
        management.close()


def test_the_node_is_the_rabbitmq_that_was_asked_for(vhost):
    assert running(vhost) == broker_programs.version()


def test_a_transient_queue_for_all_which_rabbitmq_will_drop_is_refused_already(vhost):
    if running(vhost) < (3, 13):
        pytest.skip("before 3.13 RabbitMQ can't be told to refuse what is deprecated: `make test-rabbit4` does it")
    channel = pika.BlockingConnection(pika.URLParameters(vhost.amqp_uri)).channel()
    with pytest.raises(CLOSED, match="deprecated"):
        channel.queue_declare("anybody's", durable=False, exclusive=False)


def test_the_whole_topology_uses_nothing_deprecated(broker: Broker, vhost):
    apply(load(), vhost.management_uri, vhost.vhost)
    if running(vhost) < (3, 13):
        pytest.skip("before 3.13 RabbitMQ does not tell what is deprecated: `make test-rabbit4` asks")
    used = {feature["name"] for feature in broker.manage("GET", "deprecated-features/used")}
    # Of the management plugin itself; figures for people and tests, none that a service or a deadline depends on.
    assert used <= {"management_metrics_collection"}


def keep(channel: BlockingChannel, size: int) -> None:
    channel.queue_declare("kept", durable=True, arguments={"x-queue-type": "quorum"})
    channel.confirm_delivery()
    channel.basic_publish("", "kept", b"x" * size)


def test_a_message_of_16_mib_is_taken(vhost):
    with pika.BlockingConnection(pika.URLParameters(vhost.amqp_uri)) as connection:
        channel = connection.channel()
        keep(channel, LARGEST)
        assert len(channel.basic_get("kept", auto_ack=True)[2]) == LARGEST


def test_a_larger_one_is_refused_on_every_version(vhost):
    channel = pika.BlockingConnection(pika.URLParameters(vhost.amqp_uri)).channel()
    with pytest.raises(CLOSED, match="larger than"):
        keep(channel, LARGEST + 1)
