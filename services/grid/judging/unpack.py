"""A pack's archive (.zip, .tar.gz) onto disk: only the files a pack has, under our own names, within bounds.

No name out of the archive is ever used as a path, so none can point elsewhere; links are refused.
"""

from __future__ import annotations

import gzip
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import IO

from lianfang.regions.pack.load import FILES
from lianfang.regions.pack.problems import PackError, Problem

UNPACKED_LIMIT = 128 * 1024 * 1024
"""Bytes that a pack's files may have together."""

MAX_ENTRIES = 200
_PIECE = 256 * 1024
_FEWER = "pack the folder that holds pack.yaml, and nothing else"
_BROKEN = (zipfile.BadZipFile, tarfile.TarError, EOFError, OSError, zlib.error, RuntimeError)


def unpack(archive: IO[bytes], folder: Path) -> None:
    """Write the pack's files into `folder`. They may lie in the archive's top or in one folder of it.

    Raises PackError for an archive that is none, holds a file twice, links, or more than the bounds allow.
    """
    start = archive.read(4)
    archive.seek(0)
    try:
        if start.startswith(b"PK"):
            _write(_zipped(archive), folder)
        elif start.startswith(b"\x1f\x8b"):
            _write(_tarred(archive), folder)
        else:
            raise _refused("the body is neither a .zip nor a .tar.gz", "send one of them")
    except _BROKEN as error:
        raise _refused(f"the archive can't be read: {error}", "pack it again, without a password") from None


def _write(entries: Iterator[tuple[str, int, IO[bytes]]], folder: Path) -> None:
    left, homes = UNPACKED_LIMIT, dict[str, PurePosixPath]()
    for name, size, content in entries:
        path = PurePosixPath(name)
        if ".." in path.parts or path.is_absolute() or "\\" in name:
            raise _refused(f"{name!r} points out of the archive", _FEWER)
        if (left := left - size) < 0:
            raise _refused(f"the files have more than {UNPACKED_LIMIT} bytes", "simplify the polygons")
        if path.name not in FILES or len(path.parts) > 2 or path.parts[0] == "__MACOSX":
            continue
        if path.name in homes:
            raise _refused(f"{path.name} is there twice", _FEWER)
        homes[path.name] = path.parent
        with (folder / path.name).open("wb") as file:
            _copy(content, file, size)
    if len(set(homes.values())) > 1:
        raise _refused("the files lie in several folders", _FEWER)


def _copy(source: IO[bytes], target: IO[bytes], size: int) -> None:
    """Copy exactly the bytes that were announced; more of them would be a bomb."""
    left = size
    while piece := source.read(min(_PIECE, left + 1)):
        if (left := left - len(piece)) < 0:
            raise _refused("a file is larger than the archive says", "pack it again")
        target.write(piece)
    if left:
        raise _refused("the archive breaks off", "send it again")


def _zipped(archive: IO[bytes]) -> Iterator[tuple[str, int, IO[bytes]]]:
    with zipfile.ZipFile(archive) as opened:
        if len(opened.infolist()) > MAX_ENTRIES:
            raise _refused(f"more than {MAX_ENTRIES} entries", _FEWER)
        for entry in opened.infolist():
            if (entry.external_attr >> 16) & 0o170000 == 0o120000:
                raise _refused(f"{entry.filename!r} is a link", "pack the files themselves")
            if not entry.is_dir():
                with opened.open(entry) as content:
                    yield entry.filename, entry.file_size, content


def _tarred(archive: IO[bytes]) -> Iterator[tuple[str, int, IO[bytes]]]:
    # tarfile's own gzip would take an archive that breaks off for its end
    with gzip.GzipFile(fileobj=archive) as plain, tarfile.open(fileobj=plain, mode="r|") as opened:
        for number, entry in enumerate(opened):
            if number >= MAX_ENTRIES:
                raise _refused(f"more than {MAX_ENTRIES} entries", _FEWER)
            if entry.isdir():
                continue
            content = opened.extractfile(entry) if entry.isreg() else None
            if content is None:
                raise _refused(f"{entry.name!r} is a link or no file", "pack the files themselves")
            with closing(content):
                yield entry.name.removeprefix("./"), entry.size, content


def _refused(what: str, remedy: str) -> PackError:
    return PackError([Problem("archive", what, remedy)])
