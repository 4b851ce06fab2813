"""The books: what was accepted, what must have reached whom, what did, how fast."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Protocol

from lianfang.messaging.envelope import Event

FIRST_REASONS = ("routed", "informed", "mutual_aid")
"""Why a team is asked when the report comes in; escalations and corrections come later and are told apart."""


class Received(Protocol):
    """What is looked at of an event that the district's system received."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def type(self) -> str:
        """Its type."""

    @property
    def subject(self) -> str:
        """The id of what it is about."""

    @property
    def time(self) -> str:
        """When it became true, RFC 3339."""


@dataclass(frozen=True, slots=True)
class Balance:
    """The books at one moment.

    accepted: reports answered 201, each once. tasks_expected: (report, team) pairs worked out by the oracle.
    tasks_delivered: of these, those that reached that team. lost: those that did not. duplicated: tasks that a team
    got twice in effect (another task, or another event for the same one). misrouted: tasks at teams not expected.
    redelivered: the same event once more, which every client drops. escalated: tasks that a missed deadline or a
    refusal made. acknowledged: tasks that a team took (签收). p50_ms, p99_ms: from accepted to received by the
    district's subscriber.
    """

    accepted: int
    tasks_expected: int
    tasks_delivered: int
    lost: int
    duplicated: int
    misrouted: int
    redelivered: int
    escalated: int
    p50_ms: float
    p99_ms: float
    acknowledged: int

    @property
    def balanced(self) -> bool:
        """True when every expected task is where it belongs, once, and no other."""
        return not (self.lost or self.duplicated or self.misrouted) and self.accepted > 0

    def __str__(self) -> str:
        """Return it in one line for people, without what only some runs measure."""
        return (
            f"{self.accepted} reports accepted, {self.tasks_delivered} of {self.tasks_expected} tasks delivered, "
            f"{self.lost} lost, {self.duplicated} doubled, {self.misrouted} misrouted, {self.escalated} escalated"
        )

    def to_dict(self) -> dict[str, Any]:
        """Return it for a machine."""
        return asdict(self)


class Books:
    """Filled by many threads, read by one. now: aware UTC."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now, self._lock = now, threading.Lock()
        self._expected: dict[str, frozenset[str]] = {}
        self._requests: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)  # (incident, team): event -> task
        self._seen: Counter[tuple[str, str]] = Counter()  # (team, event id)
        self._latencies: dict[str, float] = {}
        self._escalated: dict[str, str] = {}  # event -> incident
        self._acknowledged: dict[str, str] = {}  # task -> incident

    def accepted(self, incident_id: str, teams: frozenset[str]) -> None:
        """Note an accepted report and whom it must reach. Noting it again changes nothing."""
        with self._lock:
            self._expected[incident_id] = teams

    def delivered(self, team: str, event: Event) -> bool:
        """Note an event that came out of `team`'s queue; return whether it is a new request of a task."""
        with self._lock:
            self._seen[team, event.id] += 1
            if self._seen[team, event.id] > 1:
                return False
            data = event.data
            if event.type == "incident.task_acknowledged.v1":
                self._acknowledged[data["task_id"]] = data["incident_id"]
            if event.type != "incident.task_requested.v1":
                return False
            if data["reason"] in FIRST_REASONS:
                self._requests[data["incident_id"], team][event.id] = data["task_id"]
            else:
                self._escalated[event.id] = data["incident_id"]
            return True

    def at_district(self, event: Received) -> None:
        """Note an event that the district's subscriber received."""
        received = self._now()
        with self._lock:
            if event.type == "incident.reported.v1" and event.id not in self._latencies:
                self._latencies[event.id] = (received - datetime.fromisoformat(event.time)).total_seconds() * 1e3

    @property
    def progress(self) -> tuple[int, int]:
        """How many (report, team) pairs are still missing, and how many deliveries there were, repeats included."""
        with self._lock:
            return len(self._pairs() - set(self._requests)), self._seen.total()

    def missing(self) -> list[tuple[str, str]]:
        """Return the (incident, team) pairs that have not arrived."""
        with self._lock:
            return sorted(pair for pair in self._pairs() if pair not in self._requests)

    def strays(self) -> list[tuple[str, str]]:
        """Return the (incident, team) pairs of our reports that arrived and were not expected."""
        with self._lock:
            return sorted(self._arrived() - self._pairs())

    def balance(self) -> Balance:
        """Return the books."""
        with self._lock:
            expected, arrived = self._pairs(), self._arrived()
            more = (len(self._requests[pair]) - 1 for pair in arrived)
            times = sorted(self._latencies.values())
            return Balance(
                accepted=len(self._expected), tasks_expected=len(expected),
                tasks_delivered=len(expected & arrived), lost=len(expected - arrived),
                duplicated=sum(more), misrouted=len(arrived - expected),
                redelivered=sum(count - 1 for count in self._seen.values()), escalated=self._ours(self._escalated),
                p50_ms=percentile(times, 0.50), p99_ms=percentile(times, 0.99),
                acknowledged=self._ours(self._acknowledged),
            )  # fmt: skip

    def _ours(self, incidents: Mapping[str, str]) -> int:
        return sum(incident in self._expected for incident in incidents.values())

    def _arrived(self) -> set[tuple[str, str]]:
        """Return what arrived of our own reports; others may use the same queues."""
        return {(incident, team) for incident, team in self._requests if incident in self._expected}

    def _pairs(self) -> set[tuple[str, str]]:
        return {(incident, team) for incident, teams in self._expected.items() for team in teams}


def percentile(ordered: list[float], share: float) -> float:
    """Return the value below which `share` of the ordered values lie (nearest rank), 0 for none."""
    if not ordered:
        return 0.0
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2)
