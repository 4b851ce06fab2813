"""The Store port: what every service asks of a database, and no more.

A *collection* holds documents: JSON-able dicts with a string ``id`` and an integer ``revision``, which counts
storage writes and is the compare-and-set token (1 after `insert`, +1 for each `replace`). Only declared indexes
can be queried. Two adapters, sqlite and mongo, pass one conformance suite (tests/integration/persistence).

What keeps both adapters of one mind:

- all values of one index are of one type (or null/absent): across types the two order differently;
- keys of documents are text without ``.``, a leading ``$`` or a NUL; ``_id`` and ``_bulk`` are not used at the top;
- a write that raised StoreUnavailable may have happened: look for its trace before doing it again.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

Document = dict[str, Any]
Scalar = str | int | float | bool | None
_AT_ONCE = 100


class StoreError(Exception):
    """Anything the store could not do."""


class AlreadyExists(StoreError):
    """A document with this id is there already."""


class Conflict(StoreError):
    """The document is gone or has another revision than expected: load it afresh and decide again."""


class StoreUnavailable(StoreError):
    """The store can't be reached or answers with errors now; the outcome of a write may be unknown."""


class NotDeclared(StoreError):
    """The collection or index was not declared: a programming error."""


@dataclass(frozen=True, slots=True)
class Index:
    """A queryable field: its name and the dotted path in the document to a scalar or a list of scalars.

    many: the path leads to a list, or through lists (``tasks.team``); a query then matches documents of which any
    element matches. It can't be sorted by, nor asked for None, nor for a Range closed at both sides (in MongoDB two
    different elements would meet the two sides); those are refused with ValueError.
    """

    name: str
    path: str
    many: bool = False


@dataclass(frozen=True, slots=True)
class Collection:
    """A declared collection and its indexes."""

    name: str
    indexes: tuple[Index, ...] = ()


@dataclass(frozen=True, slots=True)
class Eq:
    """The index equals the value (for `many`: contains it). None matches absent or null."""

    index: str
    value: Scalar


@dataclass(frozen=True, slots=True)
class In:
    """The index is one of the values."""

    index: str
    values: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """The index lies in ``[low, high)``; None leaves a side open. Absent and null never match."""

    index: str
    low: str | int | float | None = None
    high: str | int | float | None = None


Condition = Eq | In | Range


@dataclass(frozen=True, slots=True)
class Page:
    """One page of results; `cursor` fetches the next one and is None at the end."""

    documents: list[Document]
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Insert:
    """Part of a `bulk`: insert `document`."""

    collection: str
    document: Document


@dataclass(frozen=True, slots=True)
class Replace:
    """Part of a `bulk`: replace the document at `revision`."""

    collection: str
    document: Document
    revision: int


@dataclass(frozen=True, slots=True)
class BulkResult:
    """How each operation of a `bulk` ended, in the order given: None, or AlreadyExists, Conflict, or now and then
    another StoreError with which the server refused just this one."""

    errors: list[StoreError | None] = field(default_factory=list)


class Store(Protocol):
    """See the module's text. Every method may raise StoreUnavailable."""

    def declare(self, *collections: Collection) -> None:
        """Create collections and indexes that are missing. Idempotent, safe in several processes at once."""

    def insert(self, collection: str, document: Document) -> Document:
        """Durably store a new document (``revision`` becomes 1) and return it. Raises AlreadyExists."""

    def get(self, collection: str, id: str) -> Document | None:
        """Return the document or None."""

    def replace(self, collection: str, document: Document, revision: int) -> Document:
        """Durably replace the document whose stored revision is `revision`; return it with revision + 1.

        Raises Conflict when it is absent or has another revision.
        """

    def delete(self, collection: str, id: str, revision: int) -> None:
        """Remove the document whose stored revision is `revision`. Raises Conflict."""

    def find(
        self,
        collection: str,
        *where: Condition,
        sort: str | None = None,
        descending: bool = False,
        limit: int = 100,
        cursor: str | None = None,
    ) -> Page:
        """Return documents that meet all conditions, sorted by an index (ties and default: by id).

        Raises NotDeclared for an unknown index, ValueError for a cursor that is not of this query.
        A sort by a `many` index is refused; documents whose sort field is absent come first (last if descending).
        Descending turns the whole order round, that of ties too. A document that is moved by a write between two
        pages may be met twice or not at all; all others are met exactly once.
        """

    def bulk(self, operations: Sequence[Insert | Replace]) -> BulkResult:
        """Do many independent writes with one durable flush; each succeeds or fails on its own.

        Raises ValueError when two of them concern one document. A Conflict may be reported for a replace that was
        done if another writer replaced the same document right after it (MongoDB doesn't tell them apart), so, as
        after StoreUnavailable, look for your own trace in the document that you load afresh.
        """

    def count(self, collection: str, *where: Condition) -> int:
        """Return how many documents meet all conditions."""

    def ping(self) -> None:
        """Return when the store can take a write; raise StoreUnavailable otherwise."""

    def close(self) -> None:
        """Release files and connections."""


def find_all(store: Store, collection: str, *where: Condition, sort: str | None = None) -> Iterable[Document]:
    """Walk all pages of a query. Raises what `Store.find` raises, in the midst of the walk too.

    Others get their turn between two pages: thousands of documents take a second to be decoded.
    """
    cursor: str | None = None
    while True:
        page = store.find(collection, *where, sort=sort, limit=_AT_ONCE, cursor=cursor)
        yield from page.documents
        if page.cursor is None:
            return
        cursor = page.cursor
        time.sleep(0)
