"""The folder of generations: which file is in use, and who may use it."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import IO

_PREFIX, _SUFFIX = "facts-", ".duckdb"


class Folder:
    """``facts-<n>.duckdb`` files and a pointer to the one in use, owned by one process at a time.

    The operating system's lock is the lease: it ends with the process, however that ends, and no clock decides.
    """

    def __init__(self, path: Path) -> None:
        """Make the folder when there is none. Raises OSError."""
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        self._lock: IO[bytes] | None = None

    def own(self) -> bool:
        """Take the folder for this process; False while another has it."""
        if self._lock is not None:
            return True
        lock = (self.path / "owner.lock").open("ab")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return False
        self._lock = lock
        return True

    def disown(self) -> None:
        """Leave the folder to others."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def file(self, generation: int) -> Path:
        """Return the file of a generation."""
        return self.path / f"{_PREFIX}{generation}{_SUFFIX}"

    def current(self) -> int:
        """Return the generation in use, 1 in a new folder."""
        try:
            return int((self.path / "current").read_text())
        except FileNotFoundError:
            return 1

    def point_at(self, generation: int) -> None:
        """Make a generation the one in use; durable, and all or nothing."""
        fresh = self.path / "current.new"
        with fresh.open("w") as out:
            out.write(str(generation))
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(self.path / "current")
        folder = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def tidy(self) -> None:
        """Remove all generations but the current one: left by rebuilds that did not end, or by a swap."""
        kept = self.file(self.current()).name
        for found in self.path.glob(f"{_PREFIX}*{_SUFFIX}*"):
            if found.is_file() and not found.name.startswith(kept):
                found.unlink()
