"""The schema of the envelope (CloudEvents 1.0 with Lianfang's extensions), its headers, and a sample."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from lianfang.contracts.registry import Contract
from lianfang.messaging.envelope import Event

_TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
_SAMPLE_REGION = "350924100001"

ENVELOPE: dict[str, Any] = {
    "title": "CloudEvent",
    "description": "CloudEvents 1.0, structured mode, JSON. Unknown attributes are to be ignored.",
    "type": "object",
    "required": ["specversion", "id", "source", "type", "subject", "time", "region", "sequence", "data"],
    "properties": {
        "specversion": {"const": "1.0"},
        "id": {**_TEXT, "description": "Unique for ever; drop duplicates by it. Also the AMQP message_id."},
        "source": {**_TEXT, "description": "Who says it, /services/<context>."},
        "type": {"type": "string", "pattern": r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*\.v[0-9]+$"},
        "subject": {"type": "string", "description": "The aggregate it is about."},
        "time": {"type": "string", "format": "date-time", "description": "When it became true, UTC."},
        "datacontenttype": {"const": "application/json"},
        "region": {
            "type": "string",
            "pattern": "^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12}|[0-9]{16})?$",
            "description": "Code of the place it concerns or is addressed to (GB/T 2260, GB/T 10114, grid).",
        },
        "addressee": {
            "type": "string",
            "pattern": r"^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$",
            "description": "<zone>.<team>, for what one team must act on.",
        },
        "sequence": {
            "type": "string",
            "pattern": "^[0-9]{20}$",
            "description": "How many events the aggregate has emitted, this one included.",
        },
        "correlationid": {"type": "string", "description": "The same for all that follows from one report."},
        "causationid": {"type": "string", "description": "The id of the message that caused this one."},
        "traceparent": {"type": "string", "description": "W3C Trace Context."},
        "audience": {"const": "restricted"},
        "data": {"type": "object"},
    },
}

PARAMETERS: dict[str, Any] = {
    "context": {"description": "The service that owns the contract, one word."},
    "name": {"description": "The event or command, one word."},
    "major": {"description": "The contract's major version, a number."},
    "region": {"description": "The words of the region code: 35.09.24.100.001.1007 and shorter."},
    "addressee": {"description": "<zone>.<team>; absent, with its dot, when no team is addressed."},
}


def headers(type_: str) -> dict[str, Any]:
    """Return the schema of the AMQP headers that mirror the scalar attributes."""
    mirrored = [name for name in ENVELOPE["properties"] if name not in ("data", "type")]
    required = [f"cloudEvents_{name}" for name in ENVELOPE["required"] if name != "data"]
    return {
        "type": "object",
        "properties": {
            "cloudEvents_type": {"const": type_},
            **{f"cloudEvents_{name}": ENVELOPE["properties"][name] for name in mirrored},
        },
        "required": required,
    }


def sample(contract: Contract) -> Event:
    """Return a whole event around the contract's example, the same at every generation."""
    region = _SAMPLE_REGION[:6] if contract.addressed or contract.kind == "command" else _SAMPLE_REGION
    name = uuid5(NAMESPACE_URL, f"urn:lianfang:contract:{contract.type}")
    return Event(
        id=str(name),
        type=contract.type,
        source=f"/services/{contract.context}" if contract.kind == "event" else "/teams/350924.aoyang.case",
        subject=str(uuid5(name, "subject")),
        time="2025-03-01T08:00:00+00:00",
        region=region,
        addressee="aoyang.case" if contract.addressed else "",
        sequence=1,
        correlationid=str(uuid5(name, "correlation")),
        restricted=contract.restricted(contract.example),
        data=contract.example,
    )
