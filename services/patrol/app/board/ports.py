"""What the board asks of shifts and posts."""

from __future__ import annotations

from typing import Protocol

from services.patrol.domain.posts.post import Post
from services.patrol.domain.shifts.shift import Shift


class Versioned(Protocol):
    """A shift and how often it was changed."""

    @property
    def shift(self) -> Shift:
        """The shift."""

    @property
    def version(self) -> int:
        """Its version."""


class Shifts(Protocol):
    """Published shifts."""

    def changed_since(self, cursor: str = "", limit: int = 500) -> tuple[list[Shift], str]:
        """Return shifts changed since the cursor, oldest change first, and the next cursor."""

    def get(self, id: str) -> Versioned | None:
        """Return one as it is now, None when there is none."""


class Posts(Protocol):
    """The posts."""

    def get(self, id: str) -> Post:
        """Return one. Raises LookupError for one that is not there."""
