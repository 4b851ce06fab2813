"""The base on DuckDB: one file, one process that owns it, a connection of its own for each call.

Calls block: beside an event loop make them in real threads. It takes no lock of Python's, for those of a patched
process are good for its green threads only; DuckDB has its own.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from services.analytics.app.ports import (
    Added,
    Batch,
    BatchRefused,
    Changed,
    Gap,
    ItemKey,
    NotReady,
    Origin,
    QueryRefused,
    Seen,
)  # fmt: skip
from services.analytics.domain.board.item import BoardItem
from services.analytics.engine.schema import PROJECTION, TABLES
from services.analytics.engine.writing import naive, put, write

_REFUSED = (
    duckdb.ProgrammingError, duckdb.DataError, duckdb.NotSupportedError, duckdb.TransactionException,
    duckdb.PermissionException,
)  # fmt: skip
_UNKEEPABLE = (
    duckdb.DataError, duckdb.InvalidInputException, ValueError, TypeError, OverflowError, RecursionError,
)  # fmt: skip
T = TypeVar("T")
_PATIENCE_S = 10.0
_ITEM = "kind, id, county, region, restricted, body::VARCHAR, gone"
_ITEMS = f"SELECT {_ITEM} FROM board"  # noqa: S608 - constant


class DuckBase:
    """The Base port over one DuckDB file."""

    def __init__(self, path: Path, *, threads: int = 2, memory_mb: int = 2048) -> None:
        """Open or make the file. Raises NotReady when it can't be opened: another process has it, it is damaged.

        threads, memory_mb: what DuckDB may use for one process; what doesn't fit is spilled beside the file.
        """
        self.path, self._closed, self.broken = path, False, ""
        config: dict[str, Any] = {
            "threads": threads, "memory_limit": f"{memory_mb}MB", "enable_external_access": "false",
            "temp_directory": f"{path}.tmp",
        }  # fmt: skip
        try:
            self._root = duckdb.connect(str(path), config=config)
            self._root.execute("SET TimeZone = 'UTC'")
            for table in TABLES:
                self._root.execute(table)
            self._root.execute("INSERT INTO meta VALUES ('projection', ?) ON CONFLICT DO NOTHING", [PROJECTION])
        except duckdb.Error as error:
            raise NotReady(f"{path.name} can't be opened: {_first_line(error)}") from None
        self._writer = self._cursor()
        marked = dict(self.query("SELECT name, value FROM meta"))
        self.projection = int(marked["projection"])
        self._change = int(marked.get("change", 0))
        self.refresh_change()

    @property
    def change(self) -> int:
        """The number of the board's last change."""
        return self._change

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        try:
            cursor = _unhurried(self._root.cursor)
            cursor.execute("SET TimeZone = 'UTC'")
        except duckdb.Error as error:
            raise self._not_ready(error) from None
        return cursor

    def _not_ready(self, error: duckdb.Error) -> NotReady:
        """Return what trouble with the file is to those who ask; note when DuckDB has given the file up.

        `broken` then says why: after some faults, as a full disk in a checkpoint, it answers nothing any more until
        the file is opened anew. What was committed is in there.
        """
        if self._closed:  # under our hands; what DuckDB says of it varies
            return NotReady("the base was closed")
        if isinstance(error, duckdb.FatalException | duckdb.InternalException):
            self.broken = _first_line(error)
        return NotReady(f"the facts can't be read now: {_first_line(error)}")

    def add(self, batch: Batch) -> Added:
        """See the port."""
        writer, items = self._writer, list(enumerate(batch.items, start=self._change + 1))
        try:
            writer.execute("BEGIN")
        except duckdb.Error as error:
            raise self._not_ready(error) from None
        try:
            new = write(writer, batch, items)
            writer.execute("COMMIT")
        except _UNKEEPABLE as error:
            self._roll_back()
            raise BatchRefused(str(error)) from None
        except duckdb.Error as error:
            self._roll_back()
            raise NotReady(f"nothing can be added now: {self._not_ready(error)}") from None
        except BaseException:
            self._roll_back()
            raise
        self._change += len(items)
        return Added(new, len(batch.facts) - new)

    def _roll_back(self) -> None:
        """End a transaction that failed; DuckDB itself has ended one whose COMMIT failed."""
        with contextlib.suppress(duckdb.Error):
            self._writer.execute("ROLLBACK")

    def offset(self, stream: str) -> int | None:
        """See the port."""
        rows = self.query("SELECT next_offset FROM offsets WHERE stream = ?", [stream])
        return int(rows[0][0]) if rows else None

    def place(self, stream: str) -> tuple[int, str]:
        """Return where the stream is to be read on and the mark of the message before; at first 0 and nothing."""
        rows = self.query("SELECT next_offset, mark FROM offsets WHERE stream = ?", [stream])
        return (int(rows[0][0]), str(rows[0][1])) if rows else (0, "")

    def items(self, keys: Iterable[ItemKey]) -> dict[ItemKey, BoardItem]:
        """See the port."""
        rows = self._of_pairs(_ITEMS, "kind, id", keys)
        return {(row[0], row[1]): _item(row) for row in rows}

    def seen(self, origins: Iterable[Origin]) -> dict[Origin, Seen]:
        """See the port."""
        rows = self._of_pairs(
            "SELECT source, subject, last, missing::VARCHAR FROM sequences", "source, subject", origins
        )
        return {(row[0], row[1]): Seen(row[2], _ranges(row[3])) for row in rows}

    def _of_pairs(self, select: str, names: str, pairs: Iterable[tuple[str, str]]) -> list[tuple[Any, ...]]:
        wanted = list(pairs)
        if not wanted:
            return []
        lists = [[first for first, _ in wanted], [second for _, second in wanted]]
        return self.query(
            f"{select} WHERE ({names}) IN (SELECT (unnest(?::VARCHAR[]), unnest(?::VARCHAR[])))",
            lists,
        )

    def changed(self, after: int, regions: Sequence[str], limit: int, *, restricted: bool = False) -> list[Changed]:
        """See the port."""
        inside = " OR ".join(["starts_with(region, ?)"] * len(regions)) or "false"
        rows = self.query(
            f"SELECT {_ITEM}, changed FROM board WHERE changed > ? AND (? OR NOT restricted) AND ({inside})"  # noqa: S608
            " ORDER BY changed LIMIT ?",
            [after, restricted, *regions, limit],
        )
        return [Changed(row[-1], _item(row)) for row in rows]

    def query(self, sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """See the port. Nothing can be written by it."""
        cursor = self._cursor()
        try:
            cursor.execute("BEGIN TRANSACTION READ ONLY")
            return cursor.execute(sql, list(params)).fetchall()
        except duckdb.Error as error:
            if isinstance(error, _REFUSED) and not self._closed:
                raise QueryRefused(str(error)) from None
            raise self._not_ready(error) from None
        finally:
            cursor.close()

    def restart(self, stream: str, gap: Gap) -> None:
        """Have the stream read from its beginning on: another log has taken its place, and its numbers begin anew.

        What came from the old one is kept; `place` -1 says that no log holds it any more, and what was lacking of
        it is now numbered backwards from -1, which is `gap`.
        """
        before = gap.last + 1
        self._at_once(
            ("UPDATE gaps SET first_offset = first_offset - ?, last_offset = last_offset - ? WHERE stream = ?",
             [before, before, stream]),
            ("INSERT INTO gaps VALUES (?, ?, ?, ?, ?)",
             [stream, gap.first - before, gap.last - before, naive(gap.found_at), gap.why]),
            ("UPDATE facts SET place = -1 WHERE stream = ?", [stream]),
            ("UPDATE offsets SET next_offset = 0, mark = '' WHERE stream = ?", [stream]),
        )  # fmt: skip

    def _at_once(self, *statements: tuple[str, Sequence[Any]]) -> None:
        """Do all of it or nothing. Raises NotReady."""
        try:
            self._writer.execute("BEGIN")
            for sql, params in statements:
                self._writer.execute(sql, list(params))
            self._writer.execute("COMMIT")
        except duckdb.Error as error:
            self._roll_back()
            raise self._not_ready(error) from None

    def put(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Put rows of another base's table into the same table here; those that are there already stay."""
        put(self._writer, table, rows)

    def set_offset(self, stream: str, place: int) -> None:
        """Have a stream read from there on."""
        self.add(Batch(stream, place))

    def refresh_change(self) -> None:
        """Count changes on from the highest on the board, after items were put there."""
        top = self.query("SELECT max(changed) FROM board")[0][0] or 0
        self._change = max(self._change, int(top))

    def renumber(self, past: int, gone: Mapping[ItemKey, BoardItem]) -> None:
        """Give every item a change number beyond `past`, and take up `gone` as items that are no more.

        For a rebuilt base that takes another's place: whoever followed that one sees all of this one.
        """
        self._at_once((
            "UPDATE board SET changed = ? + it.place FROM (SELECT kind, id, row_number() OVER (ORDER BY changed)"
            " AS place FROM board) it WHERE board.kind = it.kind AND board.id = it.id", [past],
        ))  # fmt: skip
        ((items,),) = self.query("SELECT count(*) FROM board")
        self.count_from(past + items)
        self.add_items([_gone(item) for item in gone.values()])

    def count_from(self, number: int) -> None:
        """Number the next change beyond `number`, also after opening anew."""
        self._at_once(
            ("INSERT INTO meta VALUES ('change', ?) ON CONFLICT DO UPDATE SET value = excluded.value", [number])
        )
        self._change = number

    def add_items(self, items: Sequence[BoardItem]) -> None:
        """Put items on the board that come from no stretch of a log."""
        self.add(Batch("", 0, items=items))

    def close(self) -> None:
        """See the port."""
        self._closed = True
        _unhurried(self._writer.close)
        _unhurried(self._root.close)


def _unhurried(call: Callable[[], T]) -> T:
    """Make a call on a connection that another thread may be using for an instant: DuckDB doesn't wait for it."""
    until = time.monotonic() + _PATIENCE_S
    while True:
        try:
            return call()
        except duckdb.ResourceInUseException:
            if time.monotonic() > until:
                raise
            os.sched_yield()  # neither lock nor sleep: those of a patched process belong to its event loop


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)


def _item(row: tuple[Any, ...]) -> BoardItem:
    return BoardItem(row[0], row[1], row[2], row[3], row[4], json.loads(row[5]), row[6])


def _gone(item: BoardItem) -> BoardItem:
    return BoardItem(item.kind, item.id, item.county, item.region, item.restricted, item.body, gone=True)


def _ranges(text: str) -> tuple[tuple[int, int], ...]:
    return tuple((first, last) for first, last in json.loads(text))
