"""docs/events.md: a table of every contract, and a section for each, for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lianfang.contracts.json_schema import audience, json_schema
from lianfang.contracts.registry import Contract

_HEAD = """# Events and commands

Generated from the contracts by `make contracts`; do not edit. The same as AsyncAPI: `contracts/asyncapi.yaml`;
each payload as JSON Schema: `contracts/<context>/<name>.v<major>.json`.

Everything travels as a CloudEvent 1.0 in structured JSON under the routing key
`<context>.<name>.v<major>.<region words…>[.<zone>.<team>]`. Audience *computed* means that the data decide, per
event, whether it goes to `lianfang.events` or to `lianfang.restricted`, which no district may read. No personal
data travels on the bus: a contract with a personal field can't be defined.

Within a major version fields may be added; a field is never removed, retyped or newly required, and an
enumeration never loses a value. Ignore fields and enumeration values that you don't know.
"""


def events_page(contracts: Iterable[Contract]) -> str:
    """Return the page as Markdown."""
    known = sorted(contracts, key=lambda contract: contract.type)
    lines = [_HEAD]
    for kind, title in (("event", "Events"), ("command", "Commands")):
        mine = [contract for contract in known if contract.kind == kind]
        if not mine:
            continue
        lines += [f"## {title}", "", "| type | audience | addressed | meaning |", "|---|---|---|---|"]
        lines += [_row(contract) for contract in mine]
        lines.append("")
        for contract in mine:
            lines += _section(contract)
    return "\n".join(lines).rstrip() + "\n"


def _row(contract: Contract) -> str:
    link = f"[`{contract.type}`](#{contract.type.replace('.', '')})"
    addressed = "to a team" if contract.addressed else ""
    return f"| {link} | {audience(contract)} | {addressed} | {_cell(contract.summary)} |"


def _section(contract: Contract) -> Iterator[str]:
    schema = json_schema(contract)
    yield from (f"### {contract.type}", "", contract.summary, "", "| field | type | required | meaning |")
    yield "|---|---|---|---|"
    for name, kind, required, meaning in _fields(schema, schema, "", ()):
        yield f"| `{name}` | {kind} | {'yes' if required else ''} | {_cell(meaning)} |"
    example = json.dumps(contract.example, ensure_ascii=False, indent=2)
    yield from ("", "```json", example, "```", "")


def _fields(
    node: Mapping[str, Any], root: Mapping[str, Any], prefix: str, seen: tuple[str, ...]
) -> Iterator[tuple[str, str, bool, str]]:
    required = node.get("required", ())
    for name, field in node.get("properties", {}).items():
        path = f"{prefix}{name}"
        yield path, _type(field), name in required, field.get("description", "")
        for inner, suffix in ((field, "."), (field.get("items"), "[].")):
            target = _target(inner or {})
            if target and target not in seen:
                yield from _fields(root["$defs"][target], root, f"{path}{suffix}", (*seen, target))


def _target(node: Mapping[str, Any]) -> str:
    options = [node, *node.get("anyOf", ())]
    return next((o["$ref"].removeprefix("#/$defs/") for o in options if o.get("$ref", "#") != "#"), "")


def _type(node: Mapping[str, Any]) -> str:
    if "enum" in node:
        return " \\| ".join("null" if value is None else f"`{value}`" for value in node["enum"])
    if "$ref" in node:
        return "object"
    if "anyOf" in node:
        return " \\| ".join(_type(option) for option in node["anyOf"])
    if isinstance(node.get("items"), Mapping):
        return f"list of {_type(node['items'])}"
    named = node.get("type", "anything")
    text = named if isinstance(named, str) else " \\| ".join(named)
    return f"{text} ({node['format']})" if "format" in node else text


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
