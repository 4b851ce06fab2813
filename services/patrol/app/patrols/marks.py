"""Marks are watched: visits and duties are noted, and gaps of coverage found by the timer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from lianfang.persistence.aggregate import Aggregates, Change
from lianfang.persistence.due import fire_due
from lianfang.persistence.steps import step
from lianfang.persistence.store import AlreadyExists, Conflict, Eq, find_all
from services.patrol.app.patrols.ports import Posts, Rules, Shifts
from services.patrol.app.patrols.storage import CURSORS, MARKS, watch_change
from services.patrol.app.shifts.codec import time_to
from services.patrol.domain.patrols.places import full_id, idle_limit, mark_in, post_of
from services.patrol.domain.patrols.watch import Step, Watch, on_duty, settled, visited
from services.patrol.domain.posts.post import Mark, Post
from services.patrol.domain.shifts.shift import LONGEST, Shift
from services.patrol.domain.span import Span

_CURSOR = "shifts"
_LOOK_BACK = LONGEST + timedelta(hours=1)
PAGE, MOST = 500, 8000


class Marks:
    """See the module's text."""

    def __init__(
        self, watches: Aggregates[Watch], shifts: Shifts, posts: Posts, rules: Rules,
        clock: Callable[[], datetime], new_id: Callable[[], str],
    ) -> None:  # fmt: skip
        self._watches, self._shifts, self._posts, self._rules = watches, shifts, posts, rules
        self._clock, self._new_id = clock, new_id

    def get(self, mark: str) -> Watch | None:
        """Return the watch of a mark by its full id, None when it was never on duty nor visited."""
        stored = self._watches.get(mark)
        return stored.state if stored else None

    def last_visit(self, mark: str) -> datetime | None:
        """Return when a mark was last visited, None when that is not known."""
        watch = self.get(mark)
        return watch.visits[-1] if watch and watch.visits else None

    def gaps(self, region: str) -> list[Watch]:
        """Return the watches of a region that have a gap now."""
        found = find_all(self._watches.store, MARKS, Eq("regions", region))
        return [self._watches.stored(each).state for each in found if each["keys"]["gap"]]

    def visit(self, mark: str, at: datetime, name: str) -> None:
        """Note a visit. name: of the visit; the same is noted once. A mark that is no more is left alone."""
        post, found = self._found(mark)
        if post is None or found is None:
            return
        self._change(post, found, f"visit/{name}", lambda watch, now: visited(watch, at, now))

    def follow(self) -> int:
        """Take in the duties of shifts that changed since the last time; return how many shifts those were.

        Any process may do so at any time: each writes the same, and only what differs.
        """
        document = self._watches.store.get(CURSORS, _CURSOR)
        # What ended before is nobody's duty now, and that a shift begins is a change: no need to read all history.
        before = document["cursor"] if document else time_to(self._clock() - _LOOK_BACK)
        limit = PAGE
        shifts, cursor = self._shifts.changed_since(before, limit)
        while cursor == before and len(shifts) == limit < MOST:  # more than a page changed at this very moment
            limit *= 2
            shifts, cursor = self._shifts.changed_since(before, limit)
        by_post: dict[str, dict[str, Span | None]] = {}
        for shift in shifts:
            by_post.setdefault(shift.post, {})[shift.id] = duty_of(shift)
        for post, duties in by_post.items():
            self._on_duty(post, duties)
        if cursor != before:
            fresh = {"id": _CURSOR, "cursor": cursor}
            with suppress(AlreadyExists, Conflict):  # another process was quicker
                if document is None:
                    self._watches.store.insert(CURSORS, fresh)
                else:
                    self._watches.store.replace(CURSORS, fresh, document["revision"])
        return len(shifts)

    def fire(self) -> int:
        """Find and close the gaps whose time has come; return of how many marks. Raises StoreUnavailable."""

        def decide(watch: Watch) -> Change[Watch]:
            now = self._clock()
            return watch_change(*settled(watch, now), now)

        return len(fire_due(self._watches, self._clock, decide))

    def _on_duty(self, post_id: str, duties: Mapping[str, Span | None]) -> None:
        try:
            post = self._posts.get(post_id)
        except LookupError:
            return
        by_kind = self._rules.for_county(post.county).idle_minutes
        for mark in post.marks:
            watch = self.get(full_id(post.id, mark.id))
            limit = idle_limit(post, mark, by_kind)
            if limit is None and watch is None:
                continue
            if watch is None or not _same(watch, duties, limit, post):
                self._change(post, mark, "", lambda watch, now: on_duty(watch, duties, now))

    def _change(self, post: Post, mark: Mark, name: str, decide: Callable[[Watch, datetime], Step]) -> None:
        """Change a watch, made anew when there is none; what the post says of it is taken over each time."""
        id = full_id(post.id, mark.id)
        limit = idle_limit(post, mark, self._rules.for_county(post.county).idle_minutes)
        region = mark.region or post.region

        def changed(watch: Watch | None) -> Change[Watch]:
            now = self._clock()
            known = watch or Watch(id, post.id, post.unit, post.county, region)
            known = replace(known, unit=post.unit, region=region, team=post.team, limit=limit)
            return watch_change(*decide(known, now), now)

        self._watches.execute(id, step(f"mark/{id}/{name or self._new_id()}"), changed)

    def _found(self, mark: str) -> tuple[Post | None, Mark | None]:
        try:
            post = self._posts.get(post_of(mark))
        except LookupError:
            return None, None
        return post, mark_in(post, mark)


def duty_of(shift: Shift) -> Span | None:
    """Return when a shift has its post on duty: while somebody has a place in it; None when nobody has."""
    return shift.span if shift.state != "cancelled" and shift.people else None


def duties_of(shifts: Iterable[Shift]) -> list[Span]:
    """Return when a post was, is and will be on duty."""
    return [span for shift in shifts if (span := duty_of(shift)) is not None]


def _same(watch: Watch, duties: Mapping[str, Span | None], limit: int | None, post: Post) -> bool:
    known = all(watch.duties.get(shift) == span for shift, span in duties.items())
    return known and (watch.limit, watch.team) == (limit, post.team)
