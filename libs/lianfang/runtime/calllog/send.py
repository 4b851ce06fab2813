"""Reporting many rows at once, and what became of them."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any, Protocol

SHOWN_REASONS = 10


@dataclass(frozen=True, slots=True)
class Sent:
    """One report's answer. id: of the incident, empty when it was refused, and `reason` says why.

    before: the incident was there before this report was first sent.
    """

    id: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)
    before: bool = False
    reason: str = ""


class Intake(Protocol):
    """Where reports go."""

    def report(self, body: dict[str, Any], key: str) -> Sent:
        """Send one report under its Idempotency-Key and return what was answered."""


@dataclass(slots=True)
class Summary:
    """What became of a replay. seconds: from the first report to the last answer. ids: of the incidents.

    repeats: reports of what had been reported already, in this replay or before it.
    """

    accepted: int = 0
    repeats: int = 0
    refused: int = 0
    seconds: float = 0.0
    reasons: Counter[str] = field(default_factory=Counter)
    ids: set[str] = field(default_factory=set)

    @property
    def per_second(self) -> float:
        """Reports answered in a second."""
        return (self.accepted + self.repeats + self.refused) / self.seconds if self.seconds else 0.0

    def refuse(self, reason: str) -> None:
        """Count one that was not taken."""
        self.refused += 1
        self.reasons[reason] += 1

    def to_dict(self) -> dict[str, Any]:
        """Return the summary for a machine; reasons: the most frequent ones."""
        return {
            "accepted": self.accepted, "repeats": self.repeats, "refused": self.refused,
            "seconds": round(self.seconds, 3), "per_second": round(self.per_second, 1),
            "reasons": dict(self.reasons.most_common(SHOWN_REASONS)),
        }  # fmt: skip


def send_all(
    work: Iterable[tuple[dict[str, Any], str]],
    intake: Intake,
    *,
    concurrency: int,
    on_sent: Callable[[Sent], None] = lambda _: None,
    summary: Summary | None = None,
    stop: threading.Event | None = None,
) -> Summary:
    """Report every (body, key) with `concurrency` calls under way at most; return the summary.

    on_sent is called in this thread. Setting `stop` ends it after the calls under way.
    """
    total = summary or Summary()
    started = time.monotonic()
    under_way: set[Future[Sent]] = set()

    def collect(done: set[Future[Sent]]) -> None:
        for future in done:
            sent = future.result()
            _count(total, sent)
            on_sent(sent)

    with ThreadPoolExecutor(concurrency, "report") as pool:
        for body, key in work:
            if stop is not None and stop.is_set():
                break
            under_way.add(pool.submit(intake.report, body, key))
            if len(under_way) >= concurrency:
                done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                collect(done)
        collect(wait(under_way).done)
    total.seconds += time.monotonic() - started
    return total


def _count(total: Summary, sent: Sent) -> None:
    if not sent.id:
        total.refuse(sent.reason)
    elif sent.before or sent.id in total.ids:
        total.repeats += 1
    else:
        total.accepted += 1
    total.ids.add(sent.id)
