"""Systems that report, keep their keys and what they were answered, and can repeat all of it."""

from __future__ import annotations

import itertools
import threading
import time
import uuid
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from lianfang.regions.pack import Pack
from lianfang.runtime.demo.books import Books
from lianfang.runtime.demo.day import intake_body, read_day
from lianfang.runtime.demo.oracle import Oracle
from lianfang.runtime.operating.client import ServiceClient
from lianfang.runtime.operating.intake import HttpIntake
from lianfang.runtime.operating.target import Target
from tests.e2e.counties import SHOUNING

ROLES = ("intake", "dispatcher", "viewer")


@dataclass(frozen=True, slots=True)
class Report:
    """One report as it was sent, and the incident's id that was answered. at: when the answer came, aware UTC."""

    key: str
    body: dict[str, Any]
    teams: frozenset[str]
    incident: str
    at: datetime


@dataclass
class Callers:
    """Reports of 寿宁's day, entered into the books as they are accepted. shops: whether shops report, too."""

    target: Target
    pack: Pack
    books: Books = field(default_factory=lambda: Books(lambda: datetime.now(UTC)))
    accepted: list[Report] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    shops: bool = True
    _run: str = field(default_factory=lambda: uuid.uuid4().hex[:8])
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self._oracle = Oracle(self.pack, datetime.now(ZoneInfo("Asia/Shanghai")).date())
        self._day = [each for each in read_day(SHOUNING) if self.shops or each["source"] != "shop"]

    def report(self, many: int, *, patience_s: float = 240.0) -> list[Report]:
        """Send so many reports, a few at a time, and return them; see `refused` for those that were not taken."""
        before = len(self.accepted)
        intake = HttpIntake(ServiceClient(self.target, "incident", ROLES, region="350924"), patience_s)
        with ThreadPoolExecutor(4, "caller") as pool:
            list(pool.map(lambda number: self._send(intake, number), itertools.islice(self._numbers, many)))
        return self.accepted[before:]

    def _send(self, intake: HttpIntake, number: int) -> None:
        said = self._day[number * 37 % len(self._day)]
        key, body, teams = f"{self._run}-{number}", intake_body(said), self._oracle.teams(said)
        sent = intake.report(body, key)
        if not sent.id:
            self.refused.append(sent.reason)
            return
        self.books.accepted(sent.id, teams)
        self.accepted.append(Report(key, body, teams, sent.id, datetime.now(UTC)))

    def repeat(self, reports: Iterable[Report], target: Target | None = None) -> list[str]:
        """Send these once more under their keys; return the incidents' ids that are answered, in order."""
        intake = HttpIntake(ServiceClient(target or self.target, "incident", ROLES, region="350924"), 240.0)
        with ThreadPoolExecutor(4, "caller") as pool:
            answers = list(pool.map(lambda each: intake.report(each.body, each.key), reports))
        assert all(sent.id for sent in answers), [sent.reason for sent in answers if not sent.id]
        return [sent.id for sent in answers]

    @contextmanager
    def reporting(self, pause_s: float = 0.4) -> Iterator[None]:
        """Report all the time, until the block ends; then every report is answered."""
        ending = threading.Event()

        def on() -> None:
            while not ending.wait(pause_s):
                self.report(2)

        thread = threading.Thread(target=on, name="callers", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ending.set()
            thread.join(120)
        assert not thread.is_alive()

    def flow(self, more: int, seconds: float = 300.0) -> None:
        """Return once so many more reports were accepted."""
        wanted, deadline = len(self.accepted) + more, time.monotonic() + seconds
        while len(self.accepted) < wanted:
            assert time.monotonic() < deadline, f"reports are not taken any more: {self.refused[-3:]}"
            time.sleep(0.05)

    def settle(self, seconds: float = 240.0) -> Any:
        """Return the books once all has arrived and nothing doubled came in a moment after it."""
        deadline = time.monotonic() + seconds
        while self.books.missing() and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(2.0)
        return self.books.balance()
