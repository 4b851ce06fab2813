"""What is handed to the publisher: one AMQP message with its destination."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lianfang.contracts.registry import UnknownContract, contract_of
from lianfang.messaging import routing
from lianfang.messaging.envelope import CONTENT_TYPE, Event


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A persistent message. message_id: the event's id. exchange "": straight into the queue named by the key."""

    exchange: str
    routing_key: str
    body: bytes
    headers: Mapping[str, Any] = field(default_factory=dict)
    message_id: str = ""
    content_type: str = CONTENT_TYPE


def outgoing(event: Event) -> Outgoing:
    """Return the message for an event: exchange by kind and audience, key by type, region and addressee.

    Raises ValueError when the routing key would not fit AMQP.
    """
    return outgoing_raw(event.to_dict())


def outgoing_raw(raw: Mapping[str, Any]) -> Outgoing:
    """As `outgoing`, for an event in its structured form, as outboxes and `published` keep it."""
    return Outgoing(
        exchange=exchange_of(raw),
        routing_key=routing.key_of(raw["type"], raw["region"], raw.get("addressee", "")),
        body=json.dumps(raw, ensure_ascii=False, separators=(",", ":")).encode(),
        headers={f"cloudEvents_{name}": value for name, value in raw.items() if name != "data"},
        message_id=raw["id"],
    )


def exchange_of(raw: Mapping[str, Any]) -> str:
    """Return the exchange an event (in structured form) belongs on."""
    if raw.get("audience") == "restricted":
        return routing.RESTRICTED
    try:
        command = contract_of(raw["type"]).kind == "command"
    except UnknownContract:
        command = False
    return routing.COMMANDS if command else routing.EVENTS
