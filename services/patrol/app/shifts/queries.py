"""Looking shifts up: by person, unit, post, roster, region and time; and what changed since one looked last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lianfang.persistence.aggregate import Aggregates, Stored
from lianfang.persistence.store import Condition, Eq, Range, find_all
from services.patrol.app.shifts.codec import Kept, time_to
from services.patrol.app.shifts.storage import NAME, YES, within
from services.patrol.domain.shifts.shift import LONGEST, Shift
from services.patrol.domain.span import Span

OVERLAP = timedelta(seconds=5)
"""Writes of several processes become visible out of order by less than this."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A shift with its version, for ETags."""

    shift: Shift
    version: int


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of shifts by start; cursor None at the end."""

    shifts: list[Seen]
    cursor: str | None


class Shifts:
    """See the module's text."""

    def __init__(self, shifts: Aggregates[Kept], clock: Callable[[], datetime]) -> None:
        self._shifts, self._clock = shifts, clock

    def get(self, id: str) -> Seen | None:
        """Return one, None when there is none."""
        stored = self._shifts.get(id)
        return None if stored is None else _seen(stored)

    def of_roster(self, roster: str) -> list[Shift]:
        """Return all shifts made of a roster, as they are now."""
        return self._all(Eq("roster", roster))

    def of_person(self, person: str, span: Span) -> list[Shift]:
        """Return the shifts in which somebody has a place and that meet a span, by start."""
        return self._in(span, Eq("people", person))

    def ever_of_person(self, person: str, span: Span) -> list[Shift]:
        """Return `of_person`, and the shifts in which they had a place and lost it, for their calendar."""
        found = {each.id: each for each in (*self.of_person(person, span), *self._in(span, Eq("lost", person)))}
        return sorted(found.values(), key=lambda each: (each.start, each.id))

    def of_unit(self, unit: str, span: Span) -> list[Shift]:
        """Return the shifts of a unit's rosters that meet a span, by start."""
        return self._at("unit_at", unit, span)

    def of_post(self, post: str, span: Span) -> list[Shift]:
        """Return the shifts at a post that meet a span, by start."""
        return self._at("post_at", post, span)

    def of_asked(self, person: str) -> list[Shift]:
        """Return the shifts for which somebody is asked now."""
        return self._all(Eq("asked", person))

    def changed_since(self, cursor: str = "", limit: int = 500) -> tuple[list[Shift], str]:
        """Return shifts changed since the cursor ("": ever), oldest change first, and the next cursor.

        A shift may come again though it has not changed since, for some seconds; none is ever missed, for the
        cursor stays behind the clock.
        """
        found = self._shifts.store.find(NAME, Range("touched", cursor or None), sort="touched", limit=limit)
        if not found.documents:
            return [], cursor
        last: str = found.documents[-1]["keys"]["touched"]
        behind = time_to(self._clock() - OVERLAP)
        return [self._shifts.stored(each).state.shift for each in found.documents], max(cursor, min(last, behind))

    def page(
        self, *where: Condition, region: str = "", limit: int = 50, cursor: str | None = None
    ) -> Listing:  # fmt: skip
        """Return a page of what meets all conditions in a region. Raises ValueError for a foreign cursor."""
        inside = (Eq("regions", region),) if region else ()
        found = self._shifts.store.find(NAME, *where, *inside, sort="start", limit=limit, cursor=cursor)
        return Listing([_seen(self._shifts.stored(each)) for each in found.documents], found.cursor)

    def _in(self, span: Span, condition: Condition) -> list[Shift]:
        # No shift is longer, so those that meet a time are found by their start
        low, high = time_to(span.start - LONGEST), time_to(span.end)
        return [each for each in self._all(condition, Range("start", low, high)) if each.span.meets(span)]

    def _at(self, index: str, id: str, span: Span) -> list[Shift]:
        started = within(index, id, span.start - LONGEST, span.end)
        return [each for each in self._all(started, sort=index) if each.span.meets(span)]

    def _all(self, *where: Condition, sort: str = "start") -> list[Shift]:
        found = find_all(self._shifts.store, NAME, *where, sort=sort)
        return [self._shifts.stored(each).state.shift for each in found]


def conditions(
    *, unit: str = "", post: str = "", state: str = "", person: str = "", span: Span | None = None,
    open: bool = False,
) -> Sequence[Condition]:  # fmt: skip
    """Return the conditions of a list of shifts; the span is of their starts."""
    told = (("unit", unit), ("post", post), ("state", state), ("people", person), ("open", YES if open else ""))
    where: list[Condition] = [Eq(name, value) for name, value in told if value]
    if span is not None:
        where.append(Range("start", time_to(span.start), time_to(span.end)))
    return where


def _seen(stored: Stored[Kept]) -> Seen:
    return Seen(stored.state.shift, stored.version)
