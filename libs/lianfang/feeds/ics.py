"""An iCalendar of a service (RFC 5545, RFC 7986), to which it adds its events."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from icalendar import Calendar, Event
from icalendar.prop import vDuration

MEDIA_TYPE = "text/calendar; charset=utf-8"
_REFRESH = timedelta(minutes=15)


def calendar(service: str, name: str, uid: str, events: Iterable[Event]) -> bytes:
    """Return the text of a calendar. name: shown by calendar programs. uid: of the calendar, stable."""
    made = Calendar.new(
        prodid=f"-//Lianfang//{service}//ZH", method="PUBLISH", name=name, uid=uid, refresh_interval=_REFRESH
    )
    made.add("X-PUBLISHED-TTL", vDuration(_REFRESH))
    for event in events:
        made.add_component(event)
    text: bytes = made.to_ical()
    return text
