"""Addresses of the broker, with TLS where they say so.

``amqps://…/vhost?cacertfile=/run/tls/ca.crt`` trusts that authority and no other, by the parameters of RabbitMQ's
own URI scheme (rabbitmq.com/docs/uri-query-parameters); ``certfile`` and ``keyfile`` show a certificate of ours.
Without `cacertfile` the machine's authorities count. The server's name is checked always: py-amqp by itself checks
the chain and not the name, so that any certificate of the same authority would do.
"""

from __future__ import annotations

import ssl
from typing import Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

import kombu

_FILES = {"cacertfile": "ca_certs", "certfile": "certfile", "keyfile": "keyfile"}


def dial(uri: str, **more: Any) -> kombu.Connection:
    """Return what connects to `uri` when asked to. more: arguments of kombu.Connection. Raises ValueError."""
    address, secure = secured(uri)
    return kombu.Connection(address, ssl=secure, **more)


def secured(uri: str) -> tuple[str, dict[str, Any] | bool]:
    """Return the URI without its parameters, and py-amqp's options for TLS (False for none).

    Raises ValueError for a parameter that is not known, or has no meaning without TLS.
    """
    parts = urlsplit(uri)
    given = dict(parse_qsl(parts.query, keep_blank_values=True))
    if unknown := sorted(set(given) - set(_FILES)):
        raise ValueError(f"unknown parameter {unknown[0]!r}; use {', '.join(_FILES)}")
    address = urlunsplit(parts._replace(query=""))
    if parts.scheme != "amqps":
        if given:
            raise ValueError(f"{min(given)} is for amqps:// only: this address is not encrypted")
        return address, False
    options: dict[str, Any] = {_FILES[name]: path for name, path in given.items()}
    return address, {**options, "server_hostname": parts.hostname, "cert_reqs": ssl.CERT_REQUIRED}


def check_files(uri: str) -> None:
    """Read the certificates that `uri` names. Raises ValueError naming the one that is missing or none."""
    _, secure = secured(uri)
    if not isinstance(secure, dict):
        return
    try:
        context = ssl.create_default_context(cafile=secure.get("ca_certs"))
        if "certfile" in secure:
            context.load_cert_chain(secure["certfile"], secure.get("keyfile"))
    except OSError as error:  # ssl.SSLError is one
        named = ", ".join(str(secure[each]) for each in _FILES.values() if each in secure)
        raise ValueError(f"{named}: {error.strerror or error}") from error
