"""The network between the nodes: a relay for each direction of each pair, which can go silent.

A cut is what a broken cable is: no connection is closed and none is refused, bytes just stop; the nodes find out by
Erlang's ticks (`net_ticktime`). Clients are not cut off, so a node stays reachable for them.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from lianfang.runtime.cluster.epmd import Directory
from lianfang.runtime.ports import LOOPBACK

_BYTES = 1 << 16
_PATIENCE_S = 10.0


class Network:
    """Relays between `names` (the words before the @ of node names), in a thread of its own."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = tuple(names)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="cluster network", daemon=True)
        self._directories: dict[str, Directory] = {}
        self._relays: dict[tuple[str, str], _Relay] = {}
        self._servers: list[asyncio.Server] = []
        self.epmd_ports: dict[str, int] = {}

    def start(self) -> None:
        """Listen: an epmd for each node, a relay for each pair and direction."""
        self._thread.start()
        self._wait(self._listen())

    def stop(self) -> None:
        """Hang up everything."""
        if self._thread.is_alive():
            self._wait(self._hang_up())
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(_PATIENCE_S)
            self._loop.close()

    def cut(self, name: str) -> None:
        """Silence all relays from and to a node."""
        self._each(name, _Relay.silence)

    def heal(self, name: str) -> None:
        """Let bytes flow again from and to a node."""
        self._each(name, _Relay.flow)

    def _each(self, name: str, do: Callable[[_Relay], None]) -> None:
        async def all_of_them() -> None:
            for pair, relay in self._relays.items():
                if name in pair:
                    do(relay)

        self._wait(all_of_them())

    def _wait(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(_PATIENCE_S)

    async def _listen(self) -> None:
        for near in self._names:
            for far in self._names:
                if near != far:
                    relay = self._relays[near, far] = _Relay(self._real(far))
                    self._servers.append(await relay.listen())
            directory = self._directories[near] = Directory(self._shown_to(near))
            server = await asyncio.start_server(directory.serve, LOOPBACK, 0)
            self._servers.append(server)
            self.epmd_ports[near] = server.sockets[0].getsockname()[1]

    def _real(self, far: str) -> Callable[[], int | None]:
        return lambda: self._directories[far].registered.get(far)

    def _shown_to(self, near: str) -> Callable[[str], int | None]:
        """A neighbour that runs is shown by the relay's port, not by its own."""

        def port(name: str) -> int | None:
            relay = self._relays.get((near, name))
            return relay.port if relay and relay.real() else None

        return port

    async def _hang_up(self) -> None:
        for server in self._servers:
            server.close()
        rest = [task for task in asyncio.all_tasks(self._loop) if task is not asyncio.current_task()]
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)


class _Relay:
    """From one node to another. real: the port on which the other one listens now."""

    def __init__(self, real: Callable[[], int | None]) -> None:
        self.real = real
        self.port = 0
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._late: set[asyncio.StreamWriter] = set()

    async def listen(self) -> asyncio.Server:
        server = await asyncio.start_server(self._connected, LOOPBACK, 0)
        self.port = server.sockets[0].getsockname()[1]
        return server

    def silence(self) -> None:
        self._flowing.clear()

    def flow(self) -> None:
        """Go on. Who dialled in the silence would have given up: a packet to open a connection is not kept."""
        for writer in self._late:
            writer.close()
        self._late.clear()
        self._flowing.set()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        port = self.real()
        if not self._flowing.is_set():
            self._late.add(writer)
            return
        try:
            far_reader, far_writer = await asyncio.open_connection(LOOPBACK, port)
        except OSError:
            writer.close()  # the node is dead: refused, as it would be without us
            return
        await asyncio.gather(self._pass(reader, far_writer), self._pass(far_reader, writer))

    async def _pass(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(_BYTES):
                await self._flowing.wait()
                sink.write(data)
                await sink.drain()
            await self._flowing.wait()
        except OSError:
            return
        finally:
            sink.close()
