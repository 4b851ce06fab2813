"""Listening sockets, opened before anything else: a busy port is found at once."""

from __future__ import annotations

import errno
import socket


class CannotStart(Exception):
    """The service can't start as configured; the message is one line that names the setting and the remedy."""


def listen(host: str, port: int, setting: str) -> socket.socket:
    """Return a listening TCP socket; port 0 takes a free one. `setting` names the port's variable in errors.

    Without SO_REUSEPORT, which eventlet sets by default: with it two services share one port in silence.
    Raises CannotStart.
    """
    sock = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
        sock.listen(1024)
    except OSError as error:
        sock.close()
        if error.errno == errno.EADDRINUSE:
            why = "another program listens there; stop it or choose another port"
        elif error.errno == errno.EACCES:
            why = "this user may not listen there; choose a port from 1024 on"
        else:
            why = f"{error.strerror}; check LIANFANG_HTTP_HOST"
        raise CannotStart(f"{setting}={port} on {host}: {why}") from None
    return sock
