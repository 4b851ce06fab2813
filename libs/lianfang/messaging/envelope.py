"""The envelope of everything on the bus: CloudEvents 1.0 in structured JSON, with Lianfang's extensions."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

CONTENT_TYPE = "application/cloudevents+json"
_REQUIRED = ("specversion", "id", "source", "type")
_EXTENSIONS = ("region", "addressee", "sequence", "correlationid", "causationid", "traceparent")
_SEQUENCE = re.compile(r"[0-9]{1,20}")
_HALF_CHARACTER = re.compile(rb"\\u[dD][89a-fA-F]|\xed[\xa0-\xbf]")  # half of a pair, unless the other one follows
_MOST = 2**63


class Undecodable(ValueError):
    """The bytes are no CloudEvent that Lianfang can read; the message says why."""


@dataclass(frozen=True, slots=True)
class Event:
    """One fact (or one command) on the bus.

    id: unique for ever, the key by which consumers drop duplicates (UUID text).
    type: ``<context>.<name>.v<major>``, the first three words of the routing key.
    source: who says it, ``/services/incident``.
    subject: the aggregate it is about.
    time: when it became true, RFC 3339 in UTC.
    region: code of the place (digits, see regions.codes) that the event concerns or is addressed to.
    addressee: ``<zone>.<team>`` for what one team must act on, else empty.
    sequence: how many events the aggregate has emitted, this one included.
    """

    id: str
    type: str
    source: str
    subject: str
    time: str
    region: str
    data: Mapping[str, Any]
    sequence: int = 0
    addressee: str = ""
    correlationid: str = ""
    causationid: str = ""
    traceparent: str = ""
    restricted: bool = field(default=False, compare=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the structured-mode mapping; empty extensions are left out, as CloudEvents asks."""
        out: dict[str, Any] = {
            "specversion": "1.0",
            "id": self.id,
            "source": self.source,
            "type": self.type,
            "subject": self.subject,
            "time": self.time,
            "datacontenttype": "application/json",
            "region": self.region,
            "sequence": f"{self.sequence:020d}",
        }
        for name in ("addressee", "correlationid", "causationid", "traceparent"):
            if value := getattr(self, name):
                out[name] = value
        if self.restricted:
            out["audience"] = "restricted"
        out["data"] = dict(self.data)
        return out

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> Event:
        """Read a structured-mode mapping. Raises Undecodable naming the attribute that is wrong."""
        for name in _REQUIRED:
            if not isinstance(raw.get(name), str) or not raw[name]:
                raise Undecodable(f"attribute {name!r} is missing or not a text")
        if raw["specversion"] != "1.0":
            raise Undecodable(f"specversion {raw['specversion']!r} is not 1.0")
        for name in ("subject", "time", *_EXTENSIONS, "audience"):
            if not isinstance(raw.get(name, ""), str):
                raise Undecodable(f"attribute {name!r} is not a text")
        data = raw.get("data", {})
        if not isinstance(data, Mapping):
            raise Undecodable("attribute 'data' is not an object")
        sequence = raw.get("sequence", "0")
        if not _SEQUENCE.fullmatch(sequence) or int(sequence) >= _MOST:
            raise Undecodable(f"sequence {sequence[:40]!r} is not a number of up to 19 digits")
        if "time" in raw:
            _check_time(raw["time"])
        return cls(
            id=raw["id"], type=raw["type"], source=raw["source"], subject=raw.get("subject", ""),
            time=raw.get("time", ""), region=raw.get("region", ""), data=data, sequence=int(sequence),
            addressee=raw.get("addressee", ""), correlationid=raw.get("correlationid", ""),
            causationid=raw.get("causationid", ""), traceparent=raw.get("traceparent", ""),
            restricted=raw.get("audience") == "restricted",
        )  # fmt: skip

    def to_json(self) -> bytes:
        """Return the body of the AMQP message, UTF-8."""
        return json.dumps(self.to_dict(), ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_json(cls, body: bytes | str) -> Event:
        """Read the body of an AMQP message. Raises Undecodable."""
        try:
            raw = json.loads(body, parse_constant=_no_number)
        except (ValueError, RecursionError) as error:  # UnicodeDecodeError and JSONDecodeError are ValueErrors
            raise Undecodable(f"body is not JSON: {error}") from None
        _check_text(raw, body)
        if not isinstance(raw, Mapping):
            raise Undecodable("body is not a JSON object")
        return cls.from_dict(raw)

    def headers(self) -> dict[str, Any]:
        """Return the scalar attributes as ``cloudEvents_*`` headers, for brokers' and consumers' filters."""
        return {f"cloudEvents_{name}": value for name, value in self.to_dict().items() if name != "data"}


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number of JSON")


def _check_text(raw: Any, body: bytes | str) -> None:
    """Refuse half characters (lone surrogates): JSON can write them, and nothing can store or send them on."""
    if isinstance(body, bytes) and not _HALF_CHARACTER.search(body):
        return
    try:
        json.dumps(raw, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise Undecodable(f"body holds half a character: {error.object[error.start]!r}") from None


def _check_time(text: str) -> None:
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            moment.astimezone(UTC)
    except ValueError:
        raise Undecodable(f"time {text!r} is not RFC 3339") from None
    except OverflowError:
        raise Undecodable(f"time {text!r} is outside the years 1 to 9999") from None
    if moment.tzinfo is None:
        raise Undecodable(f"time {text!r} has no offset")
