"""Every version of a county's posts, each in pages: what has been written is never changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lianfang.persistence.store import AlreadyExists, Collection, Insert, Store
from services.patrol.app.posts.build import Document, content_hash

PAGES = "post_pages"
PAGE = 200
"""Posts of a page: well under what a store takes as one document."""


class UnknownVersion(LookupError):
    """There is no such version of a county's posts; the message is fit for callers."""


def collections() -> tuple[Collection, ...]:
    """Return the collection to declare."""
    return (Collection(PAGES),)


def version_of(county: str, number: int, document: Mapping[str, Any]) -> str:
    """Return ``<county>-<number>-<hash>``; two writers of one number have different ones."""
    return f"{county}-{number}-{content_hash(document)[:8]}"


def keep(store: Store, version: str, document: Document) -> None:
    """Write a version; writing it again does nothing. Raises StoreUnavailable."""
    posts = document["posts"]
    chunks = [posts[start : start + PAGE] for start in range(0, len(posts), PAGE)]
    pages = [{"id": f"{version}:{number}", "posts": chunk} for number, chunk in enumerate(chunks)]
    head = {"id": version, "pages": len(pages), "document": {**document, "posts": []}}
    for page in (*pages, head):  # the head last: who finds it finds the pages
        for error in store.bulk([Insert(PAGES, page)]).errors:
            if error is not None and not isinstance(error, AlreadyExists):
                raise error


def read(store: Store, version: str) -> Document:
    """Return a version's document. Raises UnknownVersion, StoreUnavailable."""
    head = store.get(PAGES, version)
    pages = [store.get(PAGES, f"{version}:{number}") for number in range(head["pages"])] if head else []
    if head is None or None in pages:
        raise UnknownVersion(f"There is no version {version} of posts.")
    document: Document = head["document"]
    return {**document, "posts": [post for page in pages if page for post in page["posts"]]}
