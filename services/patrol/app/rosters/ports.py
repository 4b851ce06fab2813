"""What rosters ask of posts, people, rules, jobs and shifts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from lianfang.persistence.aggregate import Command
from services.patrol.domain.geo import Point
from services.patrol.domain.people.person import Person
from services.patrol.domain.policy import Policy
from services.patrol.domain.rosters.problem import Problem, Roster, Slot, Violation
from services.patrol.domain.rosters.rota import Rota
from services.patrol.domain.shifts.shift import Shift


class SlotsOf(Protocol):
    """Tells what posts of a unit need."""

    def slots(self, unit: str, first: date, last: date) -> Sequence[Slot]:
        """Return the slots of all its posts whose local days lie from first to last, both in."""


class PeopleOf(Protocol):
    """Tells who serves where."""

    def of_unit(self, unit: str) -> Iterable[Person]:
        """Return all people of a unit, in any state."""

    def get(self, id: str) -> Person | None:
        """Return one person, None when unknown."""


class JobsOf(Protocol):
    """Durable work in another process."""

    def ask(
        self, kind: str, owner_ref: str, payload: Mapping[str, Any], *, seconds: float, command: Command,
        region: str = "",
    ) -> str:  # fmt: skip
        """Have work done; the same command is the same job. Return its id."""

    def require_room(self, region: str) -> None:
        """Raise Refused when too much is being worked on for a region already; before anything is stored."""

    def get(self, id: str) -> Any:
        """Return a job: its state, progress, reason and owner."""

    def cancel(self, id: str, command: Command) -> Any:
        """End it; what is best so far is handed over all the same."""


@dataclass(frozen=True, slots=True)
class Published:
    """A roster in force: its life, its problem as it was planned, who has which place."""

    rota: Rota
    problem: Problem
    roster: Roster


class Opening(Protocol):
    """Makes shifts of rosters."""

    def __call__(self, published: Published) -> int:
        """Make a roster's shifts, or bring them to its newer version. May be repeated."""

    def close(self, roster: str, reason: str) -> int:
        """End the shifts of a roster; reason: a word. May be repeated."""


Rules = Callable[[str], Policy]
"""The policy in force of a county."""

ShiftsOf = Callable[[str], Iterable[Shift]]
"""All shifts made of a roster, as they are now."""

HomeOf = Callable[[str], Point | None]
"""Tells where somebody of an area sets out from: the middle of a region, by its code."""

Checker = Callable[[Problem, Roster], list[Violation]]


def nowhere(_area: str) -> Point | None:
    """Know no home."""
    return None


def no_shifts(_roster: str) -> Iterable[Shift]:
    """Know no shifts."""
    return ()
