"""Finding time that is free."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from services.mediation.domain.sessions.booking import Slot


def free_slots(window: Slot, busy: Iterable[Slot], length: timedelta) -> list[Slot]:
    """Return the stretches of `window` of at least `length` in which nothing is busy, as long as they go."""
    found, start = [], window.start
    for span in sorted(busy, key=lambda each: each.start):
        if span.start - start >= length and span.start > start:
            found.append(Slot(start, min(span.start, window.end)))
        start = max(start, span.end)
        if start >= window.end:
            return [each for each in found if each.end - each.start >= length]
    if window.end - start >= length:
        found.append(Slot(start, window.end))
    return [each for each in found if each.end - each.start >= length]


def nearest(free: Iterable[Slot], wanted: datetime, length: timedelta, count: int = 3) -> list[Slot]:
    """Return the free times of `length` nearest to the wanted start, at most one of each free stretch."""
    starts = [min(max(wanted, slot.start), slot.end - length) for slot in free if slot.end - slot.start >= length]
    starts.sort(key=lambda start: (abs(start - wanted), start))
    return [Slot(start, start + length) for start in starts[:count]]
