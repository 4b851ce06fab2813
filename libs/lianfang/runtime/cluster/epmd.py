"""Erlang's port mapper (epmd) as one node sees it: where the others listen is what the network decides.

Nodes of a cluster find each other's port by asking epmd (Erlang documentation, ERTS, "Distribution Protocol",
chapter "EPMD Protocol"). Each node here has a directory of its own, so that its neighbours can be shown to it
behind a relay that may be cut.
"""

from __future__ import annotations

import asyncio
import struct
from collections.abc import Callable

ALIVE2, PORT2, NAMES = 120, 122, 110
_ALIVE2_X_ANSWER, _PORT2_ANSWER = 118, 119
_NODE, _TCP, _VERSION = 77, 0, 6  # "normal" node; protocol; distribution version of OTP 25 and later
_CREATIONS_FROM = 1_000
Neighbour = Callable[[str], int | None]


class Directory:
    """What the node of one machine asks. neighbour: gives the port for another machine's node, None if unknown."""

    def __init__(self, neighbour: Neighbour) -> None:
        self.registered: dict[str, int] = {}
        self._neighbour = neighbour
        self._creation = _CREATIONS_FROM

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection; that of a registration stays open for as long as its node lives."""
        name = ""
        try:
            size = int.from_bytes(await reader.readexactly(2), "big")
            request = await reader.readexactly(size)
            if request[0] == ALIVE2:
                name = self._register(request, writer)
                await reader.read()  # its end is the node's end
            elif request[0] == PORT2:
                writer.write(self._port(request[1:].decode()))
            elif request[0] == NAMES:
                writer.write(self._names(writer))
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            return  # whoever asked is gone
        finally:
            self.registered.pop(name, None)
            writer.close()

    def _register(self, request: bytes, writer: asyncio.StreamWriter) -> str:
        """ALIVE2_REQ: port, type, protocol, two versions, the length of the name, the name."""
        port, _, _, _, _, length = struct.unpack_from(">HBBHHH", request, 1)
        name = request[11 : 11 + length].decode()
        self.registered[name] = port
        self._creation += 1
        writer.write(struct.pack(">BBI", _ALIVE2_X_ANSWER, 0, self._creation))
        return name

    def _port(self, name: str) -> bytes:
        port = self.registered.get(name) or self._neighbour(name)
        if port is None:
            return struct.pack(">BB", _PORT2_ANSWER, 1)
        text = name.encode()
        head = struct.pack(">BBHBBHHH", _PORT2_ANSWER, 0, port, _NODE, _TCP, _VERSION, _VERSION - 1, len(text))
        return head + text + struct.pack(">H", 0)

    def _names(self, writer: asyncio.StreamWriter) -> bytes:
        own = writer.get_extra_info("sockname")[1]
        lines = "".join(f"name {name} at port {port}\n" for name, port in self.registered.items())
        return struct.pack(">I", own) + lines.encode()
