"""Addresses of the broker, with TLS where they say so.

``amqps://…/vhost?cacertfile=/run/tls/ca.crt`` trusts that authority and no other, by the parameters of RabbitMQ's
own URI scheme (rabbitmq.com/docs/uri-query-parameters); ``certfile`` and ``keyfile`` show a certificate of ours.
Without `cacertfile` the machine's authorities count. The server's name is checked always: py-amqp by itself checks
the chain and not the name, so that any certificate of the same authority would do.

``amqp://account:password@bus-0:5672,bus-1:5672,bus-2:5672/vhost`` names the nodes of one cluster: each time one is
chosen that takes connections. Where one name stands for all nodes (a Service of Kubernetes), that name is enough.
"""

from __future__ import annotations

import random
import socket
import ssl
from typing import Any
from urllib.parse import SplitResult, parse_qsl, urlsplit, urlunsplit

import kombu

_PORTS = {"amqp": 5672, "amqps": 5671}
_FILES = {"cacertfile": "ca_certs", "certfile": "certfile", "keyfile": "keyfile"}
_PATIENCE_S = 5.0


def dial(uri: str, **more: Any) -> kombu.Connection:
    """Return what connects to `uri` when asked to; of several hosts, to one that takes connections now.

    more: arguments of kombu.Connection. Raises ValueError.
    """
    address, secure = secured(_chosen(addresses(uri), more.get("connect_timeout", _PATIENCE_S)))
    return kombu.Connection(address, ssl=secure, **more)


def addresses(uri: str) -> list[str]:
    """Return the URI once for each host that it names. Raises ValueError for a host or port that is none."""
    parts = urlsplit(uri)
    login, at, hosts = parts.netloc.rpartition("@")
    found = [urlunsplit(parts._replace(netloc=f"{login}{at}{host}")) for host in hosts.split(",")]
    for each in map(urlsplit, found):
        if not each.hostname or not 0 < _port(each) < 1 << 16:
            raise ValueError(f"no host and port in {hosts!r}; several are written host:port,host:port")
    return found


def _port(parts: SplitResult) -> int:
    return parts.port if parts.port is not None else _PORTS.get(parts.scheme, _PORTS["amqp"])


def _chosen(found: list[str], patience_s: float) -> str:
    """Return one that takes connections, in random order, so that clients spread; any, when none does.

    A node that is frozen takes connections too; then the handshake fails, and whoever comes again chooses anew.
    """
    random.shuffle(found)
    for address in found[:-1]:
        parts = urlsplit(address)
        try:
            socket.create_connection((parts.hostname, _port(parts)), patience_s).close()
        except OSError:
            continue
        return address
    return found[-1]


def secured(uri: str) -> tuple[str, dict[str, Any] | bool]:
    """Return the URI of one host without its parameters, and py-amqp's options for TLS (False for none).

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
    """Read the certificates that `uri` names. Raises ValueError naming the one that is missing or none.

    Hosts are looked at too, whether they can be read.
    """
    _, secure = secured(addresses(uri)[0])
    if not isinstance(secure, dict):
        return
    try:
        context = ssl.create_default_context(cafile=secure.get("ca_certs"))
        if "certfile" in secure:
            context.load_cert_chain(secure["certfile"], secure.get("keyfile"))
    except OSError as error:  # ssl.SSLError is one
        named = ", ".join(str(secure[each]) for each in _FILES.values() if each in secure)
        raise ValueError(f"{named}: {error.strerror or error}") from error
