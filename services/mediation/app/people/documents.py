"""How people lie in the store: statements sealed, everything else ids, dates and blind keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from lianfang.persistence import sealed
from lianfang.persistence.sealed import Cipher
from lianfang.persistence.store import Collection, Document, Index
from services.mediation.app.people.blind import Keys
from services.mediation.domain.people.identity import Stated

PEOPLE, CLAIMS, EDGES = "people", "people_claims", "people_edges"
COLLECTIONS = (
    Collection(
        PEOPLE,
        (
            Index("person", "person"), Index("blind", "blind", many=True), Index("cases", "cases", many=True),
            Index("household", "household", many=True), Index("workplace", "workplace", many=True),
        ),
    ),
    Collection(CLAIMS),
    Collection(EDGES, (Index("ends", "ends", many=True), Index("case", "case"))),
)  # fmt: skip
"""people: one document a person. people_claims: which person a party, or an id number's key, belongs to; whoever
inserts first decides. people_edges: who belongs to whom, and what officers said of two people being one."""
PARTY = "party"


@dataclass(frozen=True, slots=True)
class Statement:
    """What the record of one case says of a person.

    ref: names the party, ``<case id>/<party>``, without personal data. side, role: in that case; only people of the
    role ``party`` were parties, others (guardian, witness, kin …) are merely named. on: the day of the quarrel
    (ISO 8601). token: the sealed `Stated`. keys, household, workplace: blind keys.
    """

    ref: str
    case: str
    side: str
    role: str
    on: str
    token: str
    keys: tuple[str, ...]
    household: str = ""
    workplace: str = ""

    def sealed_anew(self, token: str, keys: Keys) -> Statement:
        """The same statement under another token and other keys."""
        return replace(self, token=token, keys=keys.all, household=keys.household, workplace=keys.workplace)


def seal(cipher: Cipher, stated: Stated) -> str:
    """Return the token of a statement."""
    return sealed.seal(cipher, asdict(stated))


def unseal(cipher: Cipher, token: str) -> Stated:
    """Return the statement of a token. Raises the cipher's error when no key fits."""
    return Stated(**sealed.unseal(cipher, token))


def document_of(person: str, statements: Sequence[Statement]) -> Document:
    """Return a person's document."""
    return {
        "id": person,
        "person": person,
        "statements": [{**asdict(each), "keys": list(each.keys)} for each in statements],
        "blind": sorted({key for each in statements for key in each.keys}),
        "cases": sorted({each.case for each in statements if each.role == PARTY}),
        "household": sorted({each.household for each in statements if each.household}),
        "workplace": sorted({each.workplace for each in statements if each.workplace}),
    }


def statements_of(document: Document) -> list[Statement]:
    """Return what is stated of a person, in the order it was heard."""
    return [_statement(each) for each in document["statements"]]


def _statement(stored: dict[str, Any]) -> Statement:
    return Statement(**{**stored, "keys": tuple(stored["keys"])})
