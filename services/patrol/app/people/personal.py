"""What names a person: name, phone, id number, address, numbers of certificates. Sealed, apart from the rest."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lianfang.persistence.sealed import Cipher, seal, unseal
from lianfang.persistence.store import Collection, Document, Store
from services.patrol.domain.refused import Refused

NAME = "people_sealed"
FIELDS = ("name", "phone", "id_number", "address")
_PHONE = re.compile(r"[0-9]{5,12}\Z")
_NUMBER = re.compile(r"[1-9][0-9]{16}[0-9X]\Z")
_LONGEST = {"name": 100, "phone": 40, "id_number": 40, "address": 300}


def collections() -> tuple[Collection, ...]:
    """Declare the collection; nothing of it can be searched."""
    return (Collection(NAME),)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A person's document as stored. claims: keys of what is theirs alone."""

    said: Mapping[str, Any]
    claims: tuple[str, ...]
    revision: int


class PersonalData:
    """Reads and writes what names people. Who reads for others leaves an audit row first, see read_personal."""

    def __init__(self, store: Store, cipher: Cipher) -> None:
        self.store, self._cipher = store, cipher

    def get(self, person: str) -> Sealed | None:
        """Return what is stored, None when nothing is."""
        found = self.store.get(NAME, person)
        if found is None:
            return None
        return Sealed(unseal(self._cipher, found["sealed"]), tuple(found["claims"]), found["revision"])

    def document(self, person: str, said: Mapping[str, Any], claims: tuple[str, ...]) -> Document:
        """Return what is to be stored."""
        return {"id": person, "sealed": seal(self._cipher, said), "claims": list(claims)}

    def put(self, person: str, said: Mapping[str, Any], claims: tuple[str, ...], before: Sealed | None) -> None:
        """Store it. Raises Conflict, AlreadyExists when another was quicker."""
        fresh = self.document(person, said, claims)
        if before is None:
            self.store.insert(NAME, fresh)
        else:
            self.store.replace(NAME, fresh, before.revision)


def tidy(said: Mapping[str, str]) -> tuple[dict[str, str], list[Refused]]:
    """Return the fields in their one form, and what is wrong: by field, never telling a value."""
    tidied: dict[str, str] = {}
    wrong: list[Refused] = []
    for name in FIELDS:
        text = "".join(c for c in unicodedata.normalize("NFKC", said.get(name, "")) if c.isprintable()).strip()
        if len(text) > _LONGEST[name]:
            wrong.append(_wrong(name, "is too long", f"at most {_LONGEST[name]} characters"))
            continue
        if name == "phone" and text:
            text = _phone(text)
            if not _PHONE.match(text):
                wrong.append(_wrong(name, "is no phone number", "write 5 to 12 digits, or leave it out"))
        if name == "id_number" and text:
            text = text.replace(" ", "").upper()
            if not _NUMBER.match(text) or not _check(text):
                remedy = "write the 18 characters as on the card, as text and not as a number, or leave it out"
                wrong.append(_wrong(name, "is no valid id number (GB 11643)", remedy))
        tidied[name] = text
    return tidied, wrong


def _phone(text: str) -> str:
    digits = re.sub(r"[-()+ ]", "", text)
    for prefix in ("0086", "86"):
        if digits.startswith(prefix) and len(digits) - len(prefix) == 11:
            return digits.removeprefix(prefix)
    return digits


def _check(number: str) -> bool:
    """ISO 7064 MOD 11-2: read in base 2, the weighted sum leaves 1."""
    values = [10 if digit == "X" else int(digit) for digit in number]
    return sum(value << place for place, value in enumerate(reversed(values))) % 11 == 1


def _wrong(field: str, message: str, remedy: str) -> Refused:
    return Refused("invalid", message, remedy, field=field)
