"""The network between a cluster's nodes: what it shows of them, and what a cut is."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from lianfang.runtime.cluster.network import Network

REGISTER, LOOK_UP, NAMES = 120, 122, 110


def asked(port: int, request: bytes) -> socket.socket:
    peer = socket.create_connection(("127.0.0.1", port), 5)
    peer.sendall(struct.pack(">H", len(request)) + request)
    return peer


def registered(network: Network, name: str, port: int) -> socket.socket:
    text = name.encode()
    peer = asked(
        network.epmd_ports[name], struct.pack(">BHBBHHH", REGISTER, port, 77, 0, 6, 5, len(text)) + text + b"\0\0"
    )
    assert peer.recv(6)[:2] == bytes([118, 0])
    return peer


def looked_up(network: Network, by: str, name: str) -> int | None:
    with closing(asked(network.epmd_ports[by], bytes([LOOK_UP]) + name.encode())) as peer:
        answer = peer.recv(100)
    return struct.unpack_from(">H", answer, 2)[0] if answer[1] == 0 else None


@pytest.fixture
def network() -> Iterator[Network]:
    made = Network(["a", "b"])
    made.start()
    yield made
    made.stop()


@pytest.fixture
def echo() -> Iterator[int]:
    """Listen as node b would, and give back what comes."""

    def serve(peer: socket.socket) -> None:
        with peer:
            while data := peer.recv(100):
                peer.sendall(data)

    def accept(server: socket.socket) -> None:
        while True:
            try:
                peer, _ = server.accept()
            except OSError:
                return  # closed: the test is over
            threading.Thread(target=serve, args=[peer], daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=accept, args=[server], daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)


def test_a_node_is_shown_itself_as_it_is_and_its_neighbour_behind_a_relay(network: Network, echo: int):
    with closing(registered(network, "b", echo)):
        assert looked_up(network, "b", "b") == echo
        relay = looked_up(network, "a", "b")
        assert relay not in (None, echo)
        assert looked_up(network, "a", "c") is None
        with closing(asked(network.epmd_ports["b"], bytes([NAMES]))) as peer:
            assert f"name b at port {echo}".encode() in peer.recv(200)


def test_a_node_that_ended_is_not_shown(network: Network, echo: int):
    registered(network, "b", echo).close()
    for _ in range(100):
        if looked_up(network, "a", "b") is None:
            break
    assert looked_up(network, "a", "b") is None


def test_a_cut_passes_nothing_on_closes_nothing_and_loses_nothing_of_what_was_under_way(
    network: Network, echo: int
):
    with closing(registered(network, "b", echo)):
        relay = looked_up(network, "a", "b")
        with socket.create_connection(("127.0.0.1", relay), 5) as peer:
            peer.sendall(b"before")
            assert peer.recv(10) == b"before"
            network.cut("b")
            peer.sendall(b"during")
            peer.settimeout(0.3)
            with pytest.raises(TimeoutError):
                peer.recv(10)
            network.heal("b")
            peer.settimeout(60)
            assert peer.recv(10) == b"during"


def test_who_dials_during_a_cut_gets_no_answer_and_no_refusal_and_must_dial_again(network: Network, echo: int):
    with closing(registered(network, "b", echo)):
        relay = looked_up(network, "a", "b")
        network.cut("a")
        with socket.create_connection(("127.0.0.1", relay), 5) as late:
            late.settimeout(0.3)
            with pytest.raises(TimeoutError):
                late.recv(1)
            network.heal("a")
            late.settimeout(60)
            assert late.recv(1) == b""
        with socket.create_connection(("127.0.0.1", relay), 5) as again:
            again.sendall(b"hello")
            assert again.recv(10) == b"hello"
