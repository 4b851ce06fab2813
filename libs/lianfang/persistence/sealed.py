"""Several personal texts as one encrypted token, for one pass of the cipher."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Protocol


class Cipher(Protocol):
    """Encrypts texts; see lianfang.persistence.cipher."""

    def encrypt(self, text: str) -> str:
        """Return a token for the text."""

    def decrypt(self, token: str) -> str:
        """Return the text of a token."""


def seal(cipher: Cipher, personal: Mapping[str, Any]) -> str:
    """Return one token for all that is not empty, an empty text when all is."""
    kept = {name: value for name, value in personal.items() if value}
    return cipher.encrypt(json.dumps(kept, ensure_ascii=False)) if kept else ""


def unseal(cipher: Cipher, sealed: str) -> dict[str, Any]:
    """Return what a token holds. Raises the cipher's error when no key fits."""
    found: dict[str, Any] = json.loads(cipher.decrypt(sealed)) if sealed else {}
    return found
