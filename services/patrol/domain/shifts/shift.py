"""A published shift (班次): a slot of a roster, alive: who is to come, who came, who is asked instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from services.patrol.domain.geo import Point
from services.patrol.domain.rosters.problem import Need
from services.patrol.domain.span import Span

PlaceState = Literal["open", "assigned", "here", "missed", "served"]
"""open: nobody; assigned: to come; here: checked in; missed: did not come, and nobody else has it; served: done."""
Answer = Literal["waiting", "accepted", "declined", "lapsed", "withdrawn"]
State = Literal["published", "running", "ended", "cancelled"]


LONGEST = timedelta(days=7, hours=1)
"""No shift is longer: a week at a rural post (泰宁), and the hour of a clock that is set back."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Somebody was asked to take a place. rank: 1 is the fittest. why: reasons of the choice, in words."""

    person: str
    rank: int
    at: datetime
    until: datetime
    answer: Answer = "waiting"
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a shift. number: from 0. need: of count 1. before: who had it, and lost it why.

    force, skills: of who has it. hold: id of the entry in that person's diary. told: everybody was told that it is
    open. pledged: ``<shift>:<swap>`` while it is about to change hands by a swap decided there. override: why a
    planner gave it to somebody whom a rule kept from it.
    """

    number: int
    need: Need
    state: PlaceState = "open"
    person: str = ""
    since: datetime | None = None
    asks: tuple[Ask, ...] = ()
    before: tuple[tuple[str, str], ...] = ()
    arrived: datetime | None = None
    departed: datetime | None = None
    force: str = ""
    skills: tuple[str, ...] = ()
    hold: str = ""
    told: bool = False
    pledged: str = ""
    override: str = ""


@dataclass(frozen=True, slots=True)
class Swap:
    """Two people want to change places, or one wants to give theirs away.

    state: proposed, agreed (by the taker), approved, refused, withdrawn.
    other_shift, other_place: what the second gives in return, "" and None when nothing.
    """

    id: str
    place: int
    giver: str
    taker: str
    other_shift: str = ""
    other_place: int | None = None
    state: str = "proposed"


@dataclass(frozen=True, slots=True)
class Shift:
    """See the module's text. id: uuid5 of roster and slot. region: of the post, to grid level.

    reminded: reminders that were given, in seconds before the start. raised: what it lacks as a whole and has told
    (``accompanied:volunteer``, ``together:driving``). given_up: holds of diaries that may never become a place.
    off: why it is cancelled, a word.
    """

    id: str
    county: str
    unit: str
    post: str
    kind: str
    region: str
    roster: str
    slot: str
    start: datetime
    end: datetime
    team: str = ""
    point: Point | None = None
    capabilities: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    together: Mapping[str, int] = field(default_factory=dict)
    accompanied: Mapping[str, str] = field(default_factory=dict)
    swaps: tuple[Swap, ...] = ()
    reminded: tuple[str, ...] = ()
    state: State = "published"
    raised: tuple[str, ...] = ()
    given_up: tuple[str, ...] = ()
    off: str = ""

    @property
    def span(self) -> Span:
        """When it is."""
        return Span(self.start, self.end)

    @property
    def people(self) -> tuple[str, ...]:
        """Return who has a place now."""
        return tuple(place.person for place in self.places if place.person)
