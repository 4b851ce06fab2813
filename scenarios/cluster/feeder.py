"""Reports that keep coming: the scenario's day, one after the other at a steady rate, as often as needed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from lianfang.regions.pack import Pack
from lianfang.runtime.calllog.send import Summary, send_all
from lianfang.runtime.demo.day import intake_body
from lianfang.runtime.demo.oracle import Oracle
from lianfang.runtime.demo.run import ROLES, Noting
from lianfang.runtime.operating.client import ServiceClient
from lianfang.runtime.operating.intake import HttpIntake
from lianfang.runtime.operating.target import Target
from scenarios.cluster.timed_books import TimedBooks

CONCURRENCY = 8
_ZONE = ZoneInfo("Asia/Shanghai")


class Feeder:
    """Sends `per_second` reports from start() to stop(), each under a key of its own."""

    def __init__(
        self, target: Target, pack: Pack, reports: list[dict[str, Any]], books: TimedBooks, per_second: float
    ) -> None:
        oracle = Oracle(pack, datetime.now(_ZONE).date())
        self._reports, self._pause_s = reports, 1.0 / per_second
        self._expected: dict[str, frozenset[str]] = {}
        self._teams = [oracle.teams(report) for report in reports]
        client = ServiceClient(target, "incident", ROLES, region=pack.county.code)
        self._noting = Noting(HttpIntake(client), books, self._expected)
        self._stop = threading.Event()
        self.summary = Summary()
        self._thread = threading.Thread(target=self._run, name="feeder", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Send no more; return when what is under way was answered."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        send_all(self._work(), self._noting, concurrency=CONCURRENCY, summary=self.summary)

    def _work(self) -> Iterator[tuple[dict[str, Any], str]]:
        for number in count():
            if self._stop.wait(self._pause_s):
                return
            report = self._reports[number % len(self._reports)]
            key = f"cluster-{number}-{report['id']}"
            self._expected[key] = self._teams[number % len(self._reports)]
            yield intake_body(report), key
