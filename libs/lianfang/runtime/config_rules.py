"""What single variables must look like. Each rule raises environs' ValidationError with the remedy."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cryptography.fernet import Fernet
from environs import ValidationError

from lianfang.messaging.dialling import check_files
from lianfang.ops.tracing import setting
from lianfang.persistence.uri import open_store

_OWN_PORT = {"http": 80, "https": 443}
MIN_TOKEN_KEY_BYTES = 32  # RFC 7518 §3.2: an HS256 key is at least as long as the hash

REMEDIES = {
    "LIANFANG_BUS_URI": "set it to amqp://user:password@host:port/vhost of the broker",
    "LIANFANG_STORE_URI": "set it to sqlite:///absolute/path.db or mongodb://host:port/database",
}


def bus_uri(text: str) -> None:
    """Refuse what is not amqp(s)://user:password@host…."""
    parts = urlsplit(text)
    if parts.scheme not in ("amqp", "amqps") or not parts.hostname:
        raise ValidationError("not an AMQP URI; use amqp://user:password@host:port/vhost")
    if not parts.username:
        raise ValidationError("names no account; every service has its own, amqp://svc-<name>:password@…")
    try:
        check_files(text)
    except ValueError as error:
        raise ValidationError(str(error)) from None


def store_uri(text: str) -> None:
    """Refuse a URI that no adapter of the Store port understands."""
    try:
        open_store(text)
    except ValueError as error:
        raise ValidationError(str(error)) from None


def http_uri(text: str) -> None:
    """Refuse what is neither empty nor http(s)://host…."""
    parts = urlsplit(text)
    if text and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise ValidationError("not an HTTP URI; use http://host:port or https://host/path")


def origins(texts: Sequence[str]) -> None:
    """Refuse what a browser never sends as an origin; `*` too, for every page on earth is nobody's wish here.

    Browsers send small letters, no account, and no port that is the scheme's own (RFC 6454, 6.2).
    """
    for text in texts:
        if text != _origin(text):
            raise ValidationError(
                f"{text!r} is no origin as browsers send it; use https://host or http://host:port, in small letters"
                " and without a port that is the scheme's own, comma separated"
            )


def _origin(text: str) -> str:
    """Return the origin that a page at this address has, "" when it has none."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in _OWN_PORT or not parts.hostname:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" + (f":{port}" if port not in (None, _OWN_PORT[parts.scheme]) else "")


def addresses(named: Mapping[str, str]) -> None:
    """Refuse what is not name=http(s)://host…"""
    for name, text in named.items():
        parts = urlsplit(text)
        if parts.scheme not in ("http", "https") or not parts.hostname or set(text) & set(" ;'\""):
            raise ValidationError(f"{name}={text!r} is no address; use name=https://host:port, comma separated")


def port(number: int) -> None:
    """Refuse what is no TCP port; 0 means a free one."""
    if not 0 <= number <= 65535:
        raise ValidationError(f"{number} is no TCP port; use 1 to 65535, or 0 for a free one")


def token_key(text: str) -> None:
    """Refuse a key that is weaker than the signature it makes."""
    if text and len(text.encode()) < MIN_TOKEN_KEY_BYTES:
        raise ValidationError(f"shorter than {MIN_TOKEN_KEY_BYTES} bytes; make one with `openssl rand -hex 32`")


def field_keys(keys: Sequence[str]) -> None:
    """Refuse keys that Fernet cannot use, without repeating them."""
    for place, key in enumerate(keys, start=1):
        try:
            Fernet(key)
        except ValueError:
            raise ValidationError(
                f"key {place} is no Fernet key (32 bytes, URL-safe base64); several are comma separated"
            ) from None


def timezone(name: str) -> None:
    """Refuse what is not in the time zone database."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValidationError(f"{name!r} is no time zone; use an IANA name such as Asia/Shanghai") from None


def one_of(words: Sequence[str]) -> Callable[[str], None]:
    """Return a rule that allows these words only."""

    def rule(text: str) -> None:
        if text not in words:
            raise ValidationError(f"{text!r} is not one of {', '.join(words)}")

    return rule


def between(low: float, high: float) -> Callable[[float], None]:
    """Return a rule that allows `low` to `high`, both included."""

    def rule(number: float) -> None:
        if not low <= number <= high:
            raise ValidationError(f"{number} is not between {low} and {high}")

    return rule


def together(values: Mapping[str, Any]) -> str:
    """Return what is wrong with the values seen together, one line each; empty when nothing is."""
    found = []
    if bool(values["token_key"]) == bool(values["oidc_jwks_uri"]):
        found.append(
            "LIANFANG_TOKEN_KEY, LIANFANG_OIDC_JWKS_URI: set exactly one;"
            " the key for the embedded stack, the URI of an identity provider's keys in production"
        )
    if values["http_port"] and values["http_port"] == values["ops_port"]:
        found.append("LIANFANG_OPS_PORT: the same as LIANFANG_HTTP_PORT; health and metrics need their own")
    return "\n".join([*found, *setting.wrong(values["traces"], os.environ)])
