"""The files of documents: encrypted, hashed, each version written once and never changed."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from lianfang.persistence.sealed import Cipher
from lianfang.persistence.store import AlreadyExists, Collection, Document, Index, Store
from services.mediation.app.documents.ports import Job

NAME = "document_files"
MAX_BYTES = 4 * 1024 * 1024
"""Of a plain PDF: encrypted it is 1.8 times as large, and MongoDB takes 16 MB."""

_PAGES = re.compile(rb"<xmpTPg:NPages>(\d+)</xmpTPg:NPages>")


class DamagedFile(Exception):
    """What is stored is not what was made: the hash differs."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of a file without opening it. size: bytes of the plain PDF; made_at: RFC 3339."""

    id: str
    case_id: str
    document_id: str
    version: int
    kind: str
    number: str
    sha256: str
    size: int
    pages: int
    made_at: str
    template: str


def collections() -> tuple[Collection, ...]:
    """Return what is to be declared."""
    return (Collection(NAME, (Index("case", "case_id"),)),)


class DocumentFiles:
    """All files; the id is ``<case>:<document>:<version>``."""

    def __init__(self, store: Store, cipher: Cipher, clock: Callable[[], datetime]) -> None:
        self._store, self._cipher, self._clock = store, cipher, clock

    def keep(self, job: Job, pdf: bytes, template: str) -> FileFacts:
        """Store a version's PDF durably, once: the one that is there already stays, and its facts are returned.

        template: version of the template it was made by. A PDF is compressed inside, so it is not compressed again.
        Raises ValueError for one that is too large or has no page, StoreUnavailable.
        """
        found = _PAGES.search(pdf)
        if found is None or len(pdf) > MAX_BYTES:
            raise ValueError(f"no PDF of ours, or more than {MAX_BYTES} bytes: {len(pdf)} bytes")
        document: Document = {
            "id": job.id, "case_id": job.case_id, "document_id": job.document_id, "version": job.version,
            "kind": job.kind, "number": job.number, "sha256": hashlib.sha256(pdf).hexdigest(), "size": len(pdf),
            "pages": int(found[1]), "made_at": self._clock().isoformat(), "template": template,
            "sealed": self._cipher.encrypt(base64.b64encode(pdf).decode("ascii")),
        }  # fmt: skip
        try:
            return _facts(self._store.insert(NAME, document))
        except AlreadyExists:  # another replica, or this one before it was killed
            there = self.facts(job.id)
            if there is None:
                raise
            return there

    def facts(self, id: str) -> FileFacts | None:
        """Return what is known of a file; None when there is none."""
        document = self._store.get(NAME, id)
        return None if document is None else _facts(document)

    def read(self, id: str) -> tuple[FileFacts, bytes] | None:
        """Return a file and its PDF; None when there is none. Raises DamagedFile, CipherError."""
        document = self._store.get(NAME, id)
        if document is None:
            return None
        pdf = base64.b64decode(self._cipher.decrypt(document["sealed"]))
        if hashlib.sha256(pdf).hexdigest() != document["sha256"]:
            raise DamagedFile(f"the file {id} is not the one that was made: its SHA-256 differs")
        return _facts(document), pdf


def _facts(document: Document) -> FileFacts:
    names = FileFacts.__slots__
    return FileFacts(**{name: document[name] for name in names})
