"""What the replica keeps: pages as they came, the release that is current, and the one that is awaited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from lianfang.persistence.store import (
    AlreadyExists,
    Collection,
    Conflict,
    Document,
    Eq,
    Index,
    Store,
    find_all,
)
from lianfang.regions.pack.pages import Page

PAGES, POINTERS, AWAITED = "replica_pages", "replica_pointers", "replica_awaited"


@dataclass(frozen=True, slots=True)
class Head:
    """A release as its pages and its publication name it. number counts the county's releases."""

    county: str
    release_id: str
    number: int
    pages: int
    content_hash: str

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Head:
        """Read the head out of an event's data or a document."""
        return cls(data["county"], data["release_id"], data["number"], data["pages"], data["content_hash"])


def page_of(document: Document) -> Page:
    """Return a staged page as it came."""
    return Page(document["page"], document["pages"], document["content_hash"], document["items"])


def collections() -> tuple[Collection, ...]:
    """Declare the replica's collections."""
    pages = Collection(PAGES, (Index("release_id", "release_id"), Index("county", "county")))
    return pages, Collection(POINTERS), Collection(AWAITED)


class ReplicaStore:
    """The replica's documents."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def stage(self, head: Head, page: int, items: list[Any]) -> None:
        """Keep a page; one that is there already stays."""
        document = {"id": f"{head.release_id}:{page:05d}", **asdict(head), "page": page, "items": items}
        try:
            self._store.insert(PAGES, document)
        except AlreadyExists:
            return

    def staged(self, head: Head) -> list[Document]:
        """Return the pages of a release that are there."""
        return list(find_all(self._store, PAGES, Eq("release_id", head.release_id)))

    def count(self, head: Head) -> int:
        """Return how many pages of a release are there."""
        return self._store.count(PAGES, Eq("release_id", head.release_id))

    def current(self, county: str) -> Head | None:
        """Return the release in use."""
        return self._head(POINTERS, county)

    def all_current(self) -> list[Head]:
        """Return the releases in use, of all counties."""
        return [Head.of(document) for document in find_all(self._store, POINTERS)]

    def awaited(self, county: str) -> Head | None:
        """Return the newest release known to be published."""
        return self._head(AWAITED, county)

    def unmet(self) -> list[Head]:
        """Return the published releases that are not in use, for want of pages."""
        current = {head.county: head.number for head in self.all_current()}
        heads = (Head.of(document) for document in find_all(self._store, AWAITED))
        return [head for head in heads if head.number > current.get(head.county, 0)]

    def flip(self, head: Head) -> bool:
        """Make a release the current one; False when a newer one is. Raises Conflict after a lost race."""
        return self._advance(POINTERS, head)

    def await_(self, head: Head) -> None:
        """Note that a release is published, unless a newer one is. Raises Conflict after a lost race."""
        self._advance(AWAITED, head)

    def discard(self, county: str, *keep: str) -> None:
        """Remove the county's pages but those of the releases `keep`."""
        for document in list(find_all(self._store, PAGES, Eq("county", county))):
            if document["release_id"] not in keep:
                try:
                    self._store.delete(PAGES, document["id"], document["revision"])
                except Conflict:
                    continue  # another process removed it

    def _head(self, collection: str, county: str) -> Head | None:
        document = self._store.get(collection, county)
        return Head.of(document) if document else None

    def _advance(self, collection: str, head: Head) -> bool:
        document = self._store.get(collection, head.county)
        if document is None:
            try:
                self._store.insert(collection, {"id": head.county, **asdict(head)})
            except AlreadyExists:
                raise Conflict(f"{collection}/{head.county} was created by another") from None
            return True
        if document["number"] >= head.number:
            return False
        self._store.replace(collection, {"id": head.county, **asdict(head)}, document["revision"])
        return True
