"""Windows of the ids that were handled, by which repeated deliveries are dropped."""

from __future__ import annotations

import os
import sqlite3
from collections import OrderedDict
from pathlib import Path
from typing import Protocol

WINDOW = 100_000


class Seen(Protocol):
    """What a window can do."""

    def __contains__(self, id: str) -> bool:
        """Tell whether the event was handled."""
        ...

    def add(self, id: str) -> None:
        """Remember that the event was handled."""
        ...

    def close(self) -> None:
        """Give back what it holds."""
        ...


class MemoryWindow:
    """The last `size` ids, for as long as the process lives."""

    def __init__(self, size: int = WINDOW) -> None:
        self._ids: OrderedDict[str, None] = OrderedDict()
        self._size = size

    def __contains__(self, id: str) -> bool:
        return id in self._ids

    def add(self, id: str) -> None:
        """Remember an id, forget the oldest beyond the size."""
        self._ids[id] = None
        while len(self._ids) > self._size:
            self._ids.popitem(last=False)

    def close(self) -> None:
        """Nothing to give back."""


class SqliteWindow:
    """The last `size` ids in a file, so that a restart does not forget them.

    An id is on disk when `add` returns. The file belongs to one subscriber.
    """

    def __init__(self, path: str | os.PathLike[str], size: int = WINDOW) -> None:
        self._size = size
        # The subscriber uses it from one thread at a time, which need not be the one that made it.
        self._file = sqlite3.connect(Path(path), isolation_level=None, check_same_thread=False)
        self._file.execute("PRAGMA journal_mode=WAL")
        self._file.execute("PRAGMA synchronous=FULL")
        self._file.execute(
            "CREATE TABLE IF NOT EXISTS seen (position INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL)"
        )

    def __contains__(self, id: str) -> bool:
        return self._file.execute("SELECT 1 FROM seen WHERE id = ?", (id,)).fetchone() is not None

    def add(self, id: str) -> None:
        """Remember an id, forget the oldest beyond the size. Raises sqlite3.Error (a full disk)."""
        self._file.execute("INSERT OR IGNORE INTO seen (id) VALUES (?)", (id,))
        self._file.execute("DELETE FROM seen WHERE position <= (SELECT MAX(position) FROM seen) - ?", (self._size,))

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def window(dedupe: str | os.PathLike[str] | Seen | None, size: int = WINDOW) -> Seen:
    """Return a window: in the file named, or in memory when it is None; one that is given is used as it is."""
    if dedupe is None:
        return MemoryWindow(size)
    if isinstance(dedupe, str | os.PathLike):
        return SqliteWindow(dedupe, size)
    return dedupe
