"""What a district or a team receives: one CloudEvent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


class NotAnEvent(ValueError):
    """The message is no CloudEvent; the text says why."""


@dataclass(frozen=True, slots=True)
class Event:
    """One fact.

    id: unique for ever; a repeated delivery has the same one.
    type: ``<context>.<name>.v<major>``, as in ``incident.reported.v1``.
    subject: the id of what it is about. time: when it became true, RFC 3339 in UTC.
    region: code of the place, digits. addressee: ``<zone>.<team>`` of what one team must act on, else empty.
    sequence: how many events its subject has emitted, this one included.
    traceparent: W3C Trace Context of what brought it, to be handed on with what it causes; may be empty.
    data: the payload, as the contract of its type says.
    """

    id: str
    type: str
    source: str
    subject: str = ""
    time: str = ""
    region: str = ""
    addressee: str = ""
    sequence: int = 0
    correlationid: str = ""
    traceparent: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def context(self) -> str:
        """The service that says it, ``incident``."""
        return self.type.partition(".")[0]

    @property
    def name(self) -> str:
        """What happened, ``reported``."""
        return self.type.partition(".")[2].rpartition(".")[0]

    @property
    def moment(self) -> datetime | None:
        """`time` as an aware datetime, None when the event has none."""
        return datetime.fromisoformat(self.time) if self.time else None

    @classmethod
    def from_json(cls, body: bytes, traceparent: str = "") -> Event:
        """Read a message's body. Raises NotAnEvent. Attributes that are not known are passed over.

        traceparent: of the message's publishing; it is nearer than the one in the body.
        """
        try:
            raw = json.loads(body)
        except ValueError as error:
            raise NotAnEvent(f"not JSON: {error}") from None
        if not isinstance(raw, dict) or raw.get("specversion") != "1.0":
            raise NotAnEvent("not a CloudEvent 1.0")
        texts = {name: raw.get(name, "") for name in _TEXTS}
        if wrong := [name for name, value in texts.items() if not isinstance(value, str)]:
            raise NotAnEvent(f"attribute {wrong[0]!r} is not a text")
        if missing := [name for name in ("id", "type", "source") if not texts[name]]:
            raise NotAnEvent(f"attribute {missing[0]!r} is missing")
        data = raw.get("data", {})
        if not isinstance(data, dict):
            raise NotAnEvent("attribute 'data' is not an object")
        texts["traceparent"] = traceparent or texts["traceparent"]
        sequence = str(raw.get("sequence", "0"))
        return cls(sequence=int(sequence) if sequence.isdecimal() else 0, data=data, **texts)


_TEXTS = ("id", "type", "source", "subject", "time", "region", "addressee", "correlationid", "traceparent")
