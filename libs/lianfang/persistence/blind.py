"""Blind index keys: something personal is looked up by a keyed hash of it, without storing it.

A key is HMAC-SHA256 over a purpose and texts, cut to 128 bits. Its secret is derived with HKDF (RFC 5869) from a
field key, so the store alone can't be searched by guessing, small as the space of names is. What a store does show
is which records share a value, and how often; that is the price of finding them.

Rotation goes along with that of the field keys (lianfang.persistence.cipher): look-ups ask for the keys under
*every* configured field key, what is written carries the first one's. Only when all is rewritten under the first
key may an old field key go, else old records can't be found any more.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class BlindKeys:
    """Makes keys; the first field key writes, all are looked up."""

    def __init__(self, field_keys: Sequence[str], info: bytes) -> None:
        """Take the service's field keys (LIANFANG_FIELD_KEYS), the first writing. Raises ValueError for none.

        info: tells this index from others under the same field keys; never change it.
        """
        if not field_keys:
            raise ValueError("no field key given: set LIANFANG_FIELD_KEYS")
        self.secrets = [
            HKDF(SHA256(), length=32, salt=None, info=info).derive(base64.urlsafe_b64decode(key))
            for key in field_keys
        ]

    def key(self, purpose: str, *parts: str) -> str:
        """Return the key that texts are stored under."""
        return blind_key(self.secrets[0], purpose, *parts)

    def keys(self, purpose: str, *parts: str) -> list[str]:
        """Return every key that the texts may be stored under, the writing one first."""
        return [blind_key(secret, purpose, *parts) for secret in self.secrets]


def blind_key(secret: bytes, purpose: str, *parts: str) -> str:
    """Return the key of some texts under one derived secret."""
    message = json.dumps([purpose, *parts], ensure_ascii=False).encode()
    return hmac.digest(secret, message, hashlib.sha256)[:16].hex()
