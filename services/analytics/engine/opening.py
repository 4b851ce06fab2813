"""Opening the file of facts in use, also one that a loss of power or a full disk has left in disorder."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from services.analytics.app.ports import NotReady
from services.analytics.engine.duck import DuckBase

_TORN = "Corrupt WAL file"
_HELD = ("lock on file", "already open")
_REMEDY = (
    "put a copy of the folder from before in its place, or move the file away: the facts are then read anew from"
    " the event log, as far back as that goes"
)
_log = logging.getLogger(__name__)


def open_base(path: Path, clock: Callable[[], datetime]) -> DuckBase:
    """Open the base, or make it. Raises NotReady; of a damaged file it says what can be done.

    DuckDB keeps what was committed last in a file of its own beside, and refuses it whole when its end was being
    written as the power failed. That one is put aside then: the place reached in the logs lies in the same
    transactions as what was read, so all of it is read again from the log, and nothing is counted twice.
    """
    try:
        base = DuckBase(path)
    except NotReady as error:
        if _TORN not in str(error):
            raise _told(error) from None
        base = _without_last(path, error)
        _renumber(base, clock)
    if base.change == 0:
        _renumber(base, clock)
    return base


def _without_last(path: Path, error: NotReady) -> DuckBase:
    last = path.with_name(f"{path.name}.wal")
    aside = path.with_name(f"{path.name}.wal.damaged")
    os.replace(last, aside)
    _log.error("%s; it was put aside, and what was in it is read again from the logs", error)
    try:
        return DuckBase(path)
    except NotReady as other:
        os.replace(aside, last)
        raise _told(other) from None


def _told(error: NotReady) -> NotReady:
    return error if any(word in str(error) for word in _HELD) else NotReady(f"{error}; {_REMEDY}")


def _renumber(base: DuckBase, clock: Callable[[], datetime]) -> None:
    """Number changes beyond all that may have been told: by the clock, as there are fewer than 1,000 a second.

    Whoever goes on from a number of before then reads the board anew, instead of missing what has it now.
    """
    base.count_from(max(base.change, int(clock().timestamp() * 1000)))
