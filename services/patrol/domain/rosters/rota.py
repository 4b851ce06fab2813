"""A roster's life (排班表): whose days it covers, its planning, what was published of it.

What is in force and what is being planned lie side by side: planning a published roster anew makes a next attempt,
which takes the place of the published one in one write or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from services.patrol.domain.rosters.problem import Assignment, Roster, Violation

AttemptState = Literal["draft", "planning", "planned", "infeasible", "failed", "cancelled", "published"]
RotaState = Literal[
    "draft", "planning", "planned", "infeasible", "failed", "cancelled", "published", "withdrawn"
]  # fmt: skip
Shifts = Literal["none", "opening", "open", "closing", "closed"]
VIOLATIONS_KEPT = 100
OPEN_KEPT = 100
MOST_EDITS = 500


@dataclass(frozen=True, slots=True)
class Edit:
    """A planner sets an assignment by hand, or takes one away."""

    set: bool
    place: Assignment


@dataclass(frozen=True, slots=True)
class OpenPlace:
    """Places of a slot that nobody has. need: index into the slot's needs."""

    slot: str
    need: int
    role: str
    missing: int


@dataclass(frozen=True, slots=True)
class Publishing:
    """Somebody is publishing it. token: of this try, never used again; command: by which a repeat is known."""

    token: str
    command: str
    body_hash: str
    actor: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """One planning. problem: the problem's hash; policy: version of the rules; book: hash of the
    assignments as the solver made them.

    frozen_before: what was published to begin before it stays. seconds: what the solver may take.
    score, bound, status, method, conflict: what the solver and the checker said. reason: why it failed, or why
    the last try to publish it did.
    """

    number: int
    state: AttemptState = "draft"
    by: str = ""
    seconds: int = 60
    problem: str = ""
    policy: str = ""
    frozen_before: datetime | None = None
    job: str = ""
    cancelling: bool = False
    book: str = ""
    places: int = 0
    edits: tuple[Edit, ...] = ()
    score: Mapping[str, int] = field(default_factory=dict)
    bound: int | None = None
    status: str = ""
    method: str = ""
    open: tuple[OpenPlace, ...] = ()
    open_count: int = 0
    violations: tuple[Violation, ...] = ()
    violation_count: int = 0
    conflict: tuple[str, ...] = ()
    reason: str = ""
    publishing: Publishing | None = None


@dataclass(frozen=True, slots=True)
class Rota:
    """See the module's text.

    first, last: local days, both in. by: who made it. version: 0 until it is published, then 1, 2, …
    withdrawn: why it was, "" if not. shifts: how far the making, or the ending, of its shifts is.
    """

    id: str
    county: str
    unit: str
    first: date
    last: date
    by: str
    made_at: datetime
    attempt: Attempt
    published: Attempt | None = None
    version: int = 0
    published_at: datetime | None = None
    withdrawn: str = ""
    shifts: Shifts = "none"

    @property
    def state(self) -> RotaState:
        """Say how it stands; a published one stays so while it is planned anew."""
        if self.withdrawn:
            return "withdrawn"
        return "published" if self.published is not None else self.attempt.state

    @property
    def in_force(self) -> bool:
        """Tell whether its days are taken by it: published, or withdrawn with shifts that are not yet ended."""
        return self.published is not None and not (self.withdrawn and self.shifts == "closed")

    @property
    def days(self) -> int:
        """How many days it covers."""
        return (self.last - self.first).days + 1


def edited(book: Roster, edits: tuple[Edit, ...]) -> Roster:
    """Return a book's assignments with edits carried out in their order."""
    places = set(book)
    for edit in edits:
        if edit.set:
            places.add(edit.place)
        else:
            places.discard(edit.place)
    return frozenset(places)
