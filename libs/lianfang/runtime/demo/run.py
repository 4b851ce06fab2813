"""The demonstration itself: everything listens, the day is replayed, then the books are closed."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from lianfang.regions.pack import Pack
from lianfang.runtime.calllog.pace import Pace
from lianfang.runtime.calllog.send import Sent, Summary, send_all
from lianfang.runtime.demo.books import Balance, Books
from lianfang.runtime.demo.day import PACK_FOLDER, intake_body, moment, read_day
from lianfang.runtime.demo.district import DistrictSubscriber
from lianfang.runtime.demo.oracle import Oracle
from lianfang.runtime.demo.pika_loop import QueueReader
from lianfang.runtime.demo.teams import LiveTeam
from lianfang.runtime.operating.accounts import accounts_of
from lianfang.runtime.operating.client import ServiceClient
from lianfang.runtime.operating.intake import HttpIntake
from lianfang.runtime.operating.loading import Say, load_county
from lianfang.runtime.operating.target import Target

ROLES = ("intake", "dispatcher", "viewer")
SPEED = 2_880.0  # a day in 30 seconds
QUIET_S = 2.0


@dataclass(frozen=True, slots=True)
class Options:
    """How the day is replayed.

    scenario: folder. limit: so many reports, spread over the day; None is all. speed: seconds of the day in one
    second. concurrency: reports under way at once. settle_s: how long what is missing may still come.
    kill: called once, half-way through the replay. run: makes the reports' keys this run's own.
    """

    scenario: Path
    limit: int | None = None
    speed: float = SPEED
    concurrency: int = 8
    settle_s: float = 60.0
    kill: Callable[[], None] | None = None
    run: str = ""
    timezone: str = "Asia/Shanghai"


@dataclass(slots=True)
class Outcome:
    """What came of it. summary: of the replay. refused: why commands of teams were refused, counted."""

    balance: Balance
    summary: Summary
    missing: list[tuple[str, str]] = field(default_factory=list)
    strays: list[tuple[str, str]] = field(default_factory=list)
    commands_refused: Counter[str] = field(default_factory=Counter)

    @property
    def good(self) -> bool:
        """True when the books balance and no report was refused."""
        return self.balance.balanced and not self.summary.refused

    def to_dict(self) -> dict[str, Any]:
        """Return it for a machine."""
        return {**self.balance.to_dict(), "reports_per_second": round(self.summary.per_second, 1)}


def run_demo(
    target: Target, options: Options, say: Say, on_sent: Callable[[Sent], None] = lambda _: None
) -> Outcome:
    """Load the scenario, replay its day with teams answering, and return the books.

    Raises Failure, ManagementError, PackError, BadScenario, TimeoutError.
    """
    reports = read_day(options.scenario, options.limit)
    pack = load_county(target, options.scenario / PACK_FOLDER, say)
    books, refused = Books(lambda: datetime.now(UTC)), Counter[str]()
    with ExitStack() as ends:
        say("provisioning the district's and the teams' accounts, and subscribing with them")
        for each in listeners(target, pack, books, refused):
            each.start()
            ends.callback(each.stop)
        say(f"replaying {len(reports)} reports of the day, {options.speed:g} times faster than life")
        summary = _replay(target, pack, reports, books, options, on_sent)
        settle(books, options.settle_s)
        balance = books.balance()
    return Outcome(balance, summary, books.missing(), books.strays(), refused)


def listeners(target: Target, pack: Pack, books: Books, refused: Counter[str]) -> Iterator[Any]:
    """Yield what listens: the district's subscriber, each team's own client, one collector for all shops."""
    county = pack.county.code
    with accounts_of(target) as accounts:
        district = accounts.add_district(county, rotate=True)
        teams = {team.full_id: accounts.add_team(team.full_id, rotate=True) for team in pack.teams}
    yield DistrictSubscriber(district.uri, books.at_district)
    for team, credentials in teams.items():
        yield LiveTeam(team, credentials.uri, books, lambda why: refused.update([why])).reader
    shops = [f"team.{shop.full_id}" for shop in pack.shops]
    if shops:
        yield QueueReader(
            target.bus_uri, shops, lambda queue, event, _: books.delivered(queue.removeprefix("team."), event),
            "demo shops",
        )  # fmt: skip


def _replay(
    target: Target, pack: Pack, reports: list[dict[str, Any]], books: Books, options: Options,
    on_sent: Callable[[Sent], None],
) -> Summary:  # fmt: skip
    intake = HttpIntake(ServiceClient(target, "incident", ROLES, region=pack.county.code))
    oracle = Oracle(pack, datetime.now(ZoneInfo(options.timezone)).date())
    expected = {f"{options.run}{report['id']}": oracle.teams(report) for report in reports}
    pace, half = Pace(options.speed), len(reports) // 2
    noted = Noting(intake, books, expected)

    def work() -> Iterator[tuple[dict[str, Any], str]]:
        for number, report in enumerate(reports):
            pace.wait(moment(report))
            if number == half and options.kill is not None:
                threading.Thread(target=options.kill, name="kill", daemon=True).start()
            yield intake_body(report), f"{options.run}{report['id']}"

    return send_all(work(), noted, concurrency=options.concurrency, on_sent=on_sent)


@dataclass(frozen=True, slots=True)
class Noting:
    """Reports, and enters what was accepted into the books."""

    intake: HttpIntake
    books: Books
    expected: dict[str, frozenset[str]]

    def report(self, body: dict[str, Any], key: str) -> Sent:
        """Send one report; see HttpIntake."""
        sent = self.intake.report(body, key)
        if sent.id:
            self.books.accepted(sent.id, self.expected[key])
        return sent


def settle(books: Books, patience_s: float) -> None:
    """Wait until all has arrived and nothing has come for a while: what doubles, comes late."""
    deadline, before, since = time.monotonic() + patience_s, -1, time.monotonic()
    while (now := time.monotonic()) < deadline:
        missing, deliveries = books.progress
        if deliveries != before:
            before, since = deliveries, now
        if not missing and now - since > QUIET_S:
            return
        time.sleep(0.1)
