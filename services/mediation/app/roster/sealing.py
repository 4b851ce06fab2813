"""What names a mediator: encrypted as one text."""

from __future__ import annotations

import json
from typing import Protocol


class Cipher(Protocol):
    """Encrypts texts; see lianfang.persistence.cipher."""

    def encrypt(self, text: str) -> str:
        """Return a token for the text."""

    def decrypt(self, token: str) -> str:
        """Return the text of a token."""


def seal(cipher: Cipher, name: str, phone: str) -> str:
    """Return one token for name and phone, empty when there is neither."""
    kept = {key: text for key, text in (("name", name), ("phone", phone)) if text}
    return cipher.encrypt(json.dumps(kept, ensure_ascii=False)) if kept else ""


def unseal(cipher: Cipher, sealed: str) -> dict[str, str]:
    """Return name and phone, as far as there are any. Raises the cipher's error when no key fits."""
    texts: dict[str, str] = json.loads(cipher.decrypt(sealed)) if sealed else {}
    return texts
