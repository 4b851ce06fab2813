"""The private RabbitMQ node keeps to itself, keeps what it confirmed, and comes back."""

from __future__ import annotations

import socket
import time

import pika
import pika.exceptions
import psutil
import pytest
import requests

from lianfang.runtime.broker import Broker, BrokerError, BrokerVhost
from tests.fixtures.waiting import until

pytestmark = pytest.mark.rabbit


def connect(uri: str) -> pika.BlockingConnection:
    return pika.BlockingConnection(pika.URLParameters(uri))


def declare(channel, queue: str) -> None:
    channel.queue_declare(queue, durable=True, arguments={"x-queue-type": "quorum"})


def test_listens_on_loopback_only(broker: Broker):
    node = psutil.Process(broker.pid)
    listening = [c.laddr for c in node.net_connections("inet") if c.status == psutil.CONN_LISTEN]
    assert {address.ip for address in listening} <= {"127.0.0.1", "::1", "::ffff:127.0.0.1"}
    assert {broker.node.ports.amqp, broker.node.ports.management} <= {a.port for a in listening}


def test_guest_does_not_exist(broker: Broker):
    assert "guest" not in [user["name"] for user in broker.manage("GET", "users")]


def test_vhosts_are_separate(broker: Broker, vhost: BrokerVhost):
    with connect(vhost.amqp_uri) as connection:
        connection.channel().queue_declare("here", durable=True)
    other = broker.new_vhost()
    with connect(other.amqp_uri) as connection, pytest.raises(pika.exceptions.ChannelClosedByBroker):
        connection.channel().queue_declare("here", passive=True)
    broker.delete_vhost(other.vhost)


def test_management_uri_carries_the_administrator(vhost: BrokerVhost):
    assert requests.get(f"{vhost.management_uri}/api/whoami", timeout=60).json()["name"] == "lianfang-admin"


def keep_one(vhost: BrokerVhost) -> None:
    """Leave a confirmed message in a queue."""
    with connect(vhost.amqp_uri) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        declare(channel, "kept")
        channel.basic_publish("", "kept", b"still here", pika.BasicProperties(delivery_mode=2))
    time.sleep(1)  # see Broker.kill: the declaration itself is not on disk at once


def assert_kept(vhost: BrokerVhost) -> None:
    with connect(vhost.amqp_uri) as connection:
        channel = connection.channel()
        body = until(lambda: channel.basic_get("kept", auto_ack=True)[2], what="a leader of the queue")
    assert body == b"still here"


def test_confirmed_message_survives_a_stop(broker: Broker, vhost: BrokerVhost):
    keep_one(vhost)
    broker.stop()
    assert broker.pid is None
    broker.start()
    assert_kept(vhost)


def test_confirmed_message_survives_a_kill_and_the_queue_declared_just_before_it_takes_messages_after_the_start(
    broker: Broker, vhost: BrokerVhost
):
    keep_one(vhost)
    with connect(vhost.amqp_uri) as connection:
        declare(connection.channel(), "last")
    broker.kill()
    assert broker.pid is None
    broker.start()
    assert_kept(vhost)
    with connect(vhost.amqp_uri) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        connection.call_later(20, connection.close)  # without a leader a publish is never confirmed
        channel.basic_publish("", "last", b"taken", pika.BasicProperties(delivery_mode=2), mandatory=True)
        assert channel.basic_get("last", auto_ack=True)[2] == b"taken"


def test_memory_alarm_blocks_publishers_and_lets_them_go(broker: Broker, vhost: BrokerVhost):
    parameters = pika.URLParameters(vhost.amqp_uri)
    parameters.blocked_connection_timeout = 1
    with broker.publishers_blocked():
        connection = pika.BlockingConnection(parameters)
        channel = connection.channel()
        channel.confirm_delivery()
        with pytest.raises(pika.exceptions.ConnectionBlockedTimeout):
            channel.basic_publish("", "nobody", b"waits")
    with connect(vhost.amqp_uri) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        channel.basic_publish("", "nobody", b"goes")
        assert channel.is_open


def test_port_in_use_is_said_at_once(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(BrokerError, match=f"port {port} is in use"):
            Broker(tmp_path, amqp_port=port).start()
