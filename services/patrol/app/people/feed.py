"""A person's calendar: the shifts they have, with post and place, and nobody else's doings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import STATUS, Event

from lianfang.feeds import ics
from lianfang.feeds.secret import Feed, NoFeed
from services.patrol.domain.posts.post import Post
from services.patrol.domain.shifts.shift import Shift
from services.patrol.domain.span import Span

ShiftsOf = Callable[[str, Span], Iterable[Shift]]
"""The published shifts of a person in a period: those they have, and those they lost or that were cancelled."""
PostOf = Callable[[str], Post | None]
PAST, AHEAD = timedelta(days=30), timedelta(days=366)


@dataclass(frozen=True, slots=True)
class DutiesOf:
    """Renders the feed of a person: 30 days back and a year ahead. serves: tells who has not left."""

    shifts: ShiftsOf
    post: PostOf
    serves: Callable[[str], bool]
    clock: Callable[[], datetime]

    def __call__(self, feed: Feed) -> bytes:
        """Return the calendar. Raises NoFeed for one who has left: the address opens nothing any more."""
        if not self.serves(feed.owner):
            raise NoFeed("There is no such feed, or it was revoked.")
        now = self.clock()
        found = self.shifts(feed.owner, Span(now - PAST, now + AHEAD))
        events = [event_of(shift, feed.owner, self.post(shift.post), now) for shift in found]
        return ics.calendar("patrol", feed.title, f"{feed.owner}@patrol.lianfang", events)


def sequence_of(shift: Shift, person: str) -> tuple[int, bool]:
    """Return SEQUENCE (RFC 5545) and whether the shift is off for this person.

    It rises whenever they lose the place, get one again, or the shift is cancelled; nothing else of it changes.
    """
    lost = sum(person == who for place in shift.places for who, _why in place.before)
    has = person in shift.people
    off = not has or shift.state == "cancelled"
    return max(0, 2 * lost + (1 if has else -1) * off), off


def event_of(shift: Shift, person: str, post: Post | None, now: datetime) -> Event:
    """Return the shift as an event; its UID is the same in every feed and after every change."""
    sequence, off = sequence_of(shift, person)
    name = post.name if post else shift.post
    event = Event.new(
        uid=f"{shift.id}@patrol.lianfang", sequence=sequence, stamp=now.astimezone(UTC),
        start=shift.start.astimezone(UTC), end=shift.end.astimezone(UTC), summary=f"勤务 {name}", location=name,
        status=STATUS.CANCELLED if off else STATUS.CONFIRMED,
    )  # fmt: skip
    if shift.point is not None:
        longitude, latitude = shift.point
        event.add("geo", (latitude, longitude))
    return event
