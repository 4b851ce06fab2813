"""Reading a call log, plain or gzipped, row by row; a row that can't be used says why and the rest goes on."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from lianfang.runtime.calllog.layout import BadLayout, Layout

_FORMATS = ("%m/%d/%Y %H:%M:%S", "%m/%d/%Y %I:%M:%S %p", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M")


@dataclass(frozen=True, slots=True)
class Row:
    """One call. time: aware; lon, lat: WGS 84 degrees, None when the log has none for it.

    key: the Idempotency-Key. It is derived from all of the row's content, so the same row (a repeat inside the
    log, or the log replayed once more) is the same report.
    """

    number: int
    time: datetime
    type: str
    place: str
    lon: float | None
    lat: float | None
    key: str


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that can't be reported, and why."""

    number: int
    reason: str


def read_rows(path: Path, layout: Layout, zone: ZoneInfo, limit: int | None = None) -> Iterator[Row | BadRow]:
    """Yield the log's rows, at most `limit`, in the file's order. Times without an offset are in `zone`.

    Raises BadLayout for a file without the columns, OSError for one that can't be read.
    """
    with _opened(path) as text:
        reader = csv.DictReader(text)
        layout.check(list(reader.fieldnames or ()))
        for number, record in enumerate(reader, 1):
            if limit is not None and number > limit:
                return
            yield _row(number, record, layout, zone)


def read_records(path: Path, layout: Layout) -> Iterator[dict[str, str | None]]:
    """Yield the log's rows by column name, as they are. Raises as `read_rows` does."""
    with _opened(path) as text:
        reader = csv.DictReader(text)
        layout.check(list(reader.fieldnames or ()))
        yield from reader


def count_rows(path: Path) -> int:
    """Return how many rows the log has, for a progress bar."""
    with _opened(path) as text:
        return max(0, sum(1 for _ in csv.reader(text)) - 1)


@contextmanager
def _opened(path: Path) -> Iterator[io.TextIOBase]:
    try:
        with (
            gzip.open(path, "rt", encoding="utf-8-sig", newline="")
            if path.suffix == ".gz"
            else path.open(encoding="utf-8-sig", newline="") as text
        ):
            yield text  # type: ignore[misc]  # gzip.open's text mode is a TextIOWrapper
    except (gzip.BadGzipFile, EOFError, UnicodeDecodeError, csv.Error) as error:
        raise BadLayout(f"{path} is no CSV file in UTF-8, plain or gzipped ({error})") from None


def _row(number: int, record: dict[str, str | None], layout: Layout, zone: ZoneInfo) -> Row | BadRow:
    if None in record.values():
        return BadRow(number, "the row is cut short")
    moment = _moment(record[layout.time] or "", zone)
    if moment is None:
        return BadRow(number, f"{layout.time} {record[layout.time]!r} is no time")
    try:
        lon, lat = _degrees(record[layout.lon]), _degrees(record[layout.lat])
    except ValueError:
        return BadRow(number, f"{layout.lon}, {layout.lat} are no numbers")
    content = "\x1f".join(f"{name}={value}" for name, value in sorted(record.items()) if name)
    return Row(
        number=number, time=moment, type=(record[layout.type] or "").strip(),
        place=(record[layout.place] or "").strip() if layout.place else "", lon=lon, lat=lat,
        key=f"replay-{hashlib.sha256(content.encode()).hexdigest()[:40]}",
    )  # fmt: skip


def _moment(text: str, zone: ZoneInfo) -> datetime | None:
    text = text.strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    for form in _FORMATS if moment is None else ():
        try:
            moment = datetime.strptime(text, form)  # noqa: DTZ007 - the zone is added below
            break
        except ValueError:
            continue
    if moment is None:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _degrees(text: str | None) -> float | None:
    return float(text) if text and text.strip() else None
