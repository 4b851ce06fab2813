"""What a decision about a person gives: the person afterwards, and what happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from services.patrol.domain.people.person import Person


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened. name: as in ``patrol.<name>``. data: JSON-able; no name of anybody."""

    name: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """The person afterwards. facts: empty when nothing changed."""

    person: Person
    facts: tuple[Fact, ...] = ()


def about(person: Person, name: str, **data: Any) -> Fact:
    """Return a fact with what every event about a person says."""
    said = {"person": person.id, "unit": person.unit, "force": person.force, "state": person.state}
    return Fact(name, {**said, **{key: value for key, value in data.items() if value is not None}})
