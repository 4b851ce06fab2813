"""Releases of a county's registry: when there is a new one, and what is said about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


class Superseded(Exception):
    """Another release was published meanwhile: number the new one afresh."""


@dataclass(frozen=True, slots=True)
class Release:
    """What a county's pointer points to. number counts the county's releases; label: the pack's version."""

    release_id: str
    county: str
    number: int
    pages: int
    content_hash: str
    label: str = ""
    previous: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)

    def head(self) -> dict[str, Any]:
        """Return what every page and the publication say of the release."""
        return {
            "release_id": self.release_id, "county": self.county, "number": self.number, "pages": self.pages,
            "content_hash": self.content_hash,
        }  # fmt: skip

    def publication(self) -> dict[str, Any]:
        """Return the data of ``grid.release_published``."""
        return {**self.head(), "counts": dict(self.counts), "previous": self.previous}

    def page(self, number: int, items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """Return the data of ``grid.release_page``."""
        return {**self.head(), "page": number, "items": list(items)}


def propose(
    current: Release | None, *, county: str, label: str, content_hash: str, pages: int, kinds: Iterable[str]
) -> Release | None:
    """Return the release that this content would be, or None when it is what the pointer has already."""
    if current is not None and current.content_hash == content_hash:
        return None
    number = current.number + 1 if current else 1
    return Release(
        release_id=f"{county}-r{number:04d}-{content_hash[:12]}",
        county=county, number=number, pages=pages, content_hash=content_hash, label=label,
        previous=current.release_id if current else "", counts=dict(sorted(Counter(kinds).items())),
    )  # fmt: skip


def may_follow(current: Release | None, proposed: Release) -> bool:
    """Tell whether the pointer may flip to `proposed`; False when it is there already.

    Raises Superseded when another release came between.
    """
    if current is not None and current.content_hash == proposed.content_hash:
        return False
    if proposed.previous != (current.release_id if current else ""):
        raise Superseded(f"{proposed.release_id} was to follow {proposed.previous or 'nothing'}")
    return True
