"""The 1-3-5 response: which places can be reached in so many minutes from where units stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from services.patrol.app.patrols.marks import duties_of
from services.patrol.app.plans.ports import MiddleOf, Past, Posts, RingSites, Rules, Shifts, no_sites
from services.patrol.domain.demand.history import by_grid
from services.patrol.domain.geo import Point
from services.patrol.domain.plans.siting import Demand, within_rings
from services.patrol.domain.plans.travel import StraightLine, Travel
from services.patrol.domain.policy import Policy
from services.patrol.domain.posts.post import Post
from services.patrol.domain.span import Span

REMEMBERED = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Reached:
    """A place, the unit that is there first, and its seconds; "" and None when nobody is on duty.

    limit: minutes of a ring site, None of other places.
    """

    id: str
    weight: int
    unit: str
    seconds: int | None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """Rings: minutes, places and weight within; places and weight in all are what they are shares of."""

    rings: tuple[tuple[int, int, int], ...]
    places: int
    weight: int
    units: int
    reached: tuple[Reached, ...]


def straight(policy: Policy) -> Travel:
    """Return the plain travel model of a policy."""
    return StraightLine(policy.speeds)


@dataclass(frozen=True, slots=True)
class Reaching:
    """See the module's text. travel: makes a county's travel model."""

    posts: Posts
    shifts: Shifts
    rules: Rules
    past: Past
    middle_of: MiddleOf
    clock: Callable[[], datetime]
    zone: tzinfo
    ring_sites: RingSites = no_sites
    travel: Callable[[Policy], Travel] = straight

    def __call__(self, county: str, at: datetime) -> Reach:
        """Return what can be reached at a time from the posts on duty then."""
        policy = self.rules.for_county(county)
        travel, units = self.travel(policy), self.standing(county, at)
        reached = [self._first(travel, units, each.id, each.place, each.weight) for each in self.demands(county)]
        sites = [
            self._first(travel, units, site.id, site.place, 1, site.minutes) for site in self.ring_sites(county)
        ]
        told = [(each.seconds, each.weight) for each in reached if each.seconds is not None]
        counted = within_rings([time for time, _ in told], [weight for _, weight in told], policy.rings)
        rings = tuple((ring, *pair) for ring, pair in zip(policy.rings, counted, strict=True))
        whole = sum(each.weight for each in reached)
        return Reach(rings, len(reached), whole, len(units), (*reached, *sites))

    def demands(self, county: str) -> list[Demand]:
        """Return grids where incidents were counted, weighted by how many; those whose place is known."""
        today = self.clock().astimezone(self.zone).date()
        counts = self.past.of(county, today - REMEMBERED, today).counts
        found = [(grid, self.middle_of(grid), number) for grid, number in by_grid(counts).items()]
        return [Demand(grid, place, number) for grid, place, number in found if place is not None]

    def standing(self, county: str, at: datetime) -> list[tuple[Post, Point]]:
        """Return posts that are on duty at a time, with where they stand."""
        span = Span(at, at + timedelta(seconds=1))
        found = []
        for post in self.posts.of_county(county):
            place = place_of(post)
            if place is not None and duties_of(self.shifts.of_post(post.id, span)):
                found.append((post, place))
        return found

    def _first(
        self, travel: Travel, units: Sequence[tuple[Post, Point]], id: str, place: Point, weight: int,
        limit: int | None = None,
    ) -> Reached:  # fmt: skip
        ways = [(travel(here, place, post.mode), post.id) for post, here in units]
        if not ways:
            return Reached(id, weight, "", None, limit)
        seconds, unit = min(ways)
        return Reached(id, weight, unit, round(seconds), limit)


def place_of(post: Post) -> Point | None:
    """Return where a post stands: its own place, or its first mark."""
    return post.place or (post.marks[0].place if post.marks else None)
