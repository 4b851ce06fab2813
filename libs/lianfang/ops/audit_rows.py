"""The shape of an audit row: its id, its hash, and the head of a chain."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from lianfang.persistence.store import Document

GENESIS = "0" * 64
_STORED_ONLY = frozenset({"hash", "revision"})


@dataclass(frozen=True, slots=True)
class Head:
    """The newest row of a chain at some moment: publish it where the chain's keeper can't change it."""

    chain: str
    number: int
    hash: str


def row_id(chain: str, number: int) -> str:
    """Return the id of a row."""
    return f"{chain}:{number:012d}"


def digest(row: Document) -> str:
    """Return the SHA-256 of a row in canonical JSON, without its own hash and the store's revision."""
    hashed = {key: value for key, value in row.items() if key not in _STORED_ONLY}
    text = json.dumps(hashed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
