"""What the solver tells while it works, and what it hands over."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from threading import RLock

from services.patrol.domain.sequences.roster import Roster


class Status(StrEnum):
    """optimal and infeasible are proven; feasible: all rules kept, perhaps not the best; unknown: out of time."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is. cost: the best so far, None before the first; elapsed: seconds; phase: what is done."""

    cost: int | None
    bound: int
    elapsed: float
    phase: str


@dataclass(frozen=True, slots=True)
class Solution:
    """The best roster found (None when there is none), its cost, the lower bound, and seconds spent."""

    status: Status
    roster: Roster | None
    cost: int | None
    bound: int
    elapsed: float


@dataclass(slots=True)
class Course:
    """One solving under way: its end, the best so far, and who wants to be told."""

    seconds: float
    progress: Callable[[Progress], None] | None = None
    cancelled: Callable[[], bool] | None = None
    roster: Roster | None = None
    cost: int | None = None
    bound: int = 0
    infeasible: bool = False
    phase: str = ""
    started: float = field(default_factory=time.monotonic)
    _turn: RLock = field(default_factory=RLock)

    @property
    def elapsed(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self.started

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return max(0.0, self.seconds - self.elapsed)

    @property
    def done(self) -> bool:
        """Say whether nothing better can be found, or nothing at all."""
        return self.infeasible or (self.cost is not None and self.cost <= self.bound)

    def stop(self) -> bool:
        """Say whether to stop now: done, out of time, or cancelled."""
        return self.done or self.left <= 0 or (self.cancelled is not None and self.cancelled())

    def better(self, roster: Roster, cost: int) -> None:
        """Take a roster when it is the best so far."""
        with self._turn:  # searches tell from threads of their own
            if self.cost is None or cost < self.cost:
                self.roster, self.cost = roster, cost
                self.tell()

    def raise_bound(self, bound: int) -> None:
        """Take a lower bound when it is the highest so far; it never rises above a cost that was reached."""
        with self._turn:
            bound = bound if self.cost is None else min(bound, self.cost)
            if bound > self.bound:
                self.bound = bound
                self.tell()

    def branch(self) -> Course:
        """A course from here that keeps its own best; this one is told of it, and stops it."""

        def told(_: Progress) -> None:
            if own.roster is not None and own.cost is not None:
                self.better(own.roster, own.cost)
            self.raise_bound(own.bound)
            self.infeasible |= own.infeasible
            self.phase = own.phase

        own = Course(self.left, told, self.stop, self.roster, self.cost, self.bound)
        return own

    def enter(self, phase: str) -> None:
        """Say what is done now."""
        self.phase = phase
        self.tell()

    def tell(self) -> None:
        """Report where it stands."""
        if self.progress is not None:
            self.progress(Progress(self.cost, self.bound, self.elapsed, self.phase))

    def solution(self) -> Solution:
        """What has come of it."""
        if self.infeasible:
            status = Status.INFEASIBLE
        elif self.roster is None:
            status = Status.UNKNOWN
        else:
            status = Status.OPTIMAL if self.done else Status.FEASIBLE
        return Solution(status, self.roster, self.cost, self.bound, self.elapsed)
