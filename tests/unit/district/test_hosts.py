"""An address of several nodes: the SDK gets on with those that take connections."""

import logging
import socket

import pytest

from lianfang_district.hosts import each_host
from lianfang_district.link import Link


def test_several_hosts_share_account_virtual_host_and_parameters():
    assert each_host("amqp://team-1:p%2Cw@one:5672,two/v?heartbeat=5") == [
        "amqp://team-1:p%2Cw@one:5672/v?heartbeat=5", "amqp://team-1:p%2Cw@two/v?heartbeat=5",
    ]  # fmt: skip
    assert each_host("amqp://a:b@one/v") == ["amqp://a:b@one/v"]


def test_a_node_that_refuses_does_not_keep_a_client_from_the_others(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.CRITICAL, "pika")
    with socket.create_server(("127.0.0.1", 0)) as up, socket.socket() as down:
        down.bind(("127.0.0.1", 0))  # bound and not listening: refuses
        dead, alive = down.getsockname()[1], up.getsockname()[1]
        up.settimeout(60)
        link = Link(f"amqp://a:b@127.0.0.1:{dead},127.0.0.1:{alive}/v", "district.350924", 1)
        link.start()
        peer, _ = up.accept()
        with peer:
            peer.settimeout(60)
            assert peer.recv(8) == b"AMQP\x00\x00\x09\x01"
            link.close(0)
