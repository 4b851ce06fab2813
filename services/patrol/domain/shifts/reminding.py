"""Reminders: before the start, to all who are to come; one that was missed is not made up by a second one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from services.patrol.domain.shifts.shift import Shift
from services.patrol.domain.shifts.step import Happened, Step


def word(before: timedelta) -> str:
    """Return how a reminder is remembered: seconds before the start."""
    return str(int(before.total_seconds()))


def passed(start: datetime, reminders: Sequence[timedelta], now: datetime) -> tuple[str, ...]:
    """Return the reminders whose moment has passed: a shift published late is not reminded of them."""
    return tuple(word(each) for each in reminders if start - each <= now)


def next_reminder(shift: Shift, reminders: Sequence[timedelta]) -> datetime | None:
    """Return when the next reminder falls."""
    left = [shift.start - each for each in reminders if word(each) not in shift.reminded]
    return min(left, default=None)


def remind(shift: Shift, reminders: Sequence[timedelta], now: datetime) -> Step:
    """Give the reminder that is due; of several, missed while nothing ran, only the last."""
    due = [
        each for each in passed(shift.start, reminders, now) if each not in shift.reminded
    ]  # fmt: skip
    if not due:
        return shift, []
    after = replace(shift, reminded=(*shift.reminded, *due))
    people = tuple(place.person for place in shift.places if place.state == "assigned" and place.person)
    if now >= shift.start or not people:
        return after, []
    seconds = min(int(each) for each in due)
    return after, [Happened("shift_reminded", {"before_s": seconds, "people": list(people)}, people)]
