"""The rows of a CSV file (RFC 4180), whichever of the usual encodings it has; never whole in memory."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from services.patrol.app.people.importing.problems import BadFile, RowProblem

_PIECE = 1 << 16
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_CANDIDATES = ("utf-8", "gb18030")
MOST_EMPTY, _BREATH = 100_000, 1000


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row, and the line it begins in. problem: why it can't be read; it has no cells then."""

    line: int
    cells: list[str]
    problem: str = ""


def encoding_of(file: IO[bytes]) -> str:
    """Return what the file is written in: by its mark, else UTF-8 if it can be that, else GBK (as GB 18030).

    Text in GBK is hardly ever valid UTF-8, so the order decides. Raises BadFile for neither, and for binary data.
    """
    file.seek(0)
    head = file.read(4)
    marked = next((name for mark, name in _BOMS.items() if head.startswith(mark)), None)
    for name in (marked,) if marked else _CANDIDATES:
        if _fits(file, name):
            return name
    remedy = "save it as CSV in UTF-8 (Excel: CSV UTF-8), not as a workbook"
    raise BadFile([RowProblem(1, "", "the file is no text in UTF-8 or GBK", remedy)])


def rows_of(file: IO[bytes], encoding: str) -> Iterator[RawRow]:
    """Yield all rows with anything in them. A row that is no CSV is told as such, and reading goes on after it.

    Not after the last of `MOST_EMPTY` empty rows: the rest of such a file is no list of people.
    """
    file.seek(0)
    # Wrapping a wrapper: closing the text must not close the caller's file.
    text = io.TextIOWrapper(io.BufferedReader(_Kept(file)), encoding=encoding, newline="")
    reader = csv.reader(text, strict=True)
    empty = 0
    for read in itertools.count():
        if read % _BREATH == 0:
            time.sleep(0)  # lets other requests of the process go on, whatever the rows are
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield RawRow(line, [], str(error))
            continue
        if any(cell.strip() for cell in cells):
            yield RawRow(line, cells)
            continue
        empty += 1
        if empty == MOST_EMPTY:
            yield RawRow(line, [], f"more than {MOST_EMPTY} rows are empty")
            return


def _fits(file: IO[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while piece := file.read(_PIECE):
            if "\0" in decoder.decode(piece):
                return False
            time.sleep(0)  # as below
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


class _Kept(io.RawIOBase):
    """Reads another file and leaves it open."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = self._file.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)
