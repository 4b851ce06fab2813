"""Loopback TCP ports: which are free, which answer."""

from __future__ import annotations

import os
import random
import socket
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import cycle, islice

LOOPBACK = "127.0.0.1"


_LASTING = range(10_240, 32_768)
"""Below the ports that systems give to clients (Linux: from 32768 on; others: from 49152 on).

A server that is restarted finds its port again: no client has been given it meanwhile.
"""

SHARES = 44
"""So many processes that were started one after another look for ports each in a share of its own."""


def free_port() -> int:
    """Return a TCP port of the loopback interface that nobody listens on at this moment."""
    return free_ports(1)[0]


def free_ports(count: int) -> list[int]:
    """Return `count` different loopback ports that nobody uses at this moment, for servers.

    A server may take seconds to listen, so a port is told again only when all others of this process's share were,
    and what another process was told is looked at last. Raises OSError when there are not so many.
    """
    found: list[int] = []
    for port in _candidates(os.getpid()):
        if len(found) == count:
            break
        if port not in found and is_free(port):
            found.append(port)
    if len(found) < count:
        raise OSError(f"no {count} free ports from {_LASTING.start} to {_LASTING.stop - 1} on {LOOPBACK}")
    return found


def share(pid: int) -> range:
    """Return the ports that the process `pid` looks at first."""
    return _LASTING[pid % SHARES :: SHARES]


def _candidates(pid: int) -> Iterator[int]:
    yield from islice(_round(pid), len(share(pid)))
    yield from _shuffled(_LASTING)


@cache
def _round(pid: int) -> Iterator[int]:
    return cycle(_shuffled(share(pid)))


def _shuffled(ports: Sequence[int]) -> list[int]:
    return random.SystemRandom().sample(ports, len(ports))


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
