"""Ports for servers are free, different, and still there after a restart."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from lianfang.runtime import ports

RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")


def test_ports_are_different_and_a_server_can_listen_on_each():
    found = ports.free_ports(50)
    assert len(set(found)) == 50
    for port in found:
        with socket.create_server((ports.LOOPBACK, port)):
            assert not ports.is_free(port)


def test_a_port_is_not_told_twice_while_its_server_may_still_be_starting():
    found = [ports.free_port() for _ in range(200)]
    assert len(set(found)) == 200


def test_processes_started_side_by_side_are_told_different_ports():
    shares = [set(ports.share(pid)) for pid in range(4711, 4711 + ports.SHARES)]
    assert len(set().union(*shares)) == sum(len(share) for share in shares)
    assert set(ports.free_ports(20)) <= set(ports.share(os.getpid()))


@pytest.mark.skipif(not RANGE.exists(), reason="tells what Linux gives to clients")
def test_no_client_is_given_a_server_s_port_while_it_restarts():
    given_to_clients = int(RANGE.read_text().split()[0])
    assert max(ports.free_ports(500)) < given_to_clients


def test_a_port_in_use_is_never_told(monkeypatch):
    with socket.create_server((ports.LOOPBACK, 0)) as held:
        port = held.getsockname()[1]
        monkeypatch.setattr(ports, "_LASTING", range(port, port + 1))
        with pytest.raises(OSError, match="no 1 free ports"):
            ports.free_port()
