"""Claims: which person a party, or an id number, belongs to. The first to insert one decides, in any process."""

from __future__ import annotations

from collections.abc import Sequence

from lianfang.persistence.store import AlreadyExists, Conflict, Document, Store
from services.mediation.app.people.answers import Resolution, from_json, to_json
from services.mediation.app.people.documents import CLAIMS


class Claims:
    """The collection of claims."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def party(self, ref: str) -> Resolution | None:
        """Return what was answered for a party; None when it was never asked."""
        found = self._store.get(CLAIMS, f"ref:{ref}")
        return from_json(found["answer"]) if found else None

    def claim_party(self, ref: str, answer: Resolution) -> Resolution:
        """Return the answer that holds for the party: this one, or that of whoever was first."""
        return from_json(self._first({"id": f"ref:{ref}", "answer": to_json(answer)})["answer"])

    def correct_party(self, ref: str, answer: Resolution) -> Resolution:
        """Replace the answer for a party whose statement was corrected; the later of two corrections stands."""
        while True:
            found = self._store.get(CLAIMS, f"ref:{ref}")
            if found is None:
                return self.claim_party(ref, answer)
            try:
                self._store.replace(CLAIMS, {**found, "answer": to_json(answer)}, found["revision"])
            except Conflict:
                continue
            return answer

    def claim_number(self, keys: Sequence[str], person: str, ref: str) -> tuple[str, bool]:
        """Return whose the id number is, and whether it was so before `ref` claimed it.

        keys: the number's blind key under each field key, the first one writing.
        """
        for key in keys[1:]:
            if found := self._store.get(CLAIMS, f"number:{key}"):
                return found["person"], found["ref"] != ref
        claim = self._first({"id": f"number:{keys[0]}", "person": person, "ref": ref})
        return claim["person"], claim["ref"] != ref

    def _first(self, claim: Document) -> Document:
        try:
            return self._store.insert(CLAIMS, claim)
        except AlreadyExists:
            found = self._store.get(CLAIMS, claim["id"])
            if found is None:  # claims are never deleted
                raise
            return found
