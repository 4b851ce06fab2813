"""Whose a phone and an id number are: the first to insert a claim has it, in any process; nobody is kept twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from lianfang.persistence.blind import BlindKeys
from lianfang.persistence.store import AlreadyExists, Collection, Conflict, Document, Store

NAME = "people_claims"
INFO = b"lianfang/patrol/people/blind-index/1"
UNIQUE = ("id_number", "phone")
"""What is one person's alone, the decisive one first."""
ABANDONED_AFTER = timedelta(minutes=10)
"""A claim without a person is that of a sign-up that broke off; after this it is anybody's."""


def collections() -> tuple[Collection, ...]:
    """Declare the collection."""
    return (Collection(NAME),)


class Taken(Exception):
    """It is somebody else's. field: id_number or phone."""

    def __init__(self, field: str) -> None:
        super().__init__(f"{field} is known already")
        self.field = field


class Claims:
    """See the module's text. state_of: a person's state, empty when there is no such person."""

    def __init__(
        self, store: Store, field_keys: Sequence[str], clock: Callable[[], datetime], state_of: Callable[[str], str]
    ) -> None:
        self.store, self._blind, self._clock, self._state_of = store, BlindKeys(field_keys, INFO), clock, state_of

    def keys(self, said: Mapping[str, str]) -> dict[str, list[str]]:
        """Return by field every key it may be claimed under, the writing one first."""
        return {field: self._blind.keys(field, said[field]) for field in UNIQUE if said.get(field)}

    def claimed(self, keys: Sequence[str]) -> Document | None:
        """Return the claim under one of these keys."""
        return next((found for key in keys if (found := self.store.get(NAME, key))), None)

    def holds(self, claim: Document) -> bool:
        """Tell whether the claim keeps others off: not when its person has left."""
        state = self._state_of(claim["person"])
        if state:
            return state != "left"
        return self._clock() - datetime.fromisoformat(claim["at"]) < ABANDONED_AFTER

    def document(self, key: str, person: str) -> Document:
        """Return a claim to be stored."""
        return {"id": key, "person": person, "at": self._clock().isoformat()}

    def claim(self, person: str, said: Mapping[str, str]) -> tuple[str, ...]:
        """Claim phone and id number for a person and return the keys; what is theirs stays so. Raises Taken."""
        made: list[str] = []
        try:
            for field, keys in self.keys(said).items():
                made += self._claim(person, field, keys)
        except Taken:
            self.release(person, made)
            raise
        return tuple(keys[0] for keys in self.keys(said).values())

    def release(self, person: str, keys: Iterable[str]) -> None:
        """Give up claims of a person; those of others stay."""
        for key in keys:
            found = self.store.get(NAME, key)
            if found is not None and found["person"] == person:
                try:
                    self.store.delete(NAME, key, found["revision"])
                except Conflict:
                    continue

    def _claim(self, person: str, field: str, keys: Sequence[str]) -> list[str]:
        while True:
            found = self.claimed(keys)
            if found is not None and found["person"] != person and self.holds(found):
                raise Taken(field)
            try:
                if found is None:
                    self.store.insert(NAME, self.document(keys[0], person))
                    return [keys[0]]
                if found["person"] != person:
                    self.store.replace(NAME, self.document(found["id"], person), found["revision"])
                elif found["id"] != keys[0]:  # written under an older field key
                    self.store.insert(NAME, self.document(keys[0], person))
                    return [keys[0]]
            except (AlreadyExists, Conflict):
                continue
            return []
