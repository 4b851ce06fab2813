"""A node that hangs, or is cut off from the others, keeps its connections and confirms nothing."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit, urlunsplit

import pytest

from lianfang.messaging.publisher import ConfirmedPublisher, Outgoing, PublishFailed
from lianfang.runtime.broker import BrokerVhost

pytestmark = pytest.mark.rabbit
TIMEOUT_S = 3.0


class Relay:
    """Passes bytes on to a broker; connections made before `silence` are kept open and passed nothing any more."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        self.silent = threading.Event()
        self._sockets: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def silence(self) -> None:
        self.silent.set()
        self.silent = threading.Event()  # for those who come later

    def close(self) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        for each in (self._server, *self._sockets):
            each.close()

    def _accept(self) -> None:
        with suppress(OSError):  # closed: the test is over
            while True:
                near, _ = self._server.accept()
                far = socket.create_connection(("127.0.0.1", self._port))
                self._sockets += [near, far]
                for source, sink in ((near, far), (far, near)):
                    threading.Thread(target=self._pass, args=[source, sink, self.silent], daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, silent: threading.Event) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if not silent.is_set():
                    sink.sendall(data)


@pytest.fixture
def relay(vhost: BrokerVhost) -> Iterator[Relay]:
    made = Relay(urlsplit(vhost.amqp_uri).port or 5672)
    yield made
    made.close()


def message() -> Outgoing:
    return Outgoing("amq.topic", "a.b", b"{}", {}, "1")


def test_it_connects_anew_once_nothing_was_confirmed_for_the_timeout_though_heartbeats_tell_nothing_yet(
    vhost: BrokerVhost, relay: Relay
):
    parts = urlsplit(vhost.amqp_uri)
    uri = urlunsplit(parts._replace(netloc=f"{parts.netloc.rpartition(':')[0]}:{relay.port}"))
    publisher = ConfirmedPublisher(uri, timeout_s=TIMEOUT_S, heartbeat_s=60)
    publisher.start()
    try:
        assert publisher.wait_connected(60)
        publisher.publish([message()])
        relay.silence()
        with pytest.raises(PublishFailed, match="no confirm within"):
            publisher.publish([message()])
        began = time.monotonic()
        while time.monotonic() - began < 60:
            with suppress(PublishFailed):
                publisher.publish([message()])
                break
        else:
            pytest.fail("it stayed with the silent connection")
    finally:
        publisher.stop()
