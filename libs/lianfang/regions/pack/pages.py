"""Cutting a release's items into pages that fit a message, and joining them again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from lianfang.regions.pack.items import Item

MAX_PAGE_BYTES = 120 * 1024  # of a message's 128 KB; the rest is for the envelope and the page's other fields


class BadPages(ValueError):
    """The pages are not those of one whole release; the message says what is missing or wrong."""


@dataclass(frozen=True, slots=True)
class Page:
    """Page `page` (from 1) of `pages`. content_hash: SHA-256 of *all* the release's items, as hex."""

    page: int
    pages: int
    content_hash: str
    items: Sequence[Item]


def to_pages(items: Sequence[Item], limit: int = MAX_PAGE_BYTES) -> list[Page]:
    """Cut items into pages of at most `limit` bytes of UTF-8 JSON.

    Raises BadPages when one item alone is larger.
    """
    chunks: list[list[Item]] = [[]]
    used = 2
    for item in items:
        size = len(canonical(item)) + 1
        if size + 2 > limit:
            raise BadPages(
                f"{item.get('kind')} {item.get('code')} takes {size} bytes, a page holds {limit}; "
                "simplify its geometry or split it"
            )
        if chunks[-1] and used + size > limit:
            chunks.append([])
            used = 2
        chunks[-1].append(item)
        used += size
    total = content_hash(items)
    return [Page(number, len(chunks), total, chunk) for number, chunk in enumerate(chunks, 1)]


def from_pages(pages: Iterable[Page]) -> list[Item]:
    """Return all items of a release whose pages came in any order, repeated perhaps.

    Raises BadPages when one is missing, they are of different releases, or the hash is another.
    """
    by_number = {page.page: page for page in pages}
    if not by_number:
        raise BadPages("no page at all")
    first = next(iter(by_number.values()))
    if any((page.pages, page.content_hash) != (first.pages, first.content_hash) for page in by_number.values()):
        raise BadPages("pages of different releases")
    missing = [number for number in range(1, first.pages + 1) if number not in by_number]
    if missing:
        raise BadPages(f"page {missing[0]} of {first.pages} is missing")
    items = [item for number in range(1, first.pages + 1) for item in by_number[number].items]
    if content_hash(items) != first.content_hash:
        raise BadPages("content has another hash than its pages say")
    return items


def content_hash(items: Iterable[Item]) -> str:
    """Return the SHA-256 over the items in their order."""
    digest = hashlib.sha256()
    for item in items:
        digest.update(canonical(item) + b"\n")
    return digest.hexdigest()


def canonical(value: Any) -> bytes:
    """Return JSON that is the same bytes for the same value, wherever it has travelled."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
