"""The demonstration's books, with the time at which each report was accepted and had reached everybody."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from lianfang.messaging.envelope import Event
from lianfang.runtime.demo.books import FIRST_REASONS, Books, Received

LATE_S = 2.0
"""A report that takes longer from its acceptance to its last team than this, in seconds, was held up."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What happened to reports between two moments; times in seconds since the first of them.

    accepted: reports taken. first_s: when the first of these had reached all its teams. normal_s: when the last one
    that was held up had, 0 when none was. longest_s: the longest way of one. held_up: how many took over LATE_S.
    missing: reports that have not arrived yet.
    """

    accepted: int
    first_s: float
    normal_s: float
    longest_s: float
    held_up: int
    missing: int

    def to_dict(self) -> dict[str, Any]:
        """Return it for a machine."""
        return asdict(self)


class TimedBooks(Books):
    """Books that tell when what was accepted and had arrived. ticks: a clock for spans of time, in seconds."""

    def __init__(self, now: Callable[[], datetime], ticks: Callable[[], float] = time.monotonic) -> None:
        super().__init__(now)
        self._ticks = ticks
        self._times = threading.Lock()
        self._accepted_at: dict[str, float] = {}
        self._teams: dict[str, frozenset[str]] = {}
        self._arrived_at: dict[tuple[str, str], float] = {}
        self.at_district_ids: set[str] = set()

    def accepted(self, incident_id: str, teams: frozenset[str]) -> None:
        """Note an accepted report and whom it must reach."""
        super().accepted(incident_id, teams)
        with self._times:
            self._accepted_at.setdefault(incident_id, self._ticks())
            self._teams[incident_id] = teams

    def delivered(self, team: str, event: Event) -> bool:
        """Note an event that came out of `team`'s queue; return whether it is a new request of a task."""
        new = super().delivered(team, event)
        if new and event.data["reason"] in FIRST_REASONS:
            with self._times:
                self._arrived_at.setdefault((event.data["incident_id"], team), self._ticks())
        return new

    def at_district(self, event: Received) -> None:
        """Note an event that the district's subscriber received."""
        super().at_district(event)
        if event.type == "incident.reported.v1":
            self.at_district_ids.add(event.subject)

    @property
    def accepted_ids(self) -> set[str]:
        """Return the incidents of all accepted reports."""
        with self._times:
            return set(self._accepted_at)

    def accepted_at(self, incident_id: str) -> float:
        """Return when a report was accepted, by the clock for spans of time. Raises KeyError."""
        with self._times:
            return self._accepted_at[incident_id]

    def overdue(self) -> int:
        """Return how many reports are under way for longer than LATE_S."""
        now = self._ticks()
        with self._times:
            return sum(self._done_at(id) is None and now - at > LATE_S for id, at in self._accepted_at.items())

    def measure(self, since: float, until: float) -> Measure:
        """Return what happened between two moments of the clock; what was under way at the first counts."""
        with self._times:
            spans = [(at, self._done_at(id)) for id, at in self._accepted_at.items() if at < until]
        late = [(at, done) for at, done in spans if (until if done is None else done) - at > LATE_S]
        held = [(at, done) for at, done in late if done is None or done > since]
        done_held = [done for _, done in held if done is not None]
        ways = [done - at for at, done in spans if done is not None and done > since]
        firsts = [done for at, done in spans if at >= since and done is not None]
        return Measure(
            accepted=sum(at >= since for at, _ in spans), first_s=_round(min(firsts, default=since) - since),
            normal_s=_round(max(done_held, default=since) - since), longest_s=_round(max(ways, default=0.0)),
            held_up=len(held), missing=len(held) - len(done_held),
        )  # fmt: skip

    def _done_at(self, incident_id: str) -> float | None:
        """Return when the last team that must get the report had it, None while one has not."""
        times = [self._arrived_at.get((incident_id, team)) for team in self._teams[incident_id]]
        found = [at for at in times if at is not None]
        return max(found) if found and len(found) == len(times) else None


def _round(seconds: float) -> float:
    return round(seconds, 1)
