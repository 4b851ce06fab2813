"""A mapping file of the user's: `type=category[:priority]`, one a line, `#` begins a remark."""

from __future__ import annotations

import re
from pathlib import Path

from lianfang.runtime.calllog.keywords import Keywords, Meaning

_LINE = re.compile(r"(?P<type>.+?)\s*=\s*(?P<category>\d{6})(?::(?P<priority>[1-4]))?\Z")
DEFAULT_PRIORITY = 3


class BadMapping(ValueError):
    """A line of the mapping file can't be read; the message gives file and line."""


def read_mapping(path: Path, fallback: Keywords) -> Keywords:
    """Return the file's mapping, with `fallback` for types it does not name. Raises BadMapping."""
    entries: list[tuple[str, Meaning]] = []
    for number, raw in enumerate(path.read_text("utf-8-sig").splitlines(), 1):
        line = raw.partition("#")[0].strip()
        if not line:
            continue
        match = _LINE.match(line)
        if match is None:
            raise BadMapping(
                f"{path}:{number}: {line!r} is no mapping; write type=123456 or type=123456:2 (1-4: the priority)"
            )
        priority = int(match["priority"] or DEFAULT_PRIORITY)
        entries.append((match["type"].strip().upper(), (match["category"], priority)))
    return Keywords((*entries, *fallback.entries))
