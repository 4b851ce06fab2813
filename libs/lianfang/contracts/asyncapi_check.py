"""What our AsyncAPI document must keep beyond the official schema, checked anywhere without it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from lianfang.contracts.registry import Contract

_TOP = ("asyncapi", "info", "channels", "operations", "components")


def problems(document: dict[str, Any], contracts: Iterable[Contract]) -> list[str]:
    """Return what is wrong with `document`: missing parts, references to nowhere, contracts left out."""
    missing = [f"{name} is missing" for name in _TOP if name not in document]
    if missing:
        return missing
    found = [
        f"{path}: {target} leads nowhere" for path, target in _references(document) if not _has(document, target)
    ]
    messages = document["components"]["messages"]
    found += [f"{c.type} has no message" for c in contracts if c.type not in messages]
    in_channels = {name for channel in document["channels"].values() for name in channel["messages"]}
    found += [f"{name} travels on no channel" for name in messages if name not in in_channels]
    for name, operation in document["operations"].items():
        prefix = operation["channel"]["$ref"] + "/messages/"
        found += [
            f"{name}: {message['$ref']} is not of its channel"
            for message in operation["messages"]
            if not message["$ref"].startswith(prefix)
        ]
    return found


def _references(node: Any, path: str = "#") -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref" and isinstance(value, str):
                yield path, value
            else:
                yield from _references(value, f"{path}/{key}")
    elif isinstance(node, list):
        for position, value in enumerate(node):
            yield from _references(value, f"{path}/{position}")


def _has(document: dict[str, Any], reference: str) -> bool:
    node: Any = document
    for part in reference.removeprefix("#/").split("/"):
        if not isinstance(node, dict) or part not in node:
            return False
        node = node[part]
    return True
