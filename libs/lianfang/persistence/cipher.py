"""Encryption of single fields: names, phones and addresses never lie in a store in the clear.

Fernet tokens (AES-128-CBC with HMAC-SHA256, see the Fernet spec), so a changed token is noticed. A token shows when
it was made and roughly how long the text is; equal texts give different tokens, so they can't be searched.

Rotating keys, without a stop:

1. make a key with `generate_key()` and put it *behind* the current one, ``LIANFANG_FIELD_KEYS=old,new``; restart
   every process. All of them can now read both;
2. put it in front, ``new,old``, and restart: what is written from now on is under the new key;
3. rewrite the stored fields (lianfang.persistence.rekeying, `lianfang keys rotate`), then take the old key away.

Keep a key as long as there are backups that need it.
"""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class CipherError(Exception):
    """A field could not be decrypted: none of the keys fits, or the token was altered."""


class FieldCipher:
    """Encrypts with the first key; decrypts with whichever fits."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Take keys as `generate_key` makes them. Raises ValueError when there is none or one is malformed."""
        if not keys:
            raise ValueError("no field key given: set LIANFANG_FIELD_KEYS, `generate_key()` makes one")
        each = [_fernet(key, place) for place, key in enumerate(keys, start=1)]
        self._first, self._fernet = each[0], MultiFernet(each)

    @classmethod
    def from_text(cls, text: str) -> FieldCipher:
        """Take comma separated keys, as in LIANFANG_FIELD_KEYS. Raises ValueError."""
        return cls([key.strip() for key in text.split(",") if key.strip()])

    def encrypt(self, text: str) -> str:
        """Return a token (ASCII) for the text."""
        return self._fernet.encrypt(text.encode()).decode("ascii")

    def decrypt(self, token: str) -> str:
        """Return the text of a token. Raises CipherError."""
        try:
            return self._fernet.decrypt(token.encode()).decode()
        except InvalidToken:
            raise CipherError("none of the field keys fits this token, or it was altered") from None

    def is_current(self, token: str) -> bool:
        """Tell whether the token is under the first key."""
        try:
            self._first.decrypt(token.encode())
        except InvalidToken:
            return False
        return True

    def rotate(self, token: str) -> str:
        """Return a token for the same text under the first key, its time of making kept. Raises CipherError."""
        try:
            return self._fernet.rotate(token.encode()).decode("ascii")
        except InvalidToken:
            raise CipherError("none of the field keys fits this token, or it was altered") from None


def generate_key() -> str:
    """Return a fresh random key (32 bytes, base64url)."""
    return Fernet.generate_key().decode("ascii")


def _fernet(key: str, place: int) -> Fernet:
    try:
        return Fernet(key)
    except ValueError:
        # The key itself is never shown: this message reaches logs.
        raise ValueError(f"field key {place} is not 32 bytes in base64url: `generate_key()` makes one") from None
