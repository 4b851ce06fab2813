"""One HTTP connection, over eventlet's protocol: closing politely, and refusals as problem+json."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from nameko.web.server import HttpOnlyProtocol

from lianfang.web.answer import of_problem
from lianfang.web.problems import Problem

KEY = "lianfang.connection"
_LINGER_S = 5.0
_LINGER_BYTES = 64 * 1024 * 1024


class Connection(HttpOnlyProtocol):
    """Adds itself to each request's environ, so that the application can end the connection."""

    def get_environ(self) -> dict[str, Any]:
        """Return the WSGI environ."""
        environ: dict[str, Any] = super().get_environ()
        environ[KEY] = self
        return environ

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer what is no HTTP request at all (called by the parser)."""
        problem = Problem(int(code), "Bad request" if code == 400 else (message or "Error"), message or "")
        answer = of_problem(problem, "")
        head = [f"HTTP/1.1 {answer.status_line}", *(f"{name}: {value}" for name, value in answer.headers)]
        head += [f"Content-Length: {len(answer.body)}", "Connection: close", "", ""]
        self.wfile.write("\r\n".join(head).encode("latin-1") + answer.body)
        self.wfile.flush()
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Write nothing: refusals of the parser are the client's affair, and would go to stderr unstructured."""

    def is_gone(self) -> bool:
        """Tell whether the client has closed its side. Takes nothing off the connection."""
        try:
            return not self.connection.fd.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except OSError:
            return True

    def cut(self) -> None:
        """Break it off: a write that waits for the client fails at once."""
        with suppress(OSError):  # it is gone already
            self.connection.shutdown(socket.SHUT_RDWR)

    def discard_and_close(self) -> None:
        """Take in what the client still sends, within bounds, so that it gets to read our answer.

        Closing at once with unread data makes the kernel send a reset, which can overtake the answer.
        """
        until = time.monotonic() + _LINGER_S
        taken = 0
        try:
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(_LINGER_S / 2)
            while taken < _LINGER_BYTES and time.monotonic() < until:
                data = self.rfile.read1(65536)
                if not data:
                    break
                taken += len(data)
        except OSError:
            return  # the client is gone, or slower than we wait


class Final:
    """A response body after which the connection is closed politely (WSGI calls `close` once it is sent)."""

    def __init__(self, body: bytes, connection: Connection) -> None:
        self._body, self._connection = body, connection

    def __iter__(self) -> Iterator[bytes]:
        yield self._body

    def close(self) -> None:
        """Take in the rest of the request."""
        self._connection.discard_and_close()
