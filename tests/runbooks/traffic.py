"""Reports that keep coming while a runbook is followed, and the books of what became of them."""

from __future__ import annotations

import itertools
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

import requests

from lianfang.messaging.envelope import Event
from lianfang.regions.pack import Pack
from lianfang.runtime.calllog.send import Sent
from lianfang.runtime.demo.books import Balance, Books
from lianfang.runtime.demo.day import intake_body, read_day
from lianfang.runtime.demo.oracle import Oracle
from lianfang.runtime.demo.pika_loop import QueueReader
from lianfang.runtime.operating.client import ServiceClient
from lianfang.runtime.operating.intake import HttpIntake
from lianfang.runtime.operating.loading import addresses
from lianfang.runtime.operating.target import Target
from lianfang.web import tokens
from tests.e2e.counties import SHOUNING

ROLES = ("intake", "dispatcher", "viewer")
RESTRICTED = ("90", "95")


class Router:
    """What a Service of Kubernetes is to callers: each request goes to the next replica.

    urls: asked for at each request, so that replicas may come and go. token: the same.
    """

    def __init__(self, urls: Callable[[], Sequence[str]], token: Callable[[], str]) -> None:
        self.urls, self.token, self._turn = urls, token, itertools.count()
        self.answered: Counter[int] = Counter()

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> requests.Response:
        """Send one request. Raises requests.RequestException; whoever reports tries again."""
        urls = self.urls()
        if not urls:
            raise requests.ConnectionError("no replica is there")
        url = urls[next(self._turn) % len(urls)]
        bearer = {"Authorization": f"Bearer {self.token()}"}
        answer = requests.request(method, url + path, json=body, headers=headers | bearer, timeout=30)
        self.answered[answer.status_code] += 1
        return answer


class Traffic:
    """A few reports a second, from `with` to its end; then `balance` says what became of them.

    teams: URI with the account that reads the queues of all teams and shops (an administrator's). reports: what is
    reported, again from the beginning when it ends; a day of 寿宁 otherwise.
    """

    def __init__(
        self, target: Target, pack: Pack, *, per_second: float = 2.0, teams: str = "",
        reports: Sequence[Mapping[str, Any]] = (),
    ) -> None:  # fmt: skip
        key = target.token_key
        self.router = Router(
            lambda: [target.url("incident")],
            lambda: tokens.issue(key, "traffic", ROLES, region=pack.county.code),
        )
        self.books, self.sent, self.taken = Books(lambda: datetime.now(UTC)), 0, list[str]()
        self.refused: Counter[str] = Counter()
        self._reports = reports or read_day(SHOUNING)
        self.slowest_s = 0.0
        self._open: list[str] = []
        self._categories: list[str] = []
        self._oracle = Oracle(pack, datetime.now(ZoneInfo("Asia/Shanghai")).date())
        self._pause_s, self._run, self._ending = 1 / per_second, uuid.uuid4().hex[:8], threading.Event()
        queues = [f"team.{team}" for team in addresses(pack)]
        self._reader = QueueReader(teams or target.bus_uri, queues, self._delivered, "runbook teams")
        self._thread = threading.Thread(target=self._report, name="traffic", daemon=True)

    def _delivered(self, queue: str, event: Event, _channel: Any) -> None:
        self.books.delivered(queue.removeprefix("team."), event)

    def __enter__(self) -> Traffic:
        self._reader.start()
        self._thread.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.end()
        self._reader.stop()

    def end(self) -> None:
        """Report nothing more; return when the last report is answered."""
        self._ending.set()
        self._thread.join(120)

    def _report(self) -> None:
        intake = HttpIntake(cast("ServiceClient", self.router), patience_s=240)  # it only sends
        with ThreadPoolExecutor(6, "report") as pool:
            for number, report in enumerate(itertools.cycle(self._reports)):
                if self._ending.wait(self._pause_s):
                    return
                key, started = f"{self._run}-{number}", time.monotonic()
                teams, self.sent = self._oracle.teams(report), self.sent + 1
                future: Future[Sent] = pool.submit(intake.report, intake_body(report), key)
                future.add_done_callback(
                    lambda done, teams=teams, started=started, report=report: self._answered(
                        done.result(), teams, started, report
                    )  # type: ignore[misc]
                )

    def _answered(self, sent: Sent, teams: frozenset[str], started: float, report: Mapping[str, Any]) -> None:
        self.slowest_s = max(self.slowest_s, time.monotonic() - started)
        if sent.id:
            self.books.accepted(sent.id, teams)
            self.taken.append(sent.id)
            self._categories.append(report["category"])
            if not report["category"].startswith(RESTRICTED):
                self._open.append(sent.id)
        else:
            self.refused[sent.reason] += 1

    def open_to_districts(self) -> list[str]:
        """Accepted reports that a district may hear of."""
        return self._open[:]

    def of_category(self, *beginnings: str) -> int:
        """How many accepted reports were of categories that begin so."""
        return sum(category.startswith(beginnings) for category in self._categories)

    def flow(self, more: int = 8, seconds: float = 240.0) -> int:
        """Return once so many more reports were accepted: what was just done has not stopped them."""
        wanted, deadline = len(self.taken) + more, time.monotonic() + seconds
        while len(self.taken) < wanted:
            assert time.monotonic() < deadline, (
                f"reports are not taken any more: {self.refused} {self.router.answered}"
            )
            time.sleep(0.05)
        return len(self.taken)

    def balance(self, seconds: float = 180.0) -> Balance:
        """End the traffic and return the books, once all has arrived and nothing doubled came in a moment after."""
        self.end()
        deadline = time.monotonic() + seconds
        while self.books.missing() and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(2.0)
        return self.books.balance()

    def balanced(self, title: str) -> str:
        """Check the books and return them as one line to be shown."""
        books = self.balance()
        assert not self.refused, self.refused
        assert books.accepted == len(set(self.taken)) == self.sent
        assert books.balanced, (books, self.books.missing()[:5], self.books.strays()[:5])
        return f"{title}: {self.sent} sent, {books}, slowest answer {self.slowest_s:.1f} s"
