"""`@api`: the HTTP entrypoint of Lianfang's services.

::

    class IncidentService:
        name = "incident"
        app = Wired()

        @api("POST", "/reports", roles={"intake"}, body=Report, status=201, idempotent=True)
        def report(self, call: Call) -> Reply:
            ...

Everything about the request is checked before a worker is taken: token, role, headers, size, JSON, schema.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from functools import partial
from typing import Any, TypeVar

from eventlet.event import Event
from marshmallow import Schema
from nameko.exceptions import ContainerBeingKilled
from nameko.web.handlers import HttpRequestHandler

from lianfang.ops.tracing import ids_of
from lianfang.web import body as bodies
from lianfang.web import headers
from lianfang.web.access import NOBODY, Caller, require_role
from lianfang.web.answer import Answer, of_reply
from lianfang.web.app import Request
from lianfang.web.call import Call, Reply
from lianfang.web.problems import RETRY_AFTER_S, Problem
from lianfang.web.server import VERIFIER, WebServer
from lianfang.web.tokens import Verifier
from lianfang.web.upload import Received, Upload
from lianfang.web.validation import BodyRule, QueryRule

F = TypeVar("F", bound=Callable[..., Any])
_BODILESS = frozenset({"GET", "HEAD", "DELETE", "OPTIONS"})


class Api(HttpRequestHandler):
    """One HTTP endpoint. Use it as the decorator `api`."""

    server = WebServer()

    def __init__(
        self, method: str, path: str, *, roles: Collection[str] = frozenset(), body: type[Schema] | None = None,
        query: type[Schema] | None = None, response: type[Schema] | None = None, status: int = 200,
        idempotent: bool = False, summary: str = "", public: bool = False, upload: Upload | None = None,
        produces: str = "",
    ) -> None:  # fmt: skip
        """method, path: the route, werkzeug's ``<name>`` syntax.

        roles: the caller needs one of these; empty lets any valid token in.
        body, query: schemas the request must keep. response: schema of the answer, for OpenAPI.
        status: of a good answer. idempotent: ``Idempotency-Key`` is required. public: no token needed.
        upload: a file is taken instead of JSON, under its own limit.
        produces: media type of a good answer that is no JSON, for OpenAPI.
        """
        super().__init__(method, path)
        self.roles = frozenset(roles)
        self.body, self.query, self.response = body, query, response
        self.status, self.idempotent, self.summary, self.public = status, idempotent, summary, public
        self.upload, self.produces = upload, produces
        self._body_rule, self._query_rule = BodyRule(body), QueryRule(query)
        self._verifier: Verifier | None = None

    def setup(self) -> None:
        """Register with the server."""
        super().setup()
        self._verifier = self.container.config.get(VERIFIER)

    def stop(self) -> None:
        """Return when every request taken has been answered."""
        self.server.quiesce()
        super().stop()

    def answer(self, request: Request) -> Answer:
        """Check the request, run the handler in a worker, and answer. Raises Problem and the handler's own."""
        call = self._call(request)
        try:
            result = self._run(call, request)
        finally:
            if isinstance(call.body, Received):
                call.body.file.close()
        return of_reply(result if isinstance(result, Reply) else Reply(result), self.status, call.expires)

    def _call(self, request: Request) -> Call:
        environ = request.environ
        caller = self._caller(environ)
        request.caller = caller.subject
        key = headers.idempotency_key(environ) if self.idempotent else ""
        expected = headers.if_match(environ)
        query = self._query_rule.load(environ.get("QUERY_STRING", ""))
        data, digest = self._body(request)
        return Call(
            caller=caller, path=request.path_values, query=query, body=data, idempotency_key=key,
            body_hash=digest, correlation_id=request.correlation_id, traceparent=request.traceparent,
            if_match=expected, url=request.path, query_text=environ.get("QUERY_STRING", ""),
            expires=self._expires(environ),
        )  # fmt: skip

    def _caller(self, environ: dict[str, Any]) -> Caller:
        if self.public:
            return NOBODY
        if self._verifier is None:
            raise RuntimeError("no token verifier is configured: set LIANFANG_TOKEN_KEY or LIANFANG_OIDC_JWKS_URI")
        caller = self._verifier.caller_of(environ.get("HTTP_AUTHORIZATION", ""))
        if self.roles:
            require_role(caller, *self.roles)
        return caller

    def _expires(self, environ: dict[str, Any]) -> float:
        if self.public or self._verifier is None:
            return math.inf
        return self._verifier.expires(environ.get("HTTP_AUTHORIZATION", ""))

    def _body(self, request: Request) -> tuple[Any, str]:
        if self.upload is not None:
            received = self.upload.receive(request.environ)
            return received, bodies.body_hash(request.method, request.path, received.sha256.encode())
        if not self._body_rule.required and request.method in _BODILESS:
            return {}, ""
        raw = bodies.read(request.environ)
        if raw or self._body_rule.required:
            bodies.require_json(request.environ)
            value, canonical = bodies.parse(raw)
        else:
            value, canonical = {}, b""
        return self._body_rule.load(value), bodies.body_hash(request.method, request.path, canonical)

    def _run(self, call: Call, request: Request) -> Any:
        done = Event()
        try:
            self.container.spawn_worker(
                self, (call,), {}, handle_result=partial(_hand_back, done),
                context_data={"correlation_id": request.correlation_id, **ids_of(request.traceparent)},
            )  # fmt: skip
        except ContainerBeingKilled:
            raise Problem(
                503, "Service stopping", "Send the request again.", headers={"Retry-After": str(RETRY_AFTER_S)}
            ) from None
        return done.wait()


def _hand_back(done: Event, _context: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
    done.send(result, exc_info)
    return result, exc_info


def api(method: str, path: str, **declared: Any) -> Callable[[F], F]:
    """Make a method of a service class an HTTP endpoint; the arguments are those of `Api`."""
    decorator: Callable[[F], F] = Api.decorator(method, path, **declared)
    return decorator
