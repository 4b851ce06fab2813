"""What all rules look at: the problem by id, each slot's local facts, who does what, and what was fixed before."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

from services.patrol.domain.rosters.local import day_of, is_night, week_of, weekend_of
from services.patrol.domain.rosters.problem import Assignment, Problem, Roster, Slot, Worker

_ORDER = attrgetter("slot", "need", "person")
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Duty:
    """A slot with what its local time says.

    last_day: of its last moment; a duty until midnight ends on the day before.
    """

    slot: Slot
    minutes: int
    day: date
    last_day: date
    night: bool
    weekend: date | None
    week: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody's place in a duty. fixed: it stood before this roster."""

    duty: Duty
    need: int
    person: str
    fixed: bool


class Given:
    """The problem and one roster of it, by slot and by person. Places of unknown slots or people are left out."""

    def __init__(self, problem: Problem, roster: Roster) -> None:
        """Raises ValueError when two slots or two workers of the problem share an id."""
        self.problem, self.roster = problem, roster
        self.duties = {slot.id: _duty(slot, problem) for slot in problem.slots}
        self.workers = {worker.id: worker for worker in problem.workers}
        for name, ids, things in (
            ("slots", self.duties, problem.slots),
            ("workers", self.workers, problem.workers),
        ):
            if len(ids) != len(things):
                raise ValueError(f"problem {problem.id}: two {name} share an id")
        self.by_slot: defaultdict[str, list[Turn]] = defaultdict(list)
        self.by_person: defaultdict[str, list[Turn]] = defaultdict(list)
        for place in sorted(roster, key=_ORDER):
            if self.unknown(place) is None:
                turn = Turn(self.duties[place.slot], place.need, place.person, place in problem.fixed)
                self.by_slot[place.slot].append(turn)
                self.by_person[place.person].append(turn)
        for turns in self.by_person.values():
            turns.sort(key=lambda turn: (turn.duty.slot.start, turn.duty.slot.id, turn.need))

    def unknown(self, place: Assignment) -> str | None:
        """Say what of an assignment the problem does not know; None: it knows all."""
        if place.slot not in self.duties:
            return f"slot {place.slot}"
        if not 0 <= place.need < len(self.duties[place.slot].slot.needs):
            return f"need {place.need} of slot {place.slot}"
        return None if place.person in self.workers else f"person {place.person}"

    def holds(self, worker: Worker, skill: str, duty: Duty) -> bool:
        """Tell whether somebody has a skill that is still valid when a duty ends."""
        if skill not in worker.skills:
            return False
        until = worker.skills[skill]
        return until is None or until >= duty.last_day

    def when(self, duty: Duty) -> str:
        """Say which duty it is, in local time."""
        start, end = (each.astimezone(self.problem.zone) for each in (duty.slot.start, duty.slot.end))
        return f"{duty.slot.id} ({start:%Y-%m-%d %H:%M}-{end:%H:%M})"


def _duty(slot: Slot, problem: Problem) -> Duty:
    zone = problem.zone
    last = max(slot.start, slot.end - _INSTANT).astimezone(zone).date()
    return Duty(
        slot, slot.minutes, day_of(slot, zone), last, is_night(slot, problem.night, zone), weekend_of(slot, zone),
        week_of(slot, zone),
    )  # fmt: skip
