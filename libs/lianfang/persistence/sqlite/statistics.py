"""When to look at the data anew for SQLite's query planner.

Without figures it takes every equality for selective: "state is open, sorted by deadline" then read all open
documents instead of the first few deadlines (40 against 2,000 queries/s at 4,000 documents). A look at a sample of
each index takes milliseconds and is due when a collection may have grown tenfold.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable


class Statistics:
    """Counts writes by collection and says when they call for a fresh look."""

    def __init__(self, first: int = 1_000) -> None:
        """Take after how many writes the first look at a collection is due."""
        self._written: Counter[str] = Counter()
        self._due_at: defaultdict[str, int] = defaultdict(lambda: first)

    def due(self, collections: Iterable[str]) -> bool:
        """Count one write to each collection named; True when a fresh look is due now."""
        self._written.update(collections)
        grown = [name for name, written in self._written.items() if written >= self._due_at[name]]
        for name in grown:
            self._due_at[name] *= 10
        return bool(grown)


def refresh(connection: sqlite3.Connection) -> None:
    """Sample all indexes, inside the caller's transaction; other connections take notice of themselves."""
    connection.execute("ANALYZE")
