"""``/livez``, ``/readyz``, ``/readyz/http`` and ``/metrics`` on a port and in greenlets of their own.

They answer while every worker of the service is busy, because they take none.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterable
from typing import Any

import eventlet
from eventlet import wsgi
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from lianfang.ops.health import Readiness

_CHECKS_S = 3.0
_CONNECTIONS = 32
_JSON = "application/json"


class OpsServer:
    """Serves health and metrics of this process on a listening socket."""

    def __init__(self, sock: socket.socket, readiness: Readiness) -> None:
        self._sock, self._readiness = sock, readiness
        self._greenlet: Any = None

    def start(self) -> None:
        """Begin answering."""
        self._greenlet = eventlet.spawn(
            wsgi.server, self._sock, self._app, custom_pool=eventlet.GreenPool(_CONNECTIONS), log_output=False,
            debug=False, keepalive=False, socket_timeout=10,
        )  # fmt: skip

    def stop(self) -> None:
        """Stop answering."""
        self._greenlet.kill()
        self._sock.close()

    def _app(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        status, kind, body = self._answer(environ["PATH_INFO"])
        start_response(status, [("Content-Type", kind), ("Content-Length", str(len(body)))])
        return [body]

    def _answer(self, path: str) -> tuple[str, str, bytes]:
        if path == "/livez":  # getting here is the proof: the event loop turns
            return "200 OK", _JSON, b'{"alive":true}'
        if path in ("/readyz", "/readyz/http"):
            problems = self._problems(path)
            body = json.dumps({"ready": not problems, "problems": problems}, ensure_ascii=False).encode()
            return ("503 Service Unavailable" if problems else "200 OK"), _JSON, body
        if path == "/metrics":
            return "200 OK", CONTENT_TYPE_PLAIN_0_0_4, generate_latest()
        return "404 Not Found", _JSON, b'{"paths":["/livez","/readyz","/readyz/http","/metrics"]}'

    def _problems(self, path: str) -> dict[str, str]:
        # In a greenlet of its own, so that a check that hangs is left behind and not cut off inside a connection
        asked = self._readiness.problems if path == "/readyz" else self._readiness.http_problems
        checks = eventlet.spawn(asked)
        try:
            with eventlet.Timeout(_CHECKS_S):
                found: dict[str, str] = checks.wait()
                return found
        except eventlet.Timeout:
            return {"checks": f"took longer than {_CHECKS_S:g} s"}
