"""Audit rows in a hash chain: what was read or done, by whom, in an order that can't be changed unseen.

One document per row, id ``<chain>:<number, 12 digits>``, holding the hash of the row before it. Altering, removing
or reordering a row breaks the chain; cutting off its tail shows against a head published earlier (`Head`).
Rows name things by id: personal data has no place here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from lianfang.ops import metrics
from lianfang.ops.audit_rows import GENESIS, Head, digest, row_id
from lianfang.ops.audit_verify import Finding, check_rows
from lianfang.persistence.store import AlreadyExists, Collection, Document, Eq, Index, Store, find_all

__all__ = ["AuditChain", "Finding", "Head", "collection"]

NAME = "audit"


def collection(name: str = NAME) -> Collection:
    """Declare the collection that holds the rows of all chains."""
    return Collection(name, (Index("chain", "chain"), Index("number", "number"), Index("subject", "subject")))


class AuditChain:
    """One chain of rows. Several processes may append to it at once."""

    def __init__(self, store: Store, chain: str, clock: Callable[[], datetime], name: str = NAME) -> None:
        """chain: a word without ``:``. clock: aware UTC. name: of the collection."""
        if ":" in chain:
            raise ValueError(f"chain {chain!r} must not hold ':'")
        self._store, self._chain, self._clock, self._name = store, chain, clock, name
        self._known: Head | None = None

    def append(self, *, actor: str, action: str, subject: str, detail: Mapping[str, Any] | None = None) -> Head:
        """Durably add a row and return the new head.

        actor: who (the token's subject). action: what, ``reporter_read``. subject: id of the thing concerned.
        Raises StoreUnavailable: then the act must not take place, as it would leave no trace.
        """
        while True:
            last = self._known or self.head() or Head(self._chain, 0, GENESIS)
            number = last.number + 1
            row: Document = {
                "id": row_id(self._chain, number), "chain": self._chain, "number": number, "previous": last.hash,
                "at": self._clock().isoformat(), "actor": actor, "action": action, "subject": subject,
                "detail": dict(detail or {}),
            }  # fmt: skip
            row["hash"] = digest(row)
            try:
                self._store.insert(self._name, row)
            except AlreadyExists:
                self._known = None  # another process was first; its row is the one to chain to
                continue
            self._known = Head(self._chain, number, row["hash"])
            metrics.AUDIT_ROWS.labels(self._chain).inc()
            return self._known

    def head(self) -> Head | None:
        """Return the newest row as stored, None while the chain is empty."""
        page = self._store.find(self._name, Eq("chain", self._chain), sort="number", descending=True, limit=1)
        if not page.documents:
            return None
        row = page.documents[0]
        return Head(self._chain, row["number"], row["hash"])

    def verify(self, published: Iterable[Head] = ()) -> list[Finding]:
        """Check the stored chain by itself and against heads published earlier; an empty list means intact.

        A removed tail, or a chain rewritten as a whole, is found only when a head was published after those rows.
        """
        rows = find_all(self._store, self._name, Eq("chain", self._chain), sort="number")
        return list(check_rows(self._chain, rows, [head for head in published if head.chain == self._chain]))
