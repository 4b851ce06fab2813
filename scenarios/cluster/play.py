"""The run: cluster, platform, listeners, reports; then one act after the other, and the books."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lianfang.runtime.calllog.send import Summary
from lianfang.runtime.cluster.cluster import Cluster
from lianfang.runtime.demo.books import Balance
from lianfang.runtime.demo.day import PACK_FOLDER, read_day
from lianfang.runtime.demo.run import listeners, settle
from lianfang.runtime.operating.loading import load_county
from lianfang.runtime.operating.target import Target
from lianfang.runtime.stack import Stack
from lianfang.runtime.stack_plan import SERVICES, VHOST, StackPlan
from scenarios.cluster.closing import Closing, close
from scenarios.cluster.faults import Act, Faults
from scenarios.cluster.feeder import Feeder
from scenarios.cluster.timed_books import Measure, TimedBooks

_START_S = 300.0
_QUIET_S, _CALM_WITHIN_S, _SETTLE_S = 4.0, 90.0, 60.0
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Played:
    """An act, and what it did. began: by the clock for spans. seconds: until what was to be done was done.

    remark: what came otherwise than meant.
    """

    act: Act
    began: float
    seconds: float
    measure: Measure
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """All of it. version: of RabbitMQ. formed_s: until the three nodes were a cluster.

    not_in_log: incidents that no event log has, with the act in which each was accepted and the seconds into it.
    """

    options: Options
    version: str
    formed_s: float
    leaders: Counter[str]
    played: list[Played]
    summary: Summary
    balance: Balance
    closing: Closing
    missing: list[tuple[str, str]]
    strays: list[tuple[str, str]]
    commands_refused: Counter[str]
    not_in_log: list[tuple[str, str, float]]

    @property
    def services(self) -> tuple[str, ...]:
        """Names of the services that ran."""
        return self.options.services or tuple(each.name for each in SERVICES)

    @property
    def good(self) -> bool:
        """Whether nothing was refused, lost, doubled or misrouted."""
        return self.balance.balanced and self.closing.good and not self.summary.refused

    def to_dict(self) -> dict[str, Any]:
        """Return it for a machine."""
        acts = {each.act.name: {"seconds": each.seconds, **each.measure.to_dict()} for each in self.played}
        return {
            **self.balance.to_dict(), **self.closing.to_dict(), "refused": self.summary.refused,
            "rabbitmq": self.version, "formed_s": self.formed_s, "acts": acts,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Options:
    """How it is played. per_second: reports. tick_s: silence after which a node counts as gone (net_ticktime).

    services: which ones run; none named: all. without: names of acts that are left out.
    """

    per_second: float = 3.0
    tick_s: int = 8
    services: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


def play(home: Path, scenario: Path, options: Options, say: Say) -> Run:
    """Live through everything in `home`. Raises BrokerError, StackError, Failure, RuntimeError."""
    with ExitStack() as ends:
        began = time.monotonic()
        cluster = ends.enter_context(Cluster(home / "cluster", options.tick_s))
        formed_s = round(time.monotonic() - began, 1)
        say(f"three nodes are a cluster after {formed_s:g} s")
        address = cluster.uri(VHOST)
        services = tuple(each for each in SERVICES if not options.services or each.name in options.services)
        plan = StackPlan(services, bus_uri=address.amqp_uri, management_uri=address.management_uri)
        stack = Stack(home / "stack", plan, free_ports=True, say=say)
        ends.callback(_end, stack)
        stack.up(_START_S)
        leaders = cluster.leaders(next(iter(cluster)))
        say(f"queues and streams led: {dict(sorted(leaders.items()))}")
        target, books, refused = Target.find(stack.state), TimedBooks(lambda: datetime.now(UTC)), Counter[str]()
        pack = load_county(target, scenario / PACK_FOLDER, say)
        for each in listeners(target, pack, books, refused):
            each.start()
            ends.callback(each.stop)
        feeder = Feeder(target, pack, read_day(scenario), books, options.per_second)
        started = datetime.now(UTC)
        feeder.start()
        try:
            acts = (act for act in Faults(cluster).acts() if act.name not in options.without)
            played = [_played(act, books, say) for act in acts]
        finally:
            feeder.stop()
        settle(books, _SETTLE_S)
        closing = close(target, books, started)
        version = next(iter(cluster)).manage("GET", "overview")["rabbitmq_version"]
        return Run(
            options, version, formed_s, leaders, played, feeder.summary, books.balance(), closing, books.missing(),
            books.strays(), refused, _when(closing.not_in_log, books, played),
        )  # fmt: skip


def _when(incidents: Sequence[str], books: TimedBooks, played: list[Played]) -> list[tuple[str, str, float]]:
    """Return for each incident the act in which it was accepted, and how many seconds after that act began."""
    found = []
    for incident in incidents:
        at = books.accepted_at(incident)
        act = max((each for each in played if each.began <= at), key=lambda each: each.began, default=played[0])
        found.append((incident, act.act.name, round(at - act.began, 1)))
    return found


def _played(act: Act, books: TimedBooks, say: Say) -> Played:
    """Do it and wait until reports flow again; what is measured ends there."""
    say(f"now: {act.title}")
    since = time.monotonic()
    remark = act.do()
    took = round(time.monotonic() - since, 1)
    if act.calm and not _calm(books):
        say(f"reports are still held up {_CALM_WITHIN_S:g} s later")
    measure = books.measure(since, time.monotonic())
    say(f"    {took:g} s; {remark or 'as meant'}; {measure}")
    return Played(act, since, took, measure, remark)


def _calm(books: TimedBooks) -> bool:
    """Wait until no report has been held up for a while; False when that did not come."""
    give_up = time.monotonic() + _CALM_WITHIN_S
    since = time.monotonic()
    while (now := time.monotonic()) - since < _QUIET_S:
        if now > give_up:
            return False
        if books.overdue():
            since = now
        time.sleep(0.2)
    return True


def _end(stack: Stack) -> None:
    """Without grace: what they hold is thrown away."""
    for process in stack.processes.values():
        process.kill()
    stack.down()
