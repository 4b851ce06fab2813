"""One AMQP connection and the one thread or greenlet that owns it.

py-amqp is not thread safe: two greenlets that read one connection raise "second simultaneous read", and writers can
mix their frames. Hence all frames of a connection are read and written by its owner, others only `Wakeup.wake` it.
"""

from __future__ import annotations

import logging
import math
import socket
import ssl
import time
from contextlib import AbstractContextManager
from typing import Any

import amqp

from lianfang.messaging.dialling import dial
from lianfang.messaging.frames import tolerant_frame_handler
from lianfang.messaging.outbound import Outbound
from lianfang.messaging.wakeup import Wakeup

# What may go wrong with a connection; amqp raises AttributeError too when the peer vanishes in mid-call.
LINK_ERRORS: tuple[type[BaseException], ...] = (OSError, amqp.exceptions.AMQPError, AttributeError)
_log = logging.getLogger(__name__)


class Link:
    """An open connection with bounded waits: no read for an answer and no write blocks longer than `io_timeout_s`.

    heartbeat_s: interval agreed with the broker; `service` must be called at least twice in it.
    blocked: the broker said that it does not read from publishers now (connection.blocked).
    account: whom the broker knows this connection as; empty when the URI does not name an account.
    """

    def __init__(self, uri: str, name: str, *, io_timeout_s: float = 5.0, heartbeat_s: float = 20.0) -> None:
        """Connect. Raises one of LINK_ERRORS. name: shown in the broker's list of connections."""
        self.blocked = False
        parameters = dial(
            uri, connect_timeout=io_timeout_s, heartbeat=heartbeat_s,
            transport_options={
                "frame_handler": tolerant_frame_handler,
                "client_properties": {"connection_name": name},
                # py-amqp's own default resets a connection whose peer has not read for one second.
                "socket_settings": {socket.TCP_USER_TIMEOUT: int(io_timeout_s * 1000)},
            },
        )  # fmt: skip
        self.account: str = parameters.userid or ""
        self.connection: amqp.Connection = parameters.transport.establish_connection()
        self.connection.on_blocked = self._on_blocked
        self.connection.on_unblocked = self._on_unblocked
        self._socket = self.connection.sock
        self._socket.settimeout(io_timeout_s)
        self._outbound = Outbound(self.connection.transport)
        # A TLS socket must not be read without waiting at all: py-amqp loses a half-read frame then.
        self._read_timeout_s = 0.001 if isinstance(self._socket, ssl.SSLSocket) else 0
        self._tick_every_s = max(0.05, (self.connection.heartbeat or 60) / 4)
        self._next_tick = time.monotonic() + self._tick_every_s

    def channel(self) -> Any:
        """Open a channel."""
        return self.connection.channel()

    def burst(self) -> AbstractContextManager[None]:
        """Collect what is written in the block and send it at its end with one system call."""
        return self._outbound.held()

    def drain(self, most_s: float = math.inf) -> bool:
        """Dispatch all frames that have arrived, without waiting. Raises LINK_ERRORS, channel errors among them.

        most_s: after so long it leaves the rest for another time, and returns False: parsing yields to nobody.
        """
        until = time.monotonic() + most_s
        try:
            while time.monotonic() < until:
                self.connection.drain_events(timeout=self._read_timeout_s)
        except TimeoutError:
            self._tick()
            return True
        self._tick()
        return False

    def wait(self, wakeup: Wakeup, timeout_s: float) -> None:
        """Wait for frames, for a wake-up (call `Wakeup.prepare` before), or `timeout_s`; read nothing."""
        until_tick = self._next_tick - time.monotonic()
        wakeup.wait(min(timeout_s, max(0.0, until_tick)), self._socket)

    def _tick(self) -> None:
        now = time.monotonic()
        if now >= self._next_tick:
            self._next_tick = now + self._tick_every_s
            self.connection.heartbeat_tick(rate=2)

    def close(self) -> None:
        """Close politely, at the latest after the I/O timeout; a connection that is lost is just dropped."""
        try:
            self.connection.close()
        except LINK_ERRORS as error:
            _log.debug("closing a lost connection: %s", error)
        finally:
            self.drop()

    def drop(self) -> None:
        """Close the socket without a word to the broker."""
        try:
            self.connection.collect()
        except LINK_ERRORS as error:
            _log.debug("dropping a connection: %s", error)

    def _on_blocked(self, reason: str) -> None:
        self.blocked = True
        _log.warning("the broker blocks publishers (a resource alarm): %s", reason)

    def _on_unblocked(self) -> None:
        self.blocked = False
        _log.info("the broker lets publishers go on")
