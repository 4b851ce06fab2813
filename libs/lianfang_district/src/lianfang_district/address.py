"""Addresses of the broker, encrypted where they say so.

``amqps://…/vhost?cacertfile=/etc/lianfang/ca.crt`` trusts the authorities in that file and no others; a file
may hold several, as while an authority is replaced. ``certfile`` and ``keyfile`` show a certificate
of ours. Without `cacertfile` the machine's authorities count. The server's name is checked always.
"""

from __future__ import annotations

import ssl
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import pika

_FILES = ("cacertfile", "certfile", "keyfile")


def parameters(uri: str) -> Any:
    """Return pika's parameters for an AMQP URI; its other parameters (heartbeat …) are pika's own.

    Raises ValueError for a file that is missing or no certificate, or that is named without ``amqps://``.
    """
    parts = urlsplit(uri)
    given = parse_qsl(parts.query, keep_blank_values=True)
    files = {name: path for name, path in given if name in _FILES}
    others = urlencode([(name, value) for name, value in given if name not in _FILES])
    found = pika.URLParameters(urlunsplit(parts._replace(query=others)))
    if files and parts.scheme != "amqps":
        raise ValueError(f"{min(files)} is for amqps:// only: this address is not encrypted")
    if files:
        found.ssl_options = pika.SSLOptions(_context(files), parts.hostname)
    return found


def _context(files: dict[str, str]) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=files.get("cacertfile"))
        if "certfile" in files:
            context.load_cert_chain(files["certfile"], files.get("keyfile"))
    except OSError as error:  # ssl.SSLError is one
        raise ValueError(f"{', '.join(files.values())}: {error.strerror or error}") from None
    return context
