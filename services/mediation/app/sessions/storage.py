"""Where calendars lie: one aggregate per resource and local day, so one compare-and-set decides who gets a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

from lianfang.persistence.aggregate import Aggregates, Change, Pending, collection, key
from lianfang.persistence.handled import archive
from lianfang.persistence.store import Collection, Condition, Eq, Range, Store, find_all
from services.mediation.app.sessions.codec import decode, encode
from services.mediation.domain.sessions.day import CONFIRMED, Day, Entry

NAME = "calendars"
SOURCE = "/services/mediation"


def collections() -> tuple[Collection, ...]:
    """Declare the collection. studio: of a room. sessions: ids of all in the calendar. open: has confirmed ones."""
    return (
        collection(NAME, key("resource"), key("studio"), key("day"), key("sessions", many=True), key("open")),
        archive(NAME),
    )


def aggregates(
    store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None]
) -> Aggregates[Day]:
    """Return the runner over calendars. They have no events: the case's facts are what others hear of a session."""
    return Aggregates(store, NAME, source=SOURCE, clock=clock, hand_over=hand_over, encode=encode, decode=decode)


def id_of(resource: str, day: date) -> str:
    """Return the id of a resource's calendar of a local day."""
    return f"{resource}:{day.isoformat()}"


def change(day: Day) -> Change[Day]:
    """Return the change that stores a calendar."""
    room = day.resource.removeprefix("room:") if day.resource.startswith("room:") else ""
    return Change(
        day, due=day.due(),
        keys={
            "resource": day.resource, "studio": room.partition("/")[0] or None, "day": day.day,
            "sessions": sorted({entry.booking.session_id for entry in day.entries}),
            "open": any(entry.state == CONFIRMED for entry in day.entries),
        },
    )  # fmt: skip


def entries(store: Store, *where: Condition) -> Iterator[tuple[Day, Entry]]:
    """Yield all entries of the calendars that meet the conditions."""
    for document in find_all(store, NAME, *where):
        day = decode(document["state"])
        yield from ((day, entry) for entry in day.entries)


def between(first: date, until: date) -> Range:
    """Return the condition for local days from `first`, before `until`."""
    return Range("day", first.isoformat(), until.isoformat())


def of_session(session: str) -> Eq:
    """Return the condition for the calendars a session lies in."""
    return Eq("sessions", session)
