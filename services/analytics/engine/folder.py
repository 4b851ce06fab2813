"""The folder of generations: which file is in use, and who may use it."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path
from typing import IO

from services.analytics.app.ports import NotReady

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
        """Return the generation in use, 1 in a new folder. Raises NotReady when the pointer can't be read.

        Without a pointer it is the lowest there is: a rebuild makes a higher one, and points at it when it is done.
        """
        try:
            said = (self.path / "current").read_text()
        except FileNotFoundError:
            return min(self._generations(), default=1)
        if not said.strip().isdecimal():
            known = ", ".join(map(str, sorted(self._generations()))) or "none"
            raise NotReady(
                f"the pointer {self.path.name}/current is damaged: write the number of the generation in use into"
                f" it; there are: {known}"
            )
        return int(said)

    def _generations(self) -> list[int]:
        names = (found.name for found in self.path.glob(f"{_PREFIX}*{_SUFFIX}"))
        numbers = (name.removeprefix(_PREFIX).removesuffix(_SUFFIX) for name in names)
        return [int(number) for number in numbers if number.isdecimal()]

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
        """Remove all generations but the current one: left by rebuilds that did not end, or by a swap.

        Raises NotReady as `current` does: without knowing which is in use none is removed.
        """
        kept = self.file(self.current()).name
        for found in self.path.glob(f"{_PREFIX}*{_SUFFIX}*"):
            if not found.name.startswith(kept):
                _remove(found)

    def clear(self, generation: int) -> None:
        """Remove what there is of a generation that is to be made anew."""
        for found in self.path.glob(f"{self.file(generation).name}*"):
            _remove(found)


def _remove(found: Path) -> None:
    if found.is_dir():
        shutil.rmtree(found)  # what did not fit into memory
    else:
        found.unlink()
