"""Reading a request's body: bounded, JSON only, and hashed the same whatever its spacing and key order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from lianfang.web.problems import Problem

LIMIT = 1024 * 1024
"""Bytes of a request body that are accepted."""

_PIECE = 64 * 1024


def declared_length(environ: Mapping[str, Any]) -> int | None:
    """Return the body's length in bytes as its headers tell it, None for a chunked one."""
    if "HTTP_TRANSFER_ENCODING" in environ:
        return None
    return int(environ.get("CONTENT_LENGTH") or 0)


def read(environ: Mapping[str, Any], limit: int = LIMIT) -> bytes:
    """Return the body. Raises a 413 Problem before reading more than `limit` bytes, 400 when it breaks off."""
    length = _expected_length(environ, limit)
    if length == 0:
        return b""
    raw = _take(environ, limit + 1 if length is None else length)
    if len(raw) > limit:
        raise too_large(limit)
    if length is not None and len(raw) < length:
        raise _broken_off(len(raw), length)
    return raw


def pieces(environ: Mapping[str, Any], limit: int) -> Iterator[bytes]:
    """Yield the body piece by piece. Raises what `read` raises."""
    length, taken = _expected_length(environ, limit), 0
    while length is None or taken < length:
        piece = _take(environ, _PIECE if length is None else min(_PIECE, length - taken))
        if not piece:
            break
        taken += len(piece)
        if taken > limit:
            raise too_large(limit)
        yield piece
    if length is not None and taken < length:
        raise _broken_off(taken, length)


def _expected_length(environ: Mapping[str, Any], limit: int) -> int | None:
    if environ.get("HTTP_TRANSFER_ENCODING", "chunked").lower() != "chunked":
        raise Problem(
            501, "Transfer coding not supported", "Send the body plain or with Transfer-Encoding: chunked."
        )
    length = declared_length(environ)
    if length is not None and length > limit:
        raise too_large(limit)
    return length


def _take(environ: Mapping[str, Any], size: int) -> bytes:
    try:
        taken: bytes = environ["wsgi.input"].read(size)
    except (OSError, ValueError) as error:  # ValueError: a malformed chunk
        raise Problem(400, "Body incomplete", "The request's body broke off or is not well chunked.") from error
    return taken


def _broken_off(taken: int, length: int) -> Problem:
    return Problem(400, "Body incomplete", f"{taken} of {length} bytes arrived.")


def too_large(limit: int = LIMIT) -> Problem:
    """Return the 413 problem."""
    return Problem(413, "Body too large", f"At most {limit} bytes are accepted. Send less, or in several requests.")


def require_json(environ: Mapping[str, Any]) -> None:
    """Raise a 415 Problem unless the headers say uncompressed JSON in UTF-8."""
    kind, _, parameters = environ.get("CONTENT_TYPE", "").lower().partition(";")
    charset = parameters.partition("charset=")[2].strip(' "') or "utf-8"
    is_json = kind.strip() == "application/json" or kind.strip().endswith("+json")
    if not is_json or charset != "utf-8" or environ.get("HTTP_CONTENT_ENCODING", "identity") != "identity":
        raise Problem(
            415, "Unsupported media type", "Send JSON in UTF-8, uncompressed: Content-Type: application/json.",
            headers={"Accept": "application/json"},
        )  # fmt: skip


def parse(raw: bytes) -> tuple[Any, bytes]:
    """Return the value of a JSON text and its canonical form. Raises a 400 Problem."""
    try:
        value = _decode(raw.decode())
        # Encoding it again also finds what JSON can't say: lone surrogates, and numbers beyond a double (1e999).
        canonical = _canonical(value).encode()
    except RecursionError:
        raise Problem(400, "Body not JSON", "It is nested too deeply.", slug="body-not-json") from None
    except ValueError as error:
        reason = (
            error.msg if isinstance(error, json.JSONDecodeError) else "it holds text or a number JSON can't carry"
        )
        where = f" at line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise Problem(
            400, "Body not JSON", f"The body is no valid JSON: {reason}{where}.", slug="body-not-json"
        ) from None
    return value, canonical


def body_hash(method: str, path: str, canonical: bytes) -> str:
    """Return the SHA-256 that tells a repeat from another request under the same Idempotency-Key."""
    return hashlib.sha256(b"%s %s\n%s" % (method.encode(), path.encode(), canonical)).hexdigest()


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


# Made once: json.loads and json.dumps make new ones at every call that has options.
_decode = json.JSONDecoder(parse_constant=_refuse_constant).decode
_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode
