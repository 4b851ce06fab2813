"""A unit on duty (勤务单元): a manned post. It knows how many people it has, never who or where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from services.patrol.domain.geo import Point

Availability = Literal["available", "conditional", "unavailable"]
AssignmentState = Literal["offered", "accepted", "en_route", "on_scene", "done", "released"]
WAY: tuple[AssignmentState, ...] = ("offered", "accepted", "en_route", "on_scene")
"""States of an open assignment, in their order."""
ENDS: tuple[AssignmentState, ...] = ("done", "released")


@dataclass(frozen=True, slots=True)
class Base:
    """What the board knows of the post. region: to grid level. team: the team that commands it, "" when none."""

    id: str
    county: str
    region: str
    team: str = ""
    point: Point | None = None
    mode: str = "foot"
    capabilities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """What a shift that runs gives its unit.

    version: of the shift; a newer one takes the place of an older. people: who has arrived and not gone, by force.
    short: fewer than needed. asked: skills that its places ask for; held: skills of those who are there.
    over: it was ended or cancelled before its time.
    """

    shift: str
    version: int
    start: datetime
    end: datetime
    people: Mapping[str, int] = field(default_factory=dict)
    short: bool = False
    asked: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()
    over: bool = False


@dataclass(frozen=True, slots=True)
class Assignment:
    """A unit's part in an incident.

    sequence: of the incident's newest event about it; older ones come too late. restricted: few may know of the
    incident. changed: when it last did. unheard: it ended before anything told that it had begun.
    """

    incident: str
    state: AssignmentState
    sequence: int
    changed: datetime
    priority: int = 4
    restricted: bool = False
    unheard: bool = False

    @property
    def open(self) -> bool:
        """Whether the unit is at it."""
        return self.state in WAY


@dataclass(frozen=True, slots=True)
class Hand:
    """What somebody set by hand: conditional (a break) or unavailable. reason: a word. by: whose order it was."""

    state: Availability
    reason: str
    until: datetime
    by: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """The last mark at which arrival was told: the mark's own place, never a person's."""

    mark: str
    point: Point
    region: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Unit:
    """See the module's text. told: what the bus was told of it last, empty when nothing yet."""

    base: Base
    duties: tuple[Duty, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    hand: Hand | None = None
    seen: Seen | None = None
    told: Mapping[str, object] = field(default_factory=dict)

    @property
    def open(self) -> tuple[Assignment, ...]:
        """Return what it is at."""
        return tuple(each for each in self.assignments if each.open)

    def assignment(self, incident: str) -> Assignment | None:
        """Return its part in an incident, None when it has none."""
        return next((each for each in self.assignments if each.incident == incident), None)
