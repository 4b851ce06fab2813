"""The WSGI application of a service: routes a request, answers errors as problems, measures and logs."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterable
from functools import lru_cache
from time import perf_counter
from typing import Any, Protocol

from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import Map, Rule

from lianfang.ops import logs, metrics
from lianfang.ops.tracing import ids_of
from lianfang.web import body, headers, spans
from lianfang.web.answer import JSON, Answer, of_problem
from lianfang.web.cors import Cors
from lianfang.web.problems import Problem, problem_of
from lianfang.web.protocol import KEY, Final
from lianfang.web.sse import Streams

_access = logging.getLogger("lianfang.access")
_log = logging.getLogger("lianfang.web")
OPENAPI = "/openapi.json"
UNKNOWN_ROUTE, PREFLIGHT = "(unknown)", "(preflight)"


class Endpoint(Protocol):
    """What answers one route; `Api` is the one that is used."""

    method: str
    url: str

    def answer(self, request: Request) -> Answer:
        """Answer one request. Exceptions become problems."""


class Request:
    """One request on its way through: environ, route values, and the ids it is known by."""

    __slots__ = (
        "caller", "correlation_id", "environ", "method", "path", "path_values", "route", "span", "traceparent",
    )  # fmt: skip

    def __init__(self, environ: dict[str, Any]) -> None:
        self.environ = environ
        self.method: str = environ["REQUEST_METHOD"]
        # WSGI hands the bytes of the path over as latin-1
        self.path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
        self.correlation_id = headers.correlation_id(environ)
        self.span = spans.begin(environ)
        self.traceparent = self.span.traceparent
        self.route = UNKNOWN_ROUTE
        self.path_values: dict[str, Any] = {}
        self.caller = ""


class Application:
    """Answers every request, and never with anything but JSON."""

    def __init__(
        self, endpoints: Iterable[Endpoint], openapi: Callable[[], bytes], closing: Callable[[], bool],
        streams: Streams, cors: Cors,
    ) -> None:  # fmt: skip
        """openapi: makes the document, asked once. closing: whether connections should end after their answer.

        streams: keeps the answers that go on. cors: which pages of other origins may call.
        """
        rules = [
            Rule(item.url, methods=item.method.split(","), endpoint=item, strict_slashes=False)
            for item in endpoints
        ]
        self._routes = Map(rules, merge_slashes=False).bind("")
        self._openapi = lru_cache(maxsize=1)(openapi)
        self._closing = closing
        self._streams, self._cors = streams, cors

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request (WSGI)."""
        started = perf_counter()
        request = Request(environ)
        metrics.HTTP_IN_FLIGHT.inc()
        try:
            answer = self._answer(request)
        finally:
            metrics.HTTP_IN_FLIGHT.dec()
        answer.headers += self._cors.headers(environ)
        if answer.stream is None:
            answer.headers.append(("Content-Length", str(len(answer.body))))
        answer.headers += [
            ("X-Correlation-Id", request.correlation_id),
            ("traceparent", request.traceparent),
        ]
        unread = _is_much_unread(environ)
        if unread or answer.stream is not None or self._closing():
            environ[KEY].close_connection = True
        start_response(answer.status_line, answer.headers)
        self._note(request, answer, perf_counter() - started)
        if answer.stream is not None:
            return self._streaming(environ, answer, request.caller)
        content = b"" if request.method == "HEAD" else answer.body
        return Final(content, environ[KEY]) if unread else [content]

    def _streaming(self, environ: dict[str, Any], answer: Answer, caller: str) -> Iterable[bytes]:
        environ["eventlet.minimum_write_chunk_size"] = 1  # each message goes out as soon as it is there
        assert answer.stream is not None
        connection = environ[KEY]
        return self._streams.open(answer.stream, caller, connection.is_gone, connection.cut, answer.until)

    def _answer(self, request: Request) -> Answer:
        try:
            if (allowed := self._cors.preflight(request.environ)) is not None:
                request.route = PREFLIGHT
                return allowed
            if request.path == OPENAPI and request.method in ("GET", "HEAD"):
                request.route = OPENAPI
                return Answer(200, self._openapi(), [("Content-Type", JSON)])
            answer = self._endpoint(request).answer(request)
            if answer.stream is not None:
                if request.method == "HEAD":
                    answer.stream.close()
                    return Answer(answer.status, b"", answer.headers)
                self._streams.admit(answer.stream, request.caller)
            return answer
        except Exception as error:
            problem = problem_of(error) or _unexpected(error, request)
            return of_problem(problem, request.correlation_id)

    def _endpoint(self, request: Request) -> Endpoint:
        try:
            found = self._routes.match(request.path, request.method)
        except MethodNotAllowed as error:
            allowed = ", ".join(sorted(error.valid_methods or ()))
            raise Problem(
                405, "Method not allowed", f"{request.method} is not possible here; possible: {allowed}.",
                headers={"Allow": allowed},
            ) from None  # fmt: skip
        except HTTPException:
            raise Problem(
                404, "Unknown route", f"Nothing lives at {request.path}. {OPENAPI} lists what there is."
            ) from None
        endpoint: Endpoint = found[0]
        request.route, request.path_values = endpoint.url, dict(found[1])
        return endpoint

    def _note(self, request: Request, answer: Answer, seconds: float) -> None:
        method = request.method if request.route != UNKNOWN_ROUTE else "-"
        counter, histogram = _meters(method, request.route, answer.status)
        counter.inc()
        histogram.observe(seconds)
        known = request.route if request.route not in (UNKNOWN_ROUTE, PREFLIGHT) else ""
        spans.end(request.span, request.environ, known, answer.status, request.correlation_id)
        if _access.isEnabledFor(logging.INFO):
            # The query string is left out: people search by what must not be logged.
            logs.line("request", {
                "method": request.method, "path": _shown(request), "route": request.route, "status": answer.status,
                "ms": round(seconds * 1000, 2), "caller": request.caller, "correlation_id": request.correlation_id,
                **ids_of(request.traceparent),
            })  # fmt: skip


def _shown(request: Request) -> str:
    """Return the path for the log; where it carries a ``<token>``, a secret that opens something, the route."""
    return request.route if "token" in request.path_values else request.path


def _is_much_unread(environ: dict[str, Any]) -> bool:
    """Tell whether more of the body is still to come than is worth taking in to keep the connection."""
    source = environ["eventlet.input"]
    if source.chunked_input:
        return bool(source.chunk_length != 0)
    return bool((source.content_length or 0) - source.position > body.LIMIT)


@lru_cache(maxsize=2048)
def _meters(method: str, route: str, status: int) -> tuple[Any, Any]:
    return metrics.HTTP_REQUESTS.labels(method, route, str(status)), metrics.HTTP_SECONDS.labels(method, route)


def _unexpected(error: Exception, request: Request) -> Problem:
    error_id = str(uuid.uuid4())
    _log.error(
        "unexpected error", exc_info=error,
        extra={
            "error_id": error_id, "route": request.route, "correlation_id": request.correlation_id,
            **ids_of(request.traceparent),
        },
    )  # fmt: skip
    return Problem(
        500, "Internal error", f"Something went wrong here. Report the error id {error_id}.",
        extra={"error_id": error_id},
    )  # fmt: skip
