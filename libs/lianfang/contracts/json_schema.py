"""From a contract's marshmallow schema to JSON Schema, draft 2020-12 (the dialect of OpenAPI 3.1)."""

from __future__ import annotations

from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema

from lianfang.contracts.registry import Contract, open_to_all

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ROOT = "payload"
_COMPONENTS = "#/components/schemas/"
JsonSchema = dict[str, Any]


def definitions(schema: type[Schema], prefix: str = "#/$defs/") -> tuple[JsonSchema, dict[str, JsonSchema]]:
    """Return the JSON Schema of `schema` and those of its nested ones by name; references start with `prefix`.

    Unknown fields stay allowed: a producer may add an optional field within a major, and a consumer that
    validates with an older schema must not refuse it.
    """
    plugin = MarshmallowPlugin(schema_name_resolver=lambda nested: _name(nested, schema))
    spec = APISpec(title="contracts", version="1", openapi_version="3.1.0", plugins=[plugin])
    spec.components.schema(_ROOT, schema=schema)
    found: dict[str, JsonSchema] = spec.to_dict()["components"]["schemas"]
    cleaned = {name: _clean(found[name], prefix) for name in sorted(found)}
    return cleaned.pop(_ROOT), cleaned


def json_schema(contract: Contract) -> JsonSchema:
    """Return the self-contained JSON Schema document of the contract's data, its example included."""
    root, nested = definitions(contract.schema)
    document: JsonSchema = {
        "$schema": DIALECT,
        "$id": f"urn:lianfang:contract:{contract.type}",
        "title": contract.type,
        "description": contract.summary,
        "x-kind": contract.kind,
        "x-audience": audience(contract),
        "x-addressed": contract.addressed,
        **root,
    }
    if nested:
        document["$defs"] = nested
    document["examples"] = [dict(contract.example)]
    return document


def audience(contract: Contract) -> str:
    """Return ``open``, or ``computed`` where the data decides whether an event goes to the restricted exchange."""
    return "open" if contract.restricted is open_to_all else "computed"


def _name(nested: Any, root: type[Schema]) -> str:
    kind: type[Schema] = nested if isinstance(nested, type) else type(nested)
    return _ROOT if kind is root else kind.__name__.removesuffix("Schema")


def _clean(node: Any, prefix: str) -> Any:
    if isinstance(node, list):
        return [_clean(item, prefix) for item in node]
    if not isinstance(node, dict):
        return node
    out: JsonSchema = {}
    for key, value in node.items():
        if key == "additionalProperties" and value is False:
            continue
        if key == "$ref" and isinstance(value, str):
            target = value.removeprefix(_COMPONENTS)
            out[key] = "#" if target == _ROOT and prefix == "#/$defs/" else prefix + target
        elif key == "pattern" and isinstance(value, str):
            out[key] = _pattern(value)
        else:
            out[key] = _clean(value, prefix)
    return out


def _pattern(python: str) -> str:
    """Return the ECMA 262 pattern JSON Schema asks for; marshmallow matches from the text's beginning."""
    pattern = python.replace(r"\A", "^").replace(r"\Z", "$")
    if pattern.startswith("^"):
        return pattern
    return f"^(?:{pattern})" if "|" in pattern else f"^{pattern}"
