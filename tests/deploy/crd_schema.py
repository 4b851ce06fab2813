"""A custom resource's own schema, as a strict JSON Schema.

The API server prunes what a structural schema does not know; here that is an error, so that a misspelt field is
found before it is silently dropped.
"""

from functools import cache
from typing import Any

import yaml

from tests.deploy.places import ROOT, TOOLS

Schema = dict[str, Any]


@cache
def schemas() -> dict[tuple[str, str], Schema]:
    """Return the schema of each (apiVersion, kind) that `make deploy-tools` brought, and of our own."""
    found: dict[tuple[str, str], Schema] = {}
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for path in (*sorted((TOOLS / "crds").glob("*.yaml")), *(ROOT / "tests/deploy/schemas").glob("*.yaml")):
        for definition in yaml.load_all(path.read_text(), Loader=loader):
            if not definition or definition["kind"] != "CustomResourceDefinition":
                continue
            spec = definition["spec"]
            for version in spec["versions"]:
                key = (f"{spec['group']}/{version['name']}", spec["names"]["kind"])
                found[key] = strict(version["schema"]["openAPIV3Schema"])
    return found


def strict(schema: Any) -> Any:
    """Return an OpenAPI schema of a definition as JSON Schema, in which unknown fields are errors."""
    if isinstance(schema, list):
        return [strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    open_ended = schema.get("x-kubernetes-preserve-unknown-fields") or schema.get("x-kubernetes-embedded-resource")
    made = {key: _inside(key, value) for key, value in schema.items() if not key.startswith("x-kubernetes-")}
    if schema.get("x-kubernetes-int-or-string"):
        made.pop("type", None)
        made["anyOf"] = [{"type": "integer"}, {"type": "string"}]
    if schema.get("nullable") and "type" in made:
        made["type"] = [made["type"], "null"]
    if "properties" in made and not open_ended and "additionalProperties" not in made:
        made["additionalProperties"] = False
    if made.get("additionalProperties") is False and "metadata" in made["properties"]:
        made["properties"]["metadata"] = {"type": "object"}
    made.pop("format", None)
    return made


def _inside(key: str, value: Any) -> Any:
    if key == "properties":
        return {name: strict(each) for name, each in value.items()}
    return strict(value) if key in ("items", "additionalProperties", "allOf", "anyOf", "oneOf", "not") else value
