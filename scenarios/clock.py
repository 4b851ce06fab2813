"""A clock that is ahead of, or behind, the machine's: the player moves it, a service's process reads it."""

from __future__ import annotations

import mmap
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
_OFFSET = struct.Struct("d")


class Shifted:
    """Tells the time by the offset (seconds) that a file holds, mapped into memory: a move counts at once."""

    def __init__(self, file: Path) -> None:
        with file.open("r+b") as opened:
            self._offset = mmap.mmap(opened.fileno(), _OFFSET.size)

    def __call__(self) -> datetime:
        """Return the shifted time, aware and in UTC."""
        return datetime.now(UTC) + timedelta(seconds=_OFFSET.unpack_from(self._offset)[0])


class Clock(Shifted):
    """The same clock, for who moves it."""

    def __init__(self, file: Path, at: datetime) -> None:
        """Set it to `at`; the file need not be there."""
        file.write_bytes(bytes(_OFFSET.size))
        super().__init__(file)
        self.move(at)

    def move(self, at: datetime) -> None:
        """Set it; it goes on from there."""
        # In one go: pack_into would write zeros first, and who reads just then would take the real time for ours
        self._offset[:] = _OFFSET.pack((at - datetime.now(UTC)).total_seconds())
