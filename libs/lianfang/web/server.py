"""The HTTP server of a service: nameko's, with our application, and a stop that loses no answer."""

from __future__ import annotations

import logging
import socket
import time
from functools import partial
from typing import Any

import eventlet
from eventlet import wsgi
from nameko.web import server as nameko_server

from lianfang.web.app import Application
from lianfang.web.cors import Cors
from lianfang.web.openapi import document
from lianfang.web.protocol import Connection
from lianfang.web.sse import Streams

SOCKET = "lianfang.http_socket"
VERIFIER = "lianfang.verifier"
CORS_ORIGINS = "lianfang.cors_origins"
"""Keys of nameko's configuration that the runner fills."""
SOCKET_TIMEOUT_S = 60.0
STREAMS_END_S = 5.0
"""Seconds that streams have to end in when the service stops; who does not read by then is cut off."""
_log = logging.getLogger("lianfang.web")


class WebServer(nameko_server.WebServer):
    """Serves all `@api` endpoints of a service on the listening socket that the runner opened."""

    def __init__(self) -> None:
        super().__init__()
        self._starting = False
        self._connections: set[Any] = set()
        self._closing = False
        self._streams = Streams()

    def start(self) -> None:
        """Begin accepting."""
        if self._starting:
            return
        self._starting = True
        self._sock = self.container.config[SOCKET]
        self._serv = self.get_wsgi_server(self._sock, self.get_wsgi_app())
        self._gt = self.container.spawn_managed_thread(self.run)

    def get_wsgi_app(self) -> Application:
        """Return the application over all registered endpoints."""
        name = self.container.service_name
        endpoints = sorted(self._providers, key=lambda item: (item.url, item.method))
        cors = Cors(self.container.config.get(CORS_ORIGINS, ()))
        return Application(endpoints, lambda: document(name, endpoints), lambda: self._closing, self._streams, cors)

    def get_wsgi_server(self, sock: Any, wsgi_app: Any, protocol: Any = Connection, debug: bool = False) -> Any:
        """Return eventlet's server; it logs nothing per request, the application does."""
        made = wsgi.Server(
            sock, sock.getsockname(), wsgi_app, protocol=protocol, debug=debug, log=_log,
            log_output=False, socket_timeout=SOCKET_TIMEOUT_S, keepalive=SOCKET_TIMEOUT_S,
        )  # fmt: skip
        made.capitalize_response_headers = False  # ours are well written; the argument would warn
        return made

    def run(self) -> None:
        """Accept connections until stopped."""
        while self._is_accepting:
            try:
                sock, address = self._sock.accept()
            except OSError as error:
                if self._is_accepting:  # too many open files, or a client gone already
                    _log.warning("can't accept a connection: %s", error)
                    eventlet.sleep(0.1)
                continue
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.settimeout(SOCKET_TIMEOUT_S)
            self.container.spawn_managed_thread(partial(self._serve, _State(address, sock)))

    def _serve(self, state: _State) -> None:
        self._connections.add(state)
        try:
            self._serv.process_request(state)
        except Exception as error:  # a broken connection must not kill the container, as nameko would have it
            _log.debug("connection ended: %r", error)
        finally:
            self._connections.discard(state)
            state[1].close()

    def quiesce(self) -> None:
        """Accept no more, end idle connections, and return when every request taken has its answer sent."""
        if not self._closing:
            self._closing = True
            self._is_accepting = False
            if self._gt is not None:
                self._gt.kill()
                self._sock.close()
            self._streams.end()
            for state in list(self._connections):
                state.end_when_idle()
        cut_at = time.monotonic() + STREAMS_END_S
        while self._connections:
            eventlet.sleep(0.01)
            if time.monotonic() > cut_at:
                self._streams.cut()

    def stop(self) -> None:
        """Stop after all endpoints did."""
        self.quiesce()
        self.wait_for_providers()


class _State(list[Any]):
    """Eventlet's state of a connection: address, socket, and 'idle', 'request' or 'close'."""

    def __init__(self, address: Any, sock: Any) -> None:
        super().__init__([address, sock, wsgi.STATE_IDLE])

    def __hash__(self) -> int:  # type: ignore[override]
        return id(self)

    def end_when_idle(self) -> None:
        """Let the client's end come: what was sent already is still read and answered."""
        try:
            if self[2] == wsgi.STATE_IDLE:
                self[1].shutdown(socket.SHUT_RD)
            else:
                self[2] = wsgi.STATE_CLOSE
        except OSError:
            return  # it is gone already
