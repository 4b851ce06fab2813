"""A booking: which room and which people a session takes, from when to when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from services.mediation.domain.refused import Refused

LONGEST = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Booking:
    """What a session takes. start, end: aware; the end is not part of it.

    studio, room: ids, both empty when people meet by video only. people: mediator ids.
    number: of the case, the only thing a calendar says about it. location: the room in words. video: link to join.
    sequence: 0, then one more for each time the session is moved. region: of the case, for who may look.
    """

    session_id: str
    case_id: str
    start: datetime
    end: datetime
    studio: str = ""
    room: str = ""
    people: tuple[str, ...] = ()
    number: str = ""
    location: str = ""
    video: str = ""
    sequence: int = 0
    region: str = ""

    @property
    def key(self) -> str:
        """What tells it from all others, those of the same session before it was moved too."""
        return f"{self.session_id}/{self.sequence}"


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of time; the end is not part of it."""

    start: datetime
    end: datetime


def overlaps(one: Booking | Slot, other: Booking | Slot) -> bool:
    """Tell whether two share a moment; one that begins as the other ends does not."""
    return one.start < other.end and other.start < one.end


def check(booking: Booking) -> None:
    """Raise Refused for a booking that takes no time, no resource, or more than a day."""
    if booking.start.tzinfo is None or booking.end.tzinfo is None:
        raise Refused(
            "no_offset", "the times have no offset", "give times as 2026-03-02T09:00:00+08:00", field="start"
        )
    if booking.end <= booking.start:
        raise Refused("ends_first", "the session ends before it begins", "give an end after the start", field="end")
    if booking.end - booking.start > LONGEST:
        raise Refused("too_long", "the session is longer than a day", "give an end within 24 hours", field="end")
    if bool(booking.studio) != bool(booking.room):
        raise Refused("half_a_room", "studio and room go together", "give both or none", field="room")
    if not booking.room and not booking.people:
        raise Refused(
            "nothing_booked", "neither a room nor a person is booked", "name at least one", field="people"
        )


def resources(booking: Booking) -> tuple[str, ...]:
    """Return what the booking takes, ``room:<studio>/<room>`` and ``person:<mediator id>``, in one fixed order.

    Everyone takes resources in this order, so two bookings never wait for each other.
    """
    room = [room_of(booking.studio, booking.room)] if booking.room else []
    return tuple(sorted({*room, *(person(id) for id in booking.people)}))


def calendars_of(booking: Booking, zone: tzinfo) -> tuple[tuple[str, date], ...]:
    """Return the calendars the booking lies in, sorted: one per resource and local day."""
    days = tuple(local_days(booking, zone))
    return tuple((resource, day) for resource in resources(booking) for day in days)


def local_days(span: Booking | Slot, zone: tzinfo) -> Iterator[date]:
    """Yield the local days a span touches; one that ends at midnight does not touch the next."""
    day = span.start.astimezone(zone).date()
    last = (span.end - timedelta(microseconds=1)).astimezone(zone).date()
    while day <= last:
        yield day
        day += timedelta(days=1)


def room_of(studio: str, room: str) -> str:
    """Return the resource name of a room."""
    return f"room:{studio}/{room}"


def person(mediator: str) -> str:
    """Return the resource name of a person."""
    return f"person:{mediator}"
