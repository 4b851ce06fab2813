"""People as JSON documents and back. What is empty is left out: a city has a hundred thousand of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from services.patrol.domain.people.person import Certificate, Leave, Person
from services.patrol.domain.rosters.problem import Wish
from services.patrol.domain.span import Span

Json = dict[str, Any]
_TEXTS = ("county", "unit", "force", "state", "origin", "area")


@dataclass(frozen=True, slots=True)
class Kept:
    """A person, and of which certificates' end they were warned. since: when they joined, RFC 3339."""

    person: Person
    warned: tuple[str, ...] = ()
    since: str = ""


def encode(kept: Kept) -> Json:
    """Return the document of a person."""
    return {**person_to_json(kept.person), "warned": list(kept.warned), "since": kept.since}


def decode(raw: Mapping[str, Any]) -> Kept:
    """Return what `encode` was given."""
    return Kept(person_from_json(raw), tuple(raw["warned"]), raw["since"])


def person_to_json(person: Person) -> Json:
    """Return a person JSON-able."""
    lists: Json = {
        "groups": sorted(person.groups),
        "usual": sorted(person.usual),
        "certificates": [certificate_to_json(each) for each in person.certificates],
        "leaves": [leave_to_json(each) for each in person.leaves],
        "wishes": [wish_to_json(each) for each in person.wishes],
    }
    texts = {name: getattr(person, name) for name in _TEXTS}
    return {"id": person.id, **texts, **{name: value for name, value in lists.items() if value}}


def person_from_json(raw: Mapping[str, Any]) -> Person:
    """Return what `person_to_json` was given."""
    return Person(
        raw["id"], **{name: raw[name] for name in _TEXTS},
        groups=frozenset(raw.get("groups", ())), usual=frozenset(raw.get("usual", ())),
        certificates=tuple(_certificate(each) for each in raw.get("certificates", ())),
        leaves=tuple(Leave(each["id"], _span(each), each["state"], each["kind"]) for each in raw.get("leaves", ())),
        wishes=tuple(Wish(each["kind"], _span(each), each["weight"]) for each in raw.get("wishes", ())),
    )  # fmt: skip


def certificate_to_json(it: Certificate) -> Json:
    """Return a certificate JSON-able."""
    return {"skill": it.skill, "until": it.until.isoformat() if it.until else None, "verified": it.verified}


def leave_to_json(it: Leave) -> Json:
    """Return a leave JSON-able."""
    return {"id": it.id, **span_to_json(it.span), "state": it.state, "kind": it.kind}


def wish_to_json(it: Wish) -> Json:
    """Return a wish JSON-able."""
    return {"kind": it.kind, **span_to_json(it.span), "weight": it.weight}


def span_to_json(span: Span) -> Json:
    """Return start and end in UTC."""
    return {"start": span.start.astimezone(UTC).isoformat(), "end": span.end.astimezone(UTC).isoformat()}


def _span(raw: Mapping[str, Any]) -> Span:
    return Span(datetime.fromisoformat(raw["start"]), datetime.fromisoformat(raw["end"]))


def _certificate(raw: Mapping[str, Any]) -> Certificate:
    until = date.fromisoformat(raw["until"]) if raw["until"] else None
    return Certificate(raw["skill"], until, raw["verified"])
