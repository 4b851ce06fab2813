"""What a slot is in numbers, told once: those who count, judge and solve read these instead of asking calendars."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from services.patrol.domain.rosters.local import day_of, is_night, week_of, weekend_of
from services.patrol.domain.rosters.problem import Assignment, Problem, Slot

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Fact:
    """A slot in numbers.

    start, end: seconds since 1970. day, last_day: ordinals of the local days of its first and last moment. weekend:
    ordinal of its Saturday, None on other days. week: ISO year and week.
    """

    slot: Slot
    start: int
    end: int
    day: int
    last_day: int
    night: bool
    weekend: int | None
    week: tuple[int, int]
    minutes: int


class Facts:
    """The slots and workers of a problem by id, and each slot's numbers, reckoned when first asked for."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.slots = {slot.id: slot for slot in problem.slots}
        self.workers = {worker.id: worker for worker in problem.workers}
        self._known: dict[str, Fact] = {}

    def of(self, slot_id: str) -> Fact:
        """Return a slot's numbers. Raises KeyError for a slot the problem does not have."""
        fact = self._known.get(slot_id)
        if fact is None:
            fact = self._known[slot_id] = self._reckon(self.slots[slot_id])
        return fact

    def _reckon(self, slot: Slot) -> Fact:
        zone = self.problem.zone
        weekend = weekend_of(slot, zone)
        last_moment = max(slot.start, slot.end - _INSTANT).astimezone(zone)
        return Fact(
            slot, int(slot.start.timestamp()), int(slot.end.timestamp()), day_of(slot, zone).toordinal(),
            last_moment.date().toordinal(), is_night(slot, self.problem.night, zone),
            None if weekend is None else weekend.toordinal(), week_of(slot, zone), slot.minutes,
        )  # fmt: skip

    def duties(self, roster: Iterable[Assignment]) -> dict[str, list[Fact]]:
        """Return each person's slots in a roster, earliest first; ids the problem does not know are left out."""
        found: defaultdict[str, list[Fact]] = defaultdict(list)
        for one in roster:
            if one.slot in self.slots and one.person in self.workers:
                found[one.person].append(self.of(one.slot))
        for held in found.values():
            held.sort(key=lambda fact: fact.start)
        return found
