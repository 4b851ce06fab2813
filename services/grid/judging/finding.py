"""What the judging process says, as lines of JSON: a head, then the items of each page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import IO, Any

from lianfang.regions.pack.pages import Page
from lianfang.regions.pack.problems import Problem
from services.grid.app.prepare import Prepared

SHOWN = 100
"""Problems that are told, of each kind; their number is told too."""


class NotValid(Exception):
    """The pack is refused. problems: the first of them; found: how many there are."""

    def __init__(self, problems: Sequence[Problem], found: int) -> None:
        super().__init__(f"{found} problem(s) in the region pack")
        self.problems, self.found = tuple(problems), found


def write_prepared(made: Prepared, out: IO[bytes]) -> None:
    """Write a valid pack."""
    warnings = [asdict(warning) for warning in made.warnings[:SHOWN]]
    _line(out, {
        "county": made.county, "label": made.label, "content_hash": made.content_hash, "counts": made.counts,
        "page_count": made.page_count, "warnings": warnings, "warned": made.warned,
    })  # fmt: skip
    for page in made.pages:
        _line(out, page.items)


def write_refused(problems: Sequence[Problem], out: IO[bytes]) -> None:
    """Write why a pack is refused."""
    _line(out, {"problems": [asdict(problem) for problem in problems[:SHOWN]], "found": len(problems)})


def read(out: IO[bytes]) -> Prepared:
    """Read what was written; the pages stay in the file until they are asked for. Raises NotValid."""
    out.seek(0)
    head = json.loads(out.readline())
    if "problems" in head:
        raise NotValid([_problem(each) for each in head["problems"]], head["found"])
    pages = _Pages(out, out.tell(), head["page_count"], head["content_hash"])
    warnings = tuple(_problem(each) for each in head.pop("warnings"))
    return Prepared(**head, pages=pages, warnings=warnings)


@dataclass(frozen=True, slots=True)
class _Pages:
    file: IO[bytes]
    start: int
    count: int
    content_hash: str

    def __iter__(self) -> Iterator[Page]:
        self.file.seek(self.start)
        for number in range(1, self.count + 1):
            yield Page(number, self.count, self.content_hash, json.loads(self.file.readline()))


def _problem(told: Mapping[str, Any]) -> Problem:
    return Problem(**{**told, "codes": tuple(told["codes"])})


def _line(out: IO[bytes], value: Any) -> None:
    out.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
