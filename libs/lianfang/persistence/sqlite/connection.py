"""One SQLite connection, shared by all threads or greenlets of a process, one caller at a time.

A connection per greenlet would gain nothing (a call into SQLite never yields) and make the process wait for itself.
Waiting for *another* process's lock yields: SQLite itself waits 20 ms at most, then the attempt is given up and
made again after a sleep, which under eventlet lets the other greenlets run.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_random

from lianfang.persistence.store import StoreUnavailable

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]

_BUSY_TIMEOUT = 0.02
_SETTINGS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA journal_size_limit=67108864",
)


class Connection:
    """Runs pieces of work on the file; opens it at the first and again after an error."""

    def __init__(self, path: Path, patience: float) -> None:
        """Take the file and how long, in seconds, to wait for locks before StoreUnavailable."""
        self._path = path
        self._patience = patience
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._closed = False
        self._retrying = Retrying(
            retry=retry_if_exception(_is_busy),
            wait=wait_random(0.002, 0.03),
            stop=stop_after_delay(patience),
            reraise=True,
        )

    def read(self, work: Work[T]) -> T:
        """Run `work` on a connection in autocommit mode. Raises StoreUnavailable."""
        return self._run(work)

    def write(self, work: Work[T]) -> T:
        """Run `work` in a transaction that is durable on return. Raises StoreUnavailable.

        `work` may run several times, each on a clean transaction.
        """
        return self._run(lambda connection: _in_transaction(connection, work))

    def close(self) -> None:
        """Close the file; later calls raise StoreUnavailable."""
        with self._lock:
            self._closed = True
            self._drop()

    def _run(self, work: Work[T]) -> T:
        if not self._lock.acquire(timeout=self._patience):
            raise StoreUnavailable(f"{self._path}: busy for {self._patience:g} s")
        try:
            return self._attempt(work)
        except sqlite3.Error as error:
            if _is_busy(error):
                raise StoreUnavailable(f"{self._path}: locked for {self._patience:g} s by a process") from error
            self._drop()
            raise StoreUnavailable(f"{self._path}: {error}") from error
        except OSError as error:
            raise StoreUnavailable(f"{self._path}: {error.strerror}") from error
        finally:
            self._lock.release()

    def _attempt(self, work: Work[T]) -> T:
        try:
            return work(self._opened())
        except sqlite3.OperationalError as error:
            if not _is_busy(error):
                raise
        return self._retrying(lambda: work(self._opened()))

    def _opened(self) -> sqlite3.Connection:
        if self._closed:
            raise StoreUnavailable(f"{self._path}: the store was closed")
        if self._connection is None:
            self._connection = _open(self._path)
        return self._connection

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        # Only the service's own user may read what people told the police. Made without a file descriptor: closing
        # one would drop the locks that this process's other connection has on the file (POSIX, fcntl). The next
        # process to close the file then takes itself for the last and removes the write-ahead log that we write to,
        # and what we commit from then on is lost with us (seen).
        os.mknod(path, 0o600)
    connection = sqlite3.connect(
        path, timeout=_BUSY_TIMEOUT, isolation_level=None, check_same_thread=False, cached_statements=256
    )
    try:
        for setting in _SETTINGS:
            connection.execute(setting).fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


def _in_transaction(connection: sqlite3.Connection, work: Work[T]) -> T:
    connection.execute("BEGIN IMMEDIATE")
    try:
        result = work(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return result


def _is_busy(error: BaseException) -> bool:
    code = getattr(error, "sqlite_errorcode", 0)
    return isinstance(error, sqlite3.OperationalError) and (code & 0xFF) in (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
    )
