"""Who a row of the file is: somebody known, by login, id number or phone, or somebody new."""

from __future__ import annotations

from dataclasses import dataclass

from lianfang.persistence.store import Document
from services.patrol.app.people.claims import Claims
from services.patrol.app.people.importing.problems import RowProblem
from services.patrol.app.people.importing.rows import Row
from services.patrol.domain.people.ids import person_id

_KNOWN = "give the ref, phone and id_number that they are known by, or let the other entry leave"


@dataclass(frozen=True, slots=True)
class Recognised:
    """keys: the claims that the row's fields make. found: the stored claim of each, None for a new one."""

    row: Row
    person: str
    keys: tuple[str, ...]
    found: tuple[Document | None, ...]


class Recognise:
    """See the module's text. One per import: it also knows who came before in the file."""

    def __init__(self, claims: Claims) -> None:
        self._claims = claims
        self._seen: dict[str, int] = {}

    def __call__(self, row: Row) -> Recognised | RowProblem:
        """Return who it is, or why it can't be told."""
        keys = self._claims.keys(row.said)
        for field, own in keys.items():
            before = self._seen.setdefault(own[0], row.line)
            if before != row.line:
                return RowProblem(row.line, field, f"is the same as in line {before}", "keep one of the two rows")
        found = {field: self._claims.claimed(own) for field, own in keys.items()}
        person = self._person(row, keys, found)
        before = self._seen.setdefault(person, row.line)
        if before != row.line:
            return RowProblem(row.line, "ref", f"is the person of line {before}", "keep one of the two rows")
        for field, claim in found.items():
            if claim is not None and claim["person"] != person and self._claims.holds(claim):
                return RowProblem(row.line, field, "belongs to somebody who is known already", _KNOWN)
        return Recognised(row, person, tuple(own[0] for own in keys.values()), tuple(found.values()))

    def _person(self, row: Row, keys: dict[str, list[str]], found: dict[str, Document | None]) -> str:
        if row.ref:
            return person_id(row.ref)
        known = next((claim["person"] for claim in found.values() if claim is not None), "")
        # The key says nothing of what it was made of, and every process makes the same one.
        return known or person_id(f"blind:{next(iter(keys.values()))[0]}")
