"""How well marks, posts and units were covered in a period: figures with what they are reckoned from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.patrol.app.patrols.marks import duties_of
from services.patrol.app.patrols.patrols import Patrols
from services.patrol.app.patrols.ports import Posts, Rules, Shifts
from services.patrol.domain.patrols.coverage import Covered, covered, together
from services.patrol.domain.patrols.places import full_id, idle_limit
from services.patrol.domain.posts.post import Post
from services.patrol.domain.refused import Refused
from services.patrol.domain.shifts import shift
from services.patrol.domain.span import Span

LONGEST = timedelta(days=92)
BEFORE = shift.LONGEST
"""Duty and visits from so long before a period are looked at: the idle time may have begun then."""


@dataclass(frozen=True, slots=True)
class MarkFigures:
    """Of one mark. id: full. limit: minutes, None where nobody counts."""

    id: str
    limit: int | None
    covered: Covered


@dataclass(frozen=True, slots=True)
class PostFigures:
    """Of a post, such as a line: its marks, and all together."""

    post: Post
    marks: tuple[MarkFigures, ...]
    whole: Covered


@dataclass(frozen=True, slots=True)
class Coverage:
    """See the module's text."""

    patrols: Patrols
    shifts: Shifts
    posts: Posts
    rules: Rules
    clock: Callable[[], datetime]

    def of_post(self, post: Post, period: Span) -> PostFigures:
        """Return a post's figures. Raises Refused for a period that is none or longer than `LONGEST`."""
        if not timedelta() < period.length <= LONGEST:
            raise Refused(
                "bad_span", f"the period is empty, or longer than {LONGEST.days} days", "give a later `to`",
                field="to",
            )  # fmt: skip
        around = Span(period.start - BEFORE, period.end)
        duties, now = duties_of(self.shifts.of_post(post.id, around)), self.clock()
        by_kind = self.rules.for_county(post.county).idle_minutes
        marks = []
        for mark in post.marks:
            id, limit = full_id(post.id, mark.id), idle_limit(post, mark, by_kind)
            visits = [at for at in self.patrols.visits_of(id, around) if at < period.end]
            most = None if limit is None else timedelta(minutes=limit)
            marks.append(MarkFigures(id, limit, covered(duties, visits, most, period, now)))
        return PostFigures(post, tuple(marks), together([each.covered for each in marks]))

    def of_unit(self, unit: str, period: Span) -> Sequence[PostFigures]:
        """Return the figures of all posts of a unit that have marks. Raises Refused."""
        return [self.of_post(post, period) for post in self.posts.of_unit(unit) if post.marks]
