"""Cases as JSON documents: nothing but their facts, which are folded when read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.mediation.domain.case import Case
from services.mediation.domain.fact import Fact
from services.mediation.domain.fold import fold


@dataclass(frozen=True, slots=True)
class Dossier:
    """A case and the facts that make it."""

    case: Case
    facts: tuple[Fact, ...]

    def then(self, facts: Sequence[Fact]) -> Dossier:
        """Return the dossier after more facts."""
        return Dossier(fold(facts, self.case), (*self.facts, *facts))


EMPTY = Dossier(Case(), ())


def encode(dossier: Dossier) -> dict[str, Any]:
    """Return the document of a dossier."""
    return {"facts": [_fact(each) for each in dossier.facts]}


def decode(raw: dict[str, Any]) -> Dossier:
    """Return the dossier of a document. Raises KeyError for a fact that this version does not know."""
    return EMPTY.then([_read(each) for each in raw["facts"]])


def _fact(fact: Fact) -> dict[str, Any]:
    return {"name": fact.name, "at": fact.at.isoformat(), "actor": fact.actor, "data": dict(fact.data)}


def _read(raw: dict[str, Any]) -> Fact:
    return Fact(raw["name"], datetime.fromisoformat(raw["at"]), raw["actor"], raw["data"])
