"""Addresses that name several nodes of one broker."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit


def each_host(uri: str) -> list[str]:
    """Return the URI once for each of its hosts: ``amqp://account:password@one:5672,two:5672/vhost``."""
    parts = urlsplit(uri)
    login, at, hosts = parts.netloc.rpartition("@")
    return [urlunsplit(parts._replace(netloc=f"{login}{at}{host}")) for host in hosts.split(",")]
