"""Cross-origin requests (Fetch standard, CORS): pages of the configured origins may call, others can't read.

Tokens travel in a header of their own, never in cookies, so credentials are not allowed and not needed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from lianfang.web.answer import Answer

METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE"
REQUEST_HEADERS = "Authorization, Content-Type, Idempotency-Key, If-Match, X-Correlation-Id, traceparent"
SHOWN_HEADERS = "ETag, Link, Location, Retry-After, X-Correlation-Id"
_MAX_AGE_S = 600


class Cors:
    """Which origins may call. None does by default."""

    def __init__(self, origins: Collection[str] = ()) -> None:
        """origins: ``scheme://host[:port]``, as a browser sends them."""
        self._origins = frozenset(origins)

    def preflight(self, environ: Mapping[str, Any]) -> Answer | None:
        """Return the answer to a preflight request of an allowed origin, None for anything else."""
        asks = environ["REQUEST_METHOD"] == "OPTIONS" and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in environ
        if not asks or not self._allows(environ):
            return None
        return Answer(204, b"", [
            ("Access-Control-Allow-Methods", METHODS), ("Access-Control-Allow-Headers", REQUEST_HEADERS),
            ("Access-Control-Max-Age", str(_MAX_AGE_S)),
        ])  # fmt: skip

    def headers(self, environ: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Return what every answer carries for this request's origin."""
        if not self._origins:
            return []
        if not self._allows(environ):
            return [("Vary", "Origin")]
        return [
            ("Vary", "Origin"), ("Access-Control-Allow-Origin", environ["HTTP_ORIGIN"]),
            ("Access-Control-Expose-Headers", SHOWN_HEADERS),
        ]  # fmt: skip

    def _allows(self, environ: Mapping[str, Any]) -> bool:
        return environ.get("HTTP_ORIGIN") in self._origins
