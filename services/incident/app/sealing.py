"""What may name a person: encrypted as one text, for one pass of the cipher at intake."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Protocol

FIELDS = ("description", "place_text", "name", "phone", "address")


class Cipher(Protocol):
    """Encrypts texts; see lianfang.persistence.cipher."""

    def encrypt(self, text: str) -> str:
        """Return a token for the text."""

    def decrypt(self, token: str) -> str:
        """Return the text of a token."""


def seal(cipher: Cipher, personal: Mapping[str, str]) -> str:
    """Return one token for all personal texts, empty when there is none."""
    kept = {name: text for name, text in personal.items() if text}
    return cipher.encrypt(json.dumps(kept, ensure_ascii=False)) if kept else ""


def unseal(cipher: Cipher, sealed: str) -> dict[str, str]:
    """Return the personal texts of a token. Raises the cipher's error when no key fits."""
    texts: dict[str, str] = json.loads(cipher.decrypt(sealed)) if sealed else {}
    return texts
