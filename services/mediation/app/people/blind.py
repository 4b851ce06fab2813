"""Blind index keys of what is stated of people, see lianfang.persistence.blind.

`People.reseal` rewrites a person under the first field key. Until all are rewritten, households and workplaces join
only people written under one key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lianfang.persistence.blind import BlindKeys, blind_key
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
        self._keys = BlindKeys(field_keys, _INFO)
        self._secrets = self._keys.secrets

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
        return self._keys.key(purpose, text)


def _keys(secret: bytes, stated: Stated) -> Keys:
    def key(purpose: str, *parts: str) -> str:
        return blind_key(secret, purpose, *parts) if all(parts) else ""

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
