"""What a broker has, read once over the management API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lianfang.messaging.management import Management
from lianfang.messaging.topology.model import Queue

# Arguments that decide what a queue is; RabbitMQ adds none of its own to a queue declared over management.
_DEFAULT_TYPE = "classic"


@dataclass(frozen=True, slots=True)
class Live:
    """The live objects of one virtual host, as the management API gives them, by name."""

    version: tuple[int, ...]
    exchanges: Mapping[str, Mapping[str, Any]]
    queues: Mapping[str, Mapping[str, Any]]
    bindings: tuple[Mapping[str, Any], ...]
    policies: Mapping[str, Mapping[str, Any]]


def read(management: Management) -> Live:
    """Read everything. Raises ManagementError."""
    return Live(
        management.version(),
        {item["name"]: item for item in management.exchanges()},
        {item["name"]: item for item in management.queues()},
        tuple(management.bindings()),
        {item["name"]: item for item in management.policies()},
    )


def immutable_difference(queue: Queue, found: Mapping[str, Any]) -> str | None:
    """Say how a live queue differs from `queue` in what can't be changed, None when it doesn't."""
    arguments = dict(found["arguments"])
    arguments.setdefault("x-queue-type", found.get("type", _DEFAULT_TYPE))
    actual = described(arguments, durable=bool(found["durable"]))
    expected = described(queue.arguments, durable=True)
    return None if actual == expected else f"is {actual}, should be {expected}"


def described(arguments: Mapping[str, Any], *, durable: bool) -> str:
    """Return a queue's immutable side as a text, comparable and readable."""
    words = [str(arguments["x-queue-type"]), "durable" if durable else "transient"]
    words += [f"{name}={arguments[name]}" for name in sorted(arguments) if name != "x-queue-type"]
    return " ".join(words)
