"""The AsyncAPI 3.0 document of everything on the bus: channels, operations, messages with their envelope.

One channel per exchange; its address is the routing key. A message's payload is the whole CloudEvent (structured
mode) whose `data` keeps the contract.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lianfang.contracts.envelope_schema import ENVELOPE, PARAMETERS, headers, sample
from lianfang.contracts.json_schema import audience, definitions
from lianfang.contracts.registry import Contract
from lianfang.messaging.envelope import CONTENT_TYPE
from lianfang.messaging.routing import COMMANDS, EVENTS, MAX_KEY_BYTES, RESTRICTED

Node = dict[str, Any]
_SCHEMAS = "#/components/schemas/"
_BINDING_VERSION = "0.3.0"
DOCUMENT_VERSION = "1.0.0"  # of the document's shape; each contract carries its own major
_CHANNELS = {
    "events": (EVENTS, "Facts that districts and teams may read, each inside its own region."),
    "restricted": (
        RESTRICTED,
        "Facts that no district or team may read (complaints against police, tips, duress, sealed cases).",
    ),
    "commands": (COMMANDS, "Requests to one service, each answered with its event or a refusal."),
}


def asyncapi(contracts: Iterable[Contract]) -> Node:
    """Return the AsyncAPI document of `contracts`."""
    known = sorted(contracts, key=lambda contract: contract.type)
    schemas: Node = {"CloudEvent": ENVELOPE}
    for contract in known:
        schemas |= _schemas(contract)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Lianfang (联防) events and commands",
            "version": DOCUMENT_VERSION,
            "description": "Generated from the marshmallow contracts by `make contracts`; do not edit.",
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        },
        "defaultContentType": CONTENT_TYPE,
        "servers": {
            "bus": {
                "host": "localhost:5672",
                "protocol": "amqp",
                "protocolVersion": "0-9-1",
                "description": "RabbitMQ 3.10 or later; each service, district and team has its own account.",
                "security": [{"type": "userPassword"}],
            }
        },
        "channels": {name: _channel(name, known) for name in _CHANNELS},
        "operations": _operations(known),
        "components": {
            "messages": {contract.type: _message(contract) for contract in known},
            "schemas": schemas,
            "parameters": PARAMETERS,
        },
    }


def channels_of(contract: Contract) -> tuple[str, ...]:
    """Return the channels a contract's messages may travel on."""
    if contract.kind == "command":
        return ("commands",)
    return ("events",) if audience(contract) == "open" else ("events", "restricted")


def _schemas(contract: Contract) -> Node:
    root, nested = definitions(contract.schema, f"{_SCHEMAS}{contract.type}.")
    root = {"title": contract.type, **root}
    return {contract.type: root} | {f"{contract.type}.{name}": inner for name, inner in nested.items()}


def _channel(name: str, contracts: list[Contract]) -> Node:
    exchange, description = _CHANNELS[name]
    mine = [contract.type for contract in contracts if name in channels_of(contract)]
    return {
        "address": "{context}.{name}.v{major}.{region}.{addressee}",
        "title": exchange,
        "description": f"{description} A routing key has at most {MAX_KEY_BYTES} bytes.",
        "servers": [{"$ref": "#/servers/bus"}],
        "parameters": {key: {"$ref": f"#/components/parameters/{key}"} for key in PARAMETERS},
        "messages": {type_: {"$ref": f"#/components/messages/{type_}"} for type_ in mine},
        "bindings": {
            "amqp": {
                "is": "routingKey",
                "exchange": {
                    "name": exchange, "type": "topic", "durable": True, "autoDelete": False, "vhost": "/",
                },
                "bindingVersion": _BINDING_VERSION,
            }
        },
    }  # fmt: skip


def _operations(contracts: list[Contract]) -> Node:
    """A context sends its events and receives its commands; subscribers and clients do the opposite."""
    out: Node = {}
    for channel in _CHANNELS:
        for context in sorted({contract.context for contract in contracts}):
            mine = [c for c in contracts if c.context == context and channel in channels_of(c)]
            if not mine:
                continue
            sent, received = ("client", "service") if channel == "commands" else ("service", "subscriber")
            out[f"{context}.{channel}.send"] = _operation("send", sent, context, channel, mine)
            out[f"{context}.{channel}.receive"] = _operation("receive", received, context, channel, mine)
    return out


def _operation(action: str, who: str, context: str, channel: str, contracts: list[Contract]) -> Node:
    amqp: Node = {"deliveryMode": 2, "timestamp": False} if action == "send" else {"ack": True}
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{channel}"},
        "summary": f"A {who} {action}s what {'asks' if channel == 'commands' else 'concerns'} {context}.",
        "messages": [{"$ref": f"#/channels/{channel}/messages/{contract.type}"} for contract in contracts],
        "bindings": {"amqp": {**amqp, "bindingVersion": _BINDING_VERSION}},
    }


def _message(contract: Contract) -> Node:
    event = sample(contract)
    return {
        "name": contract.type,
        "title": f"{contract.context}: {contract.name.replace('_', ' ')}",
        "summary": contract.summary,
        "contentType": CONTENT_TYPE,
        "headers": headers(contract.type),
        "payload": {
            "allOf": [{"$ref": f"{_SCHEMAS}CloudEvent"}],
            "type": "object",
            "properties": {"type": {"const": contract.type}, "data": {"$ref": f"{_SCHEMAS}{contract.type}"}},
            "required": ["data"],
        },
        "correlationId": {"location": "$message.payload#/correlationid"},
        "tags": [{"name": contract.context}, {"name": contract.kind}],
        "bindings": {"amqp": {"messageType": contract.type, "bindingVersion": _BINDING_VERSION}},
        "examples": [{"name": "example", "headers": event.headers(), "payload": event.to_dict()}],
    }
