"""Copying a SQLite store while its service writes to it, and putting a copy in a store's place.

The copy is made by ``VACUUM INTO``: one read transaction, so it is the store as of one moment; in WAL mode no
writer waits for it (https://www.sqlite.org/lang_vacuum.html).
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from lianfang.runtime.operating.failure import Failure

_SIDES = ("-wal", "-shm")


def copy(store: Path, to: Path) -> int:
    """Copy a store into a new file that only its owner reads; return its number of documents.

    Raises Failure when the store can't be read, is damaged, or the disk is full; then there is no file.
    """
    if not store.is_file():
        raise Failure(f"{store} is not there: nothing to copy; is the store's address right?")
    os.close(os.open(to, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with closing(sqlite3.connect(f"file:{store}?mode=rw", uri=True, timeout=30)) as source:
            source.execute("VACUUM INTO ?", (str(to),))
        count = checked(to)
        sync(to)
    except sqlite3.Error as error:
        to.unlink(missing_ok=True)
        raise Failure(f"{store} can't be copied to {to}: {error}") from None
    except BaseException:
        to.unlink(missing_ok=True)
        raise
    return count


def checked(path: Path) -> int:
    """Check the file's inner structure and return the number of its documents. Raises sqlite3.Error, Failure."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        (said,) = database.execute("PRAGMA integrity_check(1)").fetchone()
        if said != "ok":
            raise Failure(f"{path} is damaged: {said}")
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB 'doc_*'")
        counts = [f'SELECT count(*) FROM "{name}"' for (name,) in tables.fetchall()]  # noqa: S608 - our own names
        return sum(database.execute(count).fetchone()[0] for count in counts)


def holds_something(store: Path) -> bool:
    """Tell whether there is anything at a store's place that putting a copy there would replace."""
    return any(path.exists() and path.stat().st_size for path in (store, *_beside(store)))


def stage(source: Path, store: Path) -> Path:
    """Copy a backup's file beside the store, durably, and return it. Raises OSError; then there is no file."""
    staged = store.with_name(f".{store.name}.restoring")
    store.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copyfile(source, staged)
        staged.chmod(0o600)
        sync(staged)
    except BaseException:
        staged.unlink(missing_ok=True)
        raise
    return staged


def swap(staged: Path, store: Path, stamp: str) -> Path | None:
    """Put the staged file in the store's place; return where what was there before is now, None when nothing was.

    The old one is moved, never deleted: it may hold what the copy does not.
    """
    kept = store.with_name(f"{store.name}.before-{stamp}") if holds_something(store) else None
    for path, side in zip((store, *_beside(store)), ("", *_SIDES), strict=True):
        if path.exists() and kept is not None:
            path.rename(kept.with_name(f"{kept.name}{side}"))
        else:
            path.unlink(missing_ok=True)
    staged.rename(store)
    sync(store.parent)
    return kept


def sync(path: Path) -> None:
    """Have a file or a folder on the disk before going on."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _beside(store: Path) -> list[Path]:
    return [store.with_name(f"{store.name}{side}") for side in _SIDES]
