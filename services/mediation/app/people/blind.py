"""Blind index keys: look a person up by what is stated of them without storing it.

A key is HMAC-SHA256 over a field or a combination of fields, cut to 128 bits. Its secret is derived with HKDF
(RFC 5869) from a field key, so the store alone can't be searched by guessing, small as the space of names is. What
a store does show is which records share a value, and how often; that is the price of finding them.

Rotation goes along with that of the field keys (lianfang.persistence.cipher): look-ups ask for the keys under
*every* configured field key, what is written carries the first one's. `People.reseal` rewrites a person under the
first key; only when all are rewritten may the old field key go, else the old records can't be found any more. Until
then households and workplaces join only people written under one key.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from services.mediation.app.people.pinyin import sound
from services.mediation.domain.people.identity import Stated

_INFO = b"lianfang/mediation/people/blind-index/1"
_WORKPLACE_LENGTH = 4
_WHOLE_VILLAGE = 12


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one statement under one field key. household and workplace are empty when not known."""

    id_number: str
    household: str
    workplace: str
    all: tuple[str, ...]


class Blind:
    """Makes keys for statements; the first field key writes, all are looked up."""

    def __init__(self, field_keys: Sequence[str]) -> None:
        """Take the service's field keys (LIANFANG_FIELD_KEYS), the first writing. Raises ValueError for none."""
        if not field_keys:
            raise ValueError("no field key given: set LIANFANG_FIELD_KEYS")
        self._secrets = [_derived(key) for key in field_keys]

    def keys(self, stated: Stated) -> Keys:
        """Return the keys that a tidied statement is stored under."""
        return _keys(self._secrets[0], stated)

    def lookups(self, stated: Stated) -> list[str]:
        """Return every key under which someone like this may be stored, those of the first field key first."""
        return list(dict.fromkeys(key for secret in self._secrets for key in _keys(secret, stated).all))

    def id_numbers(self, stated: Stated) -> list[str]:
        """Return the id number's key under each field key; empty without an id number."""
        found = [_keys(secret, stated).id_number for secret in self._secrets]
        return [key for key in found if key]

    def opaque(self, purpose: str, text: str) -> str:
        """Return a key for any text that must not be stored, under the first field key."""
        return _key(self._secrets[0], purpose, text)


def _keys(secret: bytes, stated: Stated) -> Keys:
    def key(purpose: str, *parts: str) -> str:
        return _key(secret, purpose, *parts) if all(parts) else ""

    spoken = sound(stated.name)
    village = stated.village if len(stated.village) == _WHOLE_VILLAGE else ""
    household = key("household", stated.household, village)
    workplace = key("workplace", stated.workplace if len(stated.workplace) >= _WORKPLACE_LENGTH else "")
    number = key("id_number", stated.id_number)
    blocks = (
        number, household, key("phone", stated.phone), key("name+village", spoken, village),
        key("name+year", spoken, stated.birth_date[:4]), key("name+workplace", spoken, stated.workplace),
    )  # fmt: skip
    return Keys(number, household, workplace, tuple(block for block in blocks if block))


def _key(secret: bytes, purpose: str, *parts: str) -> str:
    message = json.dumps([purpose, *parts], ensure_ascii=False).encode()
    return hmac.digest(secret, message, hashlib.sha256)[:16].hex()


def _derived(field_key: str) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=_INFO).derive(base64.urlsafe_b64decode(field_key))
