"""What a change of a shift brings about elsewhere: diaries, notices, credits. Pure: derived from the change."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from services.patrol.app.shifts.announcing import told
from services.patrol.app.shifts.codec import time_to
from services.patrol.domain.shifts.running import served_minutes
from services.patrol.domain.shifts.shift import Shift
from services.patrol.domain.shifts.step import Happened

CONFIRM, RELEASE, NOTICE, CREDIT = "confirm", "release", "notice", "credit"
_NOTICES = uuid.UUID("c4a1f1de-55c0-5b43-8ac5-30d6f3c6c1b7")
Json = dict[str, Any]


def steps(
    before: Shift | None, after: Shift, happened: Sequence[Happened], serial: int, now: datetime, per_hour: int
) -> Iterable[Json]:
    """Yield the steps; a shift that is just published has its holds confirmed by the sweep of diaries."""
    if before is not None:
        yield from _diaries(before, after)
        yield from _credits(before, after, per_hour)
    for number, each in enumerate(happened, serial):
        for person in dict.fromkeys(each.people):
            id = str(uuid.uuid5(_NOTICES, f"{after.id}/{number}/{person}"))
            yield {
                "do": NOTICE, "id": id, "person": person, "name": each.name, "data": told(each),
                "at": time_to(now), "start": time_to(after.start), "end": time_to(after.end), "post": after.post,
            }  # fmt: skip


def _diaries(before: Shift, after: Shift) -> Iterable[Json]:
    had = {place.hold: place.person for place in before.places if place.hold}
    has = {place.hold: place.person for place in after.places if place.hold}
    for do, holds, others in ((RELEASE, had, has), (CONFIRM, has, had)):
        for hold in sorted(holds.keys() - others.keys()):
            yield {"do": do, "person": holds[hold], "hold": hold}


def _credits(before: Shift, after: Shift, per_hour: int) -> Iterable[Json]:
    was = {place.number: place.state for place in before.places}
    for new in after.places:
        if new.state == "served" and was.get(new.number) != "served":
            minutes = served_minutes(after, new)
            points = minutes * per_hour // 60 if new.force == "volunteer" else 0
            yield {
                "do": CREDIT, "person": new.person, "place": new.number, "minutes": minutes, "points": points,
                "at": time_to(min(after.end, new.departed or after.end)),
            }  # fmt: skip
