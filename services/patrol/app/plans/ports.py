"""What plans ask of posts, shifts, rules, jobs, the registry and the past."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from services.patrol.app.rosters.ports import JobsOf
from services.patrol.domain.demand.history import Count
from services.patrol.domain.geo import Point
from services.patrol.domain.policy import Policy
from services.patrol.domain.posts.post import Post
from services.patrol.domain.shifts.shift import Shift
from services.patrol.domain.span import Span

Jobs = JobsOf


class Posts(Protocol):
    """The posts."""

    def of_unit(self, unit: str) -> Sequence[Post]:
        """Return those that a unit mans."""

    def of_county(self, county: str) -> Sequence[Post]:
        """Return all of a county."""


class Shifts(Protocol):
    """Published shifts."""

    def of_post(self, post: str, span: Span) -> Sequence[Shift]:
        """Return the shifts at a post that meet a span."""

    def of_person(self, person: str, span: Span) -> Sequence[Shift]:
        """Return the shifts in which somebody has a place and that meet a span."""


class Rules(Protocol):
    """Tells a county's policy."""

    def for_county(self, county: str) -> Policy:
        """Return the rules in force."""


class Past(Protocol):
    """Incidents counted by grid and hour."""

    def of(self, county: str, first: date, last: date) -> Any:
        """Return what was counted on local days, both in, as the attribute `counts`."""


@dataclass(frozen=True, slots=True)
class RingSite:
    """A place of the registry that is to be reached within so many minutes."""

    id: str
    place: Point
    minutes: int


LastVisit = Callable[[str], datetime | None]
"""When a mark was last visited, by its full id."""
MiddleOf = Callable[[str], Point | None]
"""A point that stands for a region, None when it is not known where it is."""
RingSites = Callable[[str], Iterable[RingSite]]
"""The ring sites of a county."""
Seed = Callable[[str], str]
"""A secret seed for a plan's id, the same each time."""


def no_sites(_county: str) -> Iterable[RingSite]:
    """Know no ring sites."""
    return ()


def counted_at(counts: Iterable[Count], region: str, hours: frozenset[int]) -> int:
    """Return how many incidents were counted in a region in some hours of the day."""
    return sum(each.number for each in counts if each.grid.startswith(region) and each.hour in hours)


class NoSuchPlan(LookupError):
    """There is none; the message is fit for callers."""

    def __init__(self) -> None:
        super().__init__("There is no such plan, or it is not yours to see.")
