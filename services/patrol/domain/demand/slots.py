"""From patterns to slots: the same patterns, days and zone give the same slots with the same ids, in any part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo

from services.patrol.domain.demand.calendar import Calendar
from services.patrol.domain.demand.local_time import hour_of, moment
from services.patrol.domain.demand.pattern import Pattern, turns
from services.patrol.domain.demand.tide import cover
from services.patrol.domain.posts.post import Post
from services.patrol.domain.rosters.problem import Need, Slot

_DAY = timedelta(days=1)


def slots(
    post: Post, patterns: Sequence[Pattern], calendar: Calendar, first_day: date, last_day: date, zone: tzinfo
) -> list[Slot]:
    """Return the slots whose day of duty lies from first_day to last_day, both in, by start and id.

    A slot belongs to the local day of its pattern, also when it ends, or as part of a tide begins, after midnight.
    So the slots of January and those of February are those of both months, none twice and none left out. The id is
    ``<post>/<kind>/<local start>``, a tide's with ``-<hours>h`` after it, for two turns may begin at one hour.
    Raises ValueError for a tide that no allowed turn fits.
    """
    found: list[Slot] = []
    for pattern in patterns:
        whose = turns(pattern, calendar, first_day, last_day)
        for number in range((last_day - first_day).days + 1):
            day = first_day + number * _DAY
            if pattern.tide is not None:
                found += _tidal(post, pattern, calendar, day, zone)
            elif pattern.when.holds(day, calendar):
                team = whose.get(day)
                needs = pattern.needs + (team.needs if team else ())
                found += _slot(post, pattern, day, needs, zone)
    return sorted(found, key=lambda slot: (slot.start, slot.id))


def _slot(post: Post, pattern: Pattern, day: date, needs: tuple[Need, ...], zone: tzinfo) -> Iterator[Slot]:
    start, end = moment(day, pattern.start, zone), moment(day + pattern.days * _DAY, pattern.end, zone)
    if start < end:  # not where clocks are set forward over the whole of it
        local = datetime.combine(day, pattern.start)
        yield _made(post, pattern, f"{local:%Y-%m-%dT%H:%M}", start, end, needs)


def _tidal(post: Post, pattern: Pattern, calendar: Calendar, day: date, zone: tzinfo) -> Iterator[Slot]:
    tide = pattern.tide
    if tide is None or not pattern.when.holds(day, calendar):
        return
    for turn in cover(tide.demand(day, calendar), tide.lengths):
        hour = tide.begins + turn.start
        start, end = hour_of(day, hour, zone), hour_of(day, hour + turn.hours, zone)
        if start < end:
            shown = f"{day + hour // 24 * _DAY}T{hour % 24:02}:00-{turn.hours}h"
            yield _made(post, pattern, shown, start, end, (replace(tide.need, count=turn.people),))


def _made(
    post: Post, pattern: Pattern, shown: str, start: datetime, end: datetime, needs: tuple[Need, ...]
) -> Slot:
    id = f"{post.id}/{pattern.kind}/{shown}"
    return Slot(id, post.id, pattern.kind, start, end, needs, post.place, pattern.together)
