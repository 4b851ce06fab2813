"""OpenAPI 3.1 out of the `@api` declarations: nothing is written twice."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema

from lianfang.web.headers import MAX_KEY_CHARS
from lianfang.web.problems import CONTENT_TYPE

_PARAMETER = re.compile(r"<(?:(?P<kind>[a-z]+)(?:\([^)]*\))?:)?(?P<name>[a-zA-Z_][a-zA-Z0-9_]*)>")
_KINDS = {"int": "integer", "float": "number"}
_PROBLEM: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "correlation_id"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "correlation_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message", "remedy"],
                "properties": {name: {"type": "string"} for name in ("field", "message", "remedy")},
            },
        },
    },
}


def document(service: str, endpoints: Iterable[Any]) -> bytes:
    """Return the OpenAPI document of a service with these `Api` endpoints, as JSON."""
    return json.dumps(describe(service, endpoints), ensure_ascii=False).encode()


def describe(service: str, endpoints: Iterable[Any]) -> dict[str, Any]:
    """Return the OpenAPI document as a mapping."""
    spec = APISpec(
        title=f"Lianfang {service}", version="1", openapi_version="3.1.0",
        plugins=[MarshmallowPlugin(schema_name_resolver=_schema_name)],
        info={"description": "Errors are RFC 9457 problems, see docs/http.md."},
    )  # fmt: skip
    spec.components.security_scheme("token", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"})
    spec.components.schema("Problem", _PROBLEM)
    problem: dict[str, Any] = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    spec.components.response("Problem", {"description": "What was wrong, and the remedy", "content": problem})
    for endpoint in endpoints:
        path = _PARAMETER.sub(r"{\g<name>}", endpoint.url)
        spec.path(path, operations={word.lower(): _operation(endpoint) for word in endpoint.method.split(",")})
    described: dict[str, Any] = spec.to_dict()
    return described


def endpoints_of(service_class: type) -> list[Any]:
    """Return the `Api` declarations of a service class, without starting it."""
    from nameko.extensions import ENTRYPOINT_EXTENSIONS_ATTR  # noqa: PLC0415 - only for generating documents

    found = []
    for name in dir(service_class):
        method = getattr(service_class, name)
        for entrypoint in getattr(method, ENTRYPOINT_EXTENSIONS_ATTR, ()):
            if hasattr(entrypoint, "url"):
                entrypoint.method_name = name
                found.append(entrypoint)
    return sorted(found, key=lambda item: (item.url, item.method))


def _operation(endpoint: Any) -> dict[str, Any]:
    good: dict[str, Any] = {"description": HTTPStatus(endpoint.status).phrase}
    if endpoint.produces:
        good["content"] = {endpoint.produces: {"schema": {}}}
    elif endpoint.response is not None:
        good["content"] = {"application/json": {"schema": endpoint.response}}
    operation: dict[str, Any] = {
        "operationId": f"{endpoint.method_name}",
        "summary": endpoint.summary,
        "parameters": list(_parameters(endpoint)),
        "responses": {
            str(endpoint.status): good,
            "default": {"$ref": "#/components/responses/Problem"},
        },
        "security": [] if endpoint.public else [{"token": []}],
    }
    if endpoint.roles:
        operation["description"] = f"Needs one of the roles: {', '.join(sorted(endpoint.roles))}."
    if endpoint.body is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": endpoint.body}},
        }
    if endpoint.upload is not None:
        operation["requestBody"] = {
            "required": True,
            "description": f"At most {endpoint.upload.limit} bytes.",
            "content": {kind: {"schema": {}} for kind in endpoint.upload.types},
        }
    return operation


def _parameters(endpoint: Any) -> Iterable[dict[str, Any]]:
    for found in _PARAMETER.finditer(endpoint.url):
        kind = _KINDS.get(found["kind"] or "", "string")
        yield {"name": found["name"], "in": "path", "required": True, "schema": {"type": kind}}
    if endpoint.idempotent:
        yield {
            "name": "Idempotency-Key", "in": "header", "required": True,
            "description": "Fresh and random per request; the same when it is repeated.",
            "schema": {"type": "string", "minLength": 1, "maxLength": MAX_KEY_CHARS},
        }  # fmt: skip
    if endpoint.query is not None:
        yield {"in": "query", "schema": endpoint.query}


def _schema_name(schema: Any) -> str:
    kind = schema if isinstance(schema, type) else type(schema)
    if not isinstance(kind, type) or not issubclass(kind, Schema):
        return str(schema)
    return kind.__name__.removesuffix("Schema")
