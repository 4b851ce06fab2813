"""Loopback TCP ports: which are free, which answer."""

from __future__ import annotations

import random
import socket

LOOPBACK = "127.0.0.1"


_LASTING = range(10_240, 32_768)
"""Below the ports that systems give to clients (Linux: from 32768 on; others: from 49152 on).

A server that is restarted finds its port again: no client has been given it meanwhile.
"""


def free_port() -> int:
    """Return a TCP port of the loopback interface that nobody listens on at this moment."""
    return free_ports(1)[0]


def free_ports(count: int) -> list[int]:
    """Return `count` different loopback ports that nobody uses at this moment, for servers.

    Raises OSError when there are not so many.
    """
    found: list[int] = []
    for port in random.SystemRandom().sample(_LASTING, len(_LASTING)):
        if len(found) == count:
            break
        if is_free(port):
            found.append(port)
    if len(found) < count:
        raise OSError(f"no {count} free ports from {_LASTING.start} to {_LASTING.stop - 1} on {LOOPBACK}")
    return found


def is_free(port: int) -> bool:
    """Tell whether a server could listen on the loopback `port` now."""
    with socket.socket() as probe:
        # As servers do: a port that only lingers in TIME_WAIT counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def answers(port: int, timeout: float = 0.5) -> bool:
    """Tell whether something accepts TCP connections on the loopback `port` within `timeout` seconds."""
    try:
        socket.create_connection((LOOPBACK, port), timeout).close()
    except OSError:
        return False
    return True


def speaks_amqp(port: int, timeout: float = 1.0) -> bool:
    """Tell whether an AMQP 0-9-1 broker answers on the loopback `port` (a method frame to our header)."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout) as peer:
            peer.settimeout(timeout)
            peer.sendall(b"AMQP\x00\x00\x09\x01")
            return peer.recv(1) == b"\x01"
    except OSError:
        return False
