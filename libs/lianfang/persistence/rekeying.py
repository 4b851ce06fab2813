"""Writing stored fields anew under the first field key, so that an older key can be dropped.

A walk over all documents of a store: every text that is a token of lianfang.persistence.cipher is decrypted with
whichever key fits and encrypted with the first, by compare-and-set like any write, while the service goes on. What
is under the first key already is left alone, so the walk may be broken off and begun again, and a second walk that
finds nothing is the proof that the old key is not needed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lianfang.persistence.cipher import CipherError, FieldCipher
from lianfang.persistence.store import Conflict, Document, Store, find_all

# Version byte 0x80 and the upper bytes of a time before the year 2106, then at least IV, a block, and the HMAC.
_TOKEN = re.compile(r"gAAAA[A-Za-z0-9_-]{90,}={0,2}\Z")
SHOWN_UNREADABLE = 10


@dataclass(slots=True)
class Tally:
    """What a walk came to. documents: looked at. rewritten: of them, written anew (or to be, when only checking).

    unreadable: ``collection/id`` of documents with a token that no key fits, the first ones; unread: how many.
    """

    documents: int = 0
    rewritten: int = 0
    unread: int = 0
    unreadable: list[str] = field(default_factory=list)

    def cannot_read(self, collection: str, id: str) -> None:
        """Count a document that no key fits."""
        self.unread += 1
        if len(self.unreadable) < SHOWN_UNREADABLE:
            self.unreadable.append(f"{collection}/{id}")


Reseal = Callable[[str], None]
"""Writes one document anew under the first key, by its id: where more than the tokens depends on the key."""


def rekey(
    store: Store, collection: str, cipher: FieldCipher, *, check: bool = False, reseal: Reseal | None = None,
    each: Callable[[Tally], None] = lambda _: None,
) -> Tally:  # fmt: skip
    """Write the documents of a declared collection anew that hold tokens under another than the first key.

    check: only count them. reseal: how, for a collection that has more to write than tokens (blind index keys).
    each: called after every document. Raises StoreUnavailable: begin again, what is done stays done.
    """
    tally = Tally()
    for document in find_all(store, collection):
        tally.documents += 1
        try:
            if not _is_current(document, cipher):
                tally.rewritten += 1
                if not check:
                    _rewrite(store, collection, document["id"], document, cipher, reseal)
        except CipherError:
            tally.cannot_read(collection, document["id"])
        each(tally)
    return tally


def _is_current(document: Document, cipher: FieldCipher) -> bool:
    return all(cipher.is_current(token) for token in tokens(document))


def _rewrite(
    store: Store, collection: str, id: str, document: Document | None, cipher: FieldCipher, reseal: Reseal | None
) -> None:
    if reseal is not None:
        reseal(id)
        return
    while document is not None:
        try:
            store.replace(collection, _rotated(document, cipher), document["revision"])
            return
        except Conflict:  # the service wrote it meanwhile
            document = store.get(collection, id)


def tokens(value: Any) -> Iterable[str]:
    """Yield every token in a document, at whatever depth."""
    if isinstance(value, str):
        if _TOKEN.match(value):
            yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from tokens(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from tokens(inner)


def _rotated(value: Any, cipher: FieldCipher) -> Any:
    if isinstance(value, str):
        return cipher.rotate(value) if _TOKEN.match(value) and not cipher.is_current(value) else value
    if isinstance(value, Mapping):
        return {name: _rotated(inner, cipher) for name, inner in value.items()}
    if isinstance(value, list):
        return [_rotated(inner, cipher) for inner in value]
    return value
