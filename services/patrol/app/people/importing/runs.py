"""Imports as they go: how far one is, and its report, which names nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from lianfang.persistence.aggregate import Aggregates, Pending, collection, key
from lianfang.persistence.handled import archive
from lianfang.persistence.store import Collection, Store
from services.patrol.app.people.importing.problems import RowProblem

NAME = "people_imports"
MOST_TOLD = 1000


def collections() -> tuple[Collection, ...]:
    """Declare the collection."""
    return collection(NAME, key("county")), archive(NAME)


@dataclass
class Report:
    """See the module's text. state: running, done, or refused (whole or nothing, and something was bad).

    size, read: bytes of the file, and about how many were read. rows: read so far. errors: the first MOST_TOLD
    problems, in the file's order; a row may have several. ignored: numbers of the columns that are not known.
    """

    id: str
    county: str
    dry_run: bool = False
    whole: bool = False
    state: str = "running"
    encoding: str = ""
    size: int = 0
    read: int = 0
    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    bad: int = 0
    errors: list[RowProblem] = field(default_factory=list)
    ignored: list[int] = field(default_factory=list)

    def wrong(self, problems: list[RowProblem]) -> None:
        """Count a bad row and keep what is wrong with it."""
        self.bad += 1
        self.errors += problems[: max(0, MOST_TOLD - len(self.errors))]

    def to_json(self) -> dict[str, Any]:
        """Return the report JSON-able."""
        return asdict(self)


def aggregates(
    store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None], source: str
) -> Aggregates[Report]:
    """Return the runner over imports."""
    return Aggregates(
        store, NAME, source=source, clock=clock, hand_over=hand_over, encode=Report.to_json, decode=_read
    )


def _read(raw: dict[str, Any]) -> Report:
    return Report(**{**raw, "errors": [RowProblem(**each) for each in raw["errors"]]})
