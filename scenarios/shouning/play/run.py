"""Playing: the clock goes from one moment at which something is due to the next, and people act."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from lianfang.messaging.envelope import Event
from lianfang.runtime.operating.target import Target
from scenarios.clock import Clock
from scenarios.shouning.play import actors, books
from scenarios.shouning.play.affair import Affair
from scenarios.shouning.play.books import Books
from scenarios.shouning.play.desk import Desk
from scenarios.shouning.play.hearing import Hearing
from scenarios.shouning.play.reports import Dispute

THREADS = 8
AFTER_DEADLINE = timedelta(seconds=1)
"""By how much the clock passes a deadline that nobody meets."""


@dataclass(frozen=True, slots=True)
class Played:
    """The books, and every event that the bus carried."""

    books: Books
    events: tuple[Event, ...]


class Stuck(Exception):
    """Nobody has anything to do, no deadline runs, and yet a case is open."""


def play(
    target: Target, clock: Clock, disputes: Sequence[Dispute],
    on_day: Callable[[datetime, int], None] = lambda now, over: None,
) -> Played:  # fmt: skip
    """Play disputes to their ends. on_day: told the time and how many are over.

    The services must run, the county and the roster be loaded, and mediation be on this clock. Raises Refusal,
    NotHeard, Stuck.
    """
    began, first = time.monotonic(), clock()
    with _listening(target) as hearing:
        desk = Desk(target)
        affairs = [Affair(each, desk, hearing, clock) for each in disputes]
        with ThreadPoolExecutor(THREADS) as people:
            while (moment := _next_moment(affairs, hearing)) is not None:
                clock.move(moment)
                _act(affairs, people, clock)
                _let_deadlines_pass(affairs, people, hearing, clock)
                on_day(clock(), sum(1 for each in affairs if each.over))
        idle = [each.name for each in affairs if not each.over]
        if idle:
            raise Stuck(f"{len(idle)} disputes are open and nobody has anything to do: {', '.join(idle[:5])}")
        figures = desk.get("mediation", f"/v1/figures?region={actors.COUNTY}", actors.READER)
        folded = books.fold(hearing.events)
        told = Books(
            disputes=len(disputes), heard=folded.figures, figures=_counts(figures),
            consistent=figures["consistent"], unowned=folded.unowned, merged=folded.merged, records=folded.records,
            events=len(hearing.events), repeats=hearing.repeats, days=(clock() - first).days,
            seconds=time.monotonic() - began, calls=desk.calls,
        )  # fmt: skip
        return Played(told, tuple(hearing.events))


@contextmanager
def _listening(target: Target) -> Iterator[Hearing]:
    hearing = Hearing(target.bus_uri).start()
    try:
        yield hearing
    finally:
        hearing.stop()


def _next_moment(affairs: Sequence[Affair], hearing: Hearing) -> datetime | None:
    """Return when somebody acts next, or a deadline passes because nobody does; None when all is over."""
    planned = [at for each in affairs if (at := each.next_at) is not None]
    due = [at + AFTER_DEADLINE for at in hearing.next_due().values()]
    return min([*planned, *due], default=None)


def _act(affairs: Sequence[Affair], people: ThreadPoolExecutor, clock: Clock) -> None:
    now = clock()
    busy = [each for each in affairs if (at := each.next_at) is not None and at <= now]
    for done in [people.submit(each.go_on) for each in busy]:
        done.result()


def _let_deadlines_pass(
    affairs: Sequence[Affair], people: ThreadPoolExecutor, hearing: Hearing, clock: Clock
) -> None:  # fmt: skip
    """Wait until the service has fired all that is due by now, and let those look again whose case has moved."""
    while True:
        now = clock()
        for case in [case for case, at in hearing.next_due().items() if at <= now]:
            hearing.wait(partial(hearing.due_after, case, now), f"no deadline of case {case} was fired")
        moved = [each for each in affairs if each.has_news]
        if not moved:
            return
        for done in [people.submit(each.look_again) for each in moved]:
            done.result()


def _counts(figures: Any) -> dict[str, int]:
    return {each["name"]: each["count"] for each in figures["figures"]}
