"""What is to be expected where, and which tide would meet it: shown to a planner beside the present one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.patrol.app.posts.incident_hours import IncidentHours
from services.patrol.app.posts.posts import Posts
from services.patrol.domain.demand.history import (
    PLAIN_MEMORY,
    PLAIN_WORK,
    Count,
    Expected,
    Memory,
    Suggested,
    Work,
    by_grid,
    expected,
    suggest,
)
from services.patrol.domain.demand.tide import Row
from services.patrol.domain.posts.post import Post

LOOK_BACK = timedelta(weeks=26)
"""Incidents of longer ago are not looked at; with a half-life of 90 days they would weigh a quarter or less."""


_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CountyDemand:
    """What is expected in a county. since: the first day that counts, None when nothing was ever counted."""

    expected: Expected
    since: date | None
    until: date
    grids: dict[str, int]


@dataclass(frozen=True, slots=True)
class TideBeside:
    """The present tide of a post's pattern beside the one that the past suggests."""

    kind: str
    present: tuple[Row, ...]
    suggested: Suggested


@dataclass(frozen=True, slots=True)
class PostDemand:
    """What is expected around a post. version: of the posts looked at, to be named when a tide is adopted."""

    post: Post
    version: str
    expected: Expected
    since: date | None
    until: date
    tides: tuple[TideBeside, ...]


class Demand:
    """See the module's text. It changes nothing; `Posts.adopt` does, when a planner says so."""

    def __init__(
        self, posts: Posts, hours: IncidentHours, clock: Callable[[], datetime], memory: Memory = PLAIN_MEMORY
    ):
        """memory: how the past is weighed."""
        self._posts, self._hours, self._clock, self._memory = posts, hours, clock, memory

    def of_county(self, county: str, grids: Sequence[str] | None = None) -> CountyDemand:
        """Return what is expected in a county, or in what lies in some regions of it."""
        counts, since, until = self._past(county)
        seen = [each for each in counts if grids is None or each.grid.startswith(tuple(grids))]
        return CountyDemand(self._expected(counts, since, until, grids), since, until, dict(by_grid(seen)))

    def of_post(self, id: str, work: Work = PLAIN_WORK) -> PostDemand:
        """Return what is expected around a post, and the tides it suggests. Raises NoSuchPost."""
        county = self._posts.county(id[:6])
        it = self._posts.manned(id)
        counts, since, until = self._past(it.post.county)
        found = self._expected(counts, since, until, _around(it.post))
        tides = tuple(
            TideBeside(pattern.kind, pattern.tide.rows, suggest(found, work))
            for pattern in it.patterns
            if pattern.tide
        )
        return PostDemand(it.post, county.version, found, since, until, tides)

    def _past(self, county: str) -> tuple[tuple[Count, ...], date | None, date]:
        """Return counts, the first day that counts, and yesterday: today is not over yet."""
        until = self._clock().astimezone(self._posts.zone).date() - _DAY
        history = self._hours.of(county, until - LOOK_BACK + _DAY, until)
        since = None if history.since is None else max(history.since, until - LOOK_BACK + _DAY)
        return history.counts, since, until

    def _expected(
        self, counts: Iterable[Count], since: date | None, until: date, grids: Sequence[str] | None
    ) -> Expected:
        return expected(counts, since or until + _DAY, until, grids, self._memory)


def _around(post: Post) -> tuple[str, ...]:
    """Return the regions that a post serves: those of its marks, else its own."""
    return tuple(sorted({mark.region for mark in post.marks if mark.region})) or (post.region,)
