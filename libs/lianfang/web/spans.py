"""The span of a request: named by its route's template, never by its path, which people put words into.

Attributes: https://opentelemetry.io/docs/specs/semconv/http/http-spans/. `url.path`, required there, is left out,
as are the query, the caller and the client's address.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lianfang.ops.tracing import child_of, spans
from lianfang.ops.tracing.spans import Kind, NoSpan, Span
from lianfang.ops.tracing.words import present, word_or_nothing

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"})


def begin(environ: Mapping[str, Any]) -> Span:
    """Begin a request's span under the caller's trace. While tracing is off, only the trace goes on."""
    told = environ.get("HTTP_TRACEPARENT", "")
    if not spans.on():
        return NoSpan(child_of(told))
    return spans.start(Kind.SERVER, _method(environ), told, outside=True)


def end(span: Span, environ: Mapping[str, Any], route: str, status: int, correlation_id: str) -> None:
    """End it with its outcome. route: the template, empty when none was found."""
    if not spans.on():
        return
    method = _method(environ)
    told = {"http.request.method": method, "url.scheme": str(environ.get("wsgi.url_scheme", "http"))}
    span.note({
        **told, **present(http__route=route, lianfang__correlation_id=word_or_nothing(correlation_id)),
        "http.response.status_code": status,
    })  # fmt: skip
    span.end(name=f"{method} {route}" if route else method, error=str(status) if status >= 500 else "")


def _method(environ: Mapping[str, Any]) -> str:
    method = environ["REQUEST_METHOD"]
    return method if method in _METHODS else "_OTHER"
