"""A hazard (隐患): found, given to a team or another body, resolved. Steps may be told late and out of order.

What a hazard is follows from its steps in the order of when they were, not of when they were told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from services.grid.domain.records.told import Told

StepName = Literal["assigned", "transferred", "equipped", "resolved"]
State = Literal["found", "assigned", "transferred", "resolved"]
SOURCES = ("patrol", "visit", "inspection", "report")
OUTCOMES = ("removed", "reduced", "not_confirmed")


@dataclass(frozen=True, slots=True)
class Step:
    """What was done about a hazard. id: of the command. team, to, items, pieces, outcome: as the name asks."""

    id: str
    name: StepName
    told: Told
    team: str = ""
    to: str = ""
    items: tuple[str, ...] = ()
    pieces: int = 0
    outcome: str = ""

    @property
    def key(self) -> tuple[Any, ...]:
        """The same for a step that is told again, under whatever id; by time. Flags say how it was told."""
        told = self.told
        return (told.at, self.name, told.by, self.team, self.to, self.items, self.pieces, self.outcome)


@dataclass(frozen=True, slots=True)
class Found:
    """What was told of a hazard when it was found. lacks: items its class asks for that are missing."""

    kind: str
    region: str
    source: str
    told: Told
    place: str = ""
    team: str = ""
    lacks: tuple[str, ...] = ()

    @property
    def county(self) -> str:
        """Where it lies."""
        return self.region[:6]

    @property
    def key(self) -> tuple[object, ...]:
        """The same for a record that is told again. The time is left out: it may have been corrected otherwise."""
        return (self.kind, self.region, self.source, self.place, self.team, self.lacks, self.told.by)


@dataclass(frozen=True, slots=True)
class Hazard:
    """See the module's text. due: until when it has to be resolved. overdue: that it was not has been told."""

    id: str
    found: Found
    due: datetime
    steps: tuple[Step, ...] = field(default=())
    overdue: bool = False

    @property
    def in_order(self) -> list[Step]:
        """The steps by when they were."""
        return sorted(self.steps, key=_order)

    @property
    def resolved(self) -> Step | None:
        """The step that ended it."""
        return next(self._named("resolved"), None)

    @property
    def team(self) -> str:
        """Who has it in hand, "" when nobody."""
        return max(self._named("assigned"), key=_order, default=Step("", "assigned", self.found.told)).team or (
            self.found.team
        )

    @property
    def to(self) -> str:
        """The body that it was handed to last, "" when to none."""
        last = max(self._named("transferred"), key=_order, default=None)
        return last.to if last else ""

    @property
    def missing(self) -> tuple[str, ...]:
        """What is still missing at the place."""
        there = {item for step in self.steps for item in step.items}
        return tuple(item for item in self.found.lacks if item not in there)

    @property
    def state(self) -> State:
        """How far it has come: the last of what was done, however late it was told."""
        if self.resolved:
            return "resolved"
        moves = [step.name for step in self.in_order if step.name in ("assigned", "transferred")]
        if moves:
            return "transferred" if moves[-1] == "transferred" else "assigned"
        return "assigned" if self.found.team else "found"

    @property
    def in_time(self) -> bool:
        """Whether it was resolved before its deadline, whenever that was told."""
        return self.resolved is not None and self.resolved.told.at <= self.due

    def _named(self, name: StepName) -> Iterator[Step]:
        return (step for step in self.in_order if step.name == name)


def _order(step: Step) -> tuple[Any, ...]:
    return step.key
