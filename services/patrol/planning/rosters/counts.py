"""Running counts of thousands of people as arrays: who may take a slot now, and what it would cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from services.patrol.domain.rosters.facts import Fact
from services.patrol.domain.rosters.fits import beside
from services.patrol.domain.rosters.prices import Tally
from services.patrol.domain.rosters.problem import Limits, Need, Roster, Slot, Worker
from services.patrol.planning.rosters.staff import Place, Staff

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
BIG = 2**50
"""Beyond any cost, and any limit that is none."""
LACKING = 10_000
"""What a duty of somebody who lacks minutes they must have is cheaper by."""


def _limit(workers: Iterable[Worker], name: str, none: int = BIG) -> Ints:
    values = (getattr(worker.limits, name) for worker in workers)
    return np.array([none if value is None else value for value in values], dtype=np.int64)


class Counts:
    """What everybody did so far, by the number of the person; slots must be taken day by day.

    Those who hold duties from the start (fixed ones, perhaps later), or whose past reaches into the horizon, are
    few and judged one by one, exactly.
    """

    def __init__(self, staff: Staff, given: Roster) -> None:
        self.staff, self.prices = staff, staff.prices
        self.workers = staff.facts.problem.workers
        self.number = {worker.id: number for number, worker in enumerate(self.workers)}
        held = staff.facts.duties(given)
        self._held = {self.number[person]: list(duties) for person, duties in held.items()}
        first = min((slot.start for slot in staff.facts.problem.slots), default=None)
        for number, worker in enumerate(self.workers):
            last = worker.past.last_day
            if first is not None and last is not None and last >= first.astimezone(staff.facts.problem.zone).date():
                self._held.setdefault(number, [])
        self._limits = {name: _limit(self.workers, name) for name in Limits.__slots__ if name != "rest"}
        self._rest = self._of(lambda worker: int(worker.limits.rest.total_seconds()))
        self._short = _limit(self.workers, "min_minutes", none=0)
        tallies = [Tally.of(held.get(worker.id, ())) for worker in self.workers]
        pairs = list(zip(self.workers, tallies, strict=True))
        self._turns = np.array([worker.past.turns + tally.turns for worker, tally in pairs], dtype=np.int64)
        self._nights = np.array([worker.past.nights + tally.nights for worker, tally in pairs], dtype=np.int64)
        self._weekends = np.array(
            [worker.past.weekends + len(tally.weekends) for worker, tally in pairs], dtype=np.int64
        )
        zeros = np.zeros(len(self.workers), dtype=np.int64)
        self._done = {name: zeros.copy() for name in ("turns", "minutes", "week", "weekends")}
        self._last_weekend = zeros.copy()
        self._week = (0, 0)
        self._ended = self._of(lambda worker: -BIG if worker.past.last_end is None else _seconds(worker))
        self._runs = {
            "days": (self._of(_last_day), self._of(lambda worker: worker.past.days_in_row)),
            "nights": (self._of(_last_day), self._of(lambda worker: worker.past.nights_in_row)),
        }
        self._until: dict[tuple[object, ...], Ints] = {}
        self._posts: dict[tuple[object, ...], Ints] = {}
        self._away = [(n, span) for n, worker in enumerate(self.workers) for span in worker.away]
        self._wishes = [(n, wish) for n, worker in enumerate(self.workers) for wish in worker.wishes]
        self._forces = {
            force: np.array([worker.force == force for worker in self.workers])
            for force in staff.facts.problem.accompanied
        }
        former = staff.facts.problem.former or frozenset()
        self._former: dict[Place, list[int]] = {}
        for one in former:
            if one.person in self.number:
                self._former.setdefault((one.slot, one.need), []).append(self.number[one.person])
        self._free: dict[tuple[int, int], Flags] = {}
        self._wished: dict[tuple[int, int], Ints] = {}

    def _of(self, tell: Callable[[Worker], int]) -> Ints:
        return np.array([tell(worker) for worker in self.workers], dtype=np.int64)

    def costs(self, place: Place, there: set[str]) -> Ints:
        """Return what each person would cost at a place; BIG who may not. there: forces in the slot already."""
        fact, need = self.staff.facts.of(place[0]), self.staff.need(place)
        may = self._holding(need) >= fact.last_day
        may &= self._may(fact)
        for force, guard in self.staff.facts.problem.accompanied.items():
            if guard not in there:
                may &= ~self._forces[force]
        cost = self._alone(fact.slot) + self._growth(fact)
        cost[self._short > self._done["minutes"]] -= LACKING
        cost += self._by_wish(fact)
        cost[self._former.get(place, [])] -= 2 * self.staff.facts.problem.weights.change
        return np.where(may, cost, BIG)

    def take(self, number: int, fact: Fact) -> None:
        """Count a duty somebody takes."""
        if number in self._held:
            self._held[number].append(fact)
        self._roll(fact)
        self._turns[number] += 1
        self._nights[number] += fact.night
        self._done["turns"][number] += 1
        self._done["minutes"][number] += fact.minutes
        self._done["week"][number] += fact.minutes
        if fact.weekend is not None and self._last_weekend[number] != fact.weekend:
            self._last_weekend[number] = fact.weekend
            self._weekends[number] += 1
            self._done["weekends"][number] += 1
        self._ended[number] = max(self._ended[number], fact.end)
        for name, (last, length) in self._runs.items():
            if name == "days" or fact.night:
                length[number] = self._row(last, length, fact.day)[number]
                last[number] = fact.day
        self._free.clear()

    def _roll(self, fact: Fact) -> None:
        if self._week != fact.week:
            self._week = fact.week
            self._done["week"][:] = self._of(lambda worker: worker.weeks.get(fact.week, 0))

    def _may(self, fact: Fact) -> Flags:
        """Tell who is free and within limits, whatever is needed; the same for all slots at the same hours."""
        hours = (fact.start, fact.end)
        if hours in self._free:
            return self._free[hours]
        self._roll(fact)
        done, limits = self._done, self._limits
        free = self._ended + self._rest <= fact.start
        free &= fact.minutes <= limits["longest"]
        free &= done["turns"] < limits["most_turns"]
        free &= done["minutes"] + fact.minutes <= limits["most_minutes"]
        free &= done["week"] + fact.minutes <= limits["week_minutes"]
        if fact.weekend is not None:
            free &= (done["weekends"] < limits["most_weekends"]) | (self._last_weekend == fact.weekend)
        free &= self._row(*self._runs["days"], fact.day) <= limits["most_days"]
        if fact.night:
            free &= self._row(*self._runs["nights"], fact.day) <= limits["most_nights"]
        for number, held in self._held.items():
            free[number] = self._exactly(number, fact, held)
        for number, span in self._away:
            if span.meets(fact.slot.span):
                free[number] = False
        self._free[hours] = free
        return free

    def _exactly(self, number: int, fact: Fact, held: list[Fact]) -> bool:
        worker = self.workers[number]
        longest, past = worker.limits.longest, worker.past.last_end
        if longest is not None and fact.minutes > longest:
            return False
        if past is not None and fact.start < past.timestamp() + worker.limits.rest.total_seconds():
            return False
        return beside(worker, fact, held) is None

    def _row(self, last: Ints, length: Ints, day: int) -> Ints:
        """Return how many days in a row it would be with this day."""
        return np.where(last == day, np.maximum(length, 1), np.where(last == day - 1, length + 1, 1))

    def _holding(self, need: Need) -> Ints:
        asked = (need.forces, need.groups, need.skills)
        if asked not in self._until:
            until = np.zeros(len(self.workers), dtype=np.int64)
            for worker, last in self.staff.holding(need):
                until[self.number[worker.id]] = last
            self._until[asked] = until
        return self._until[asked]

    def _alone(self, slot: Slot) -> Ints:
        key = (slot.post, slot.place)
        if key not in self._posts:
            weights = self.staff.facts.problem.weights
            self._posts[key] = self._of(
                lambda worker: (
                    weights.strange_post * self.prices.strange(worker, slot)
                    + weights.km * self.prices.km(worker, slot)
                )
            )
        return self._posts[key]

    def _by_wish(self, fact: Fact) -> Ints:
        hours = (fact.start, fact.end)
        if hours not in self._wished:
            cost = np.zeros(len(self.workers), dtype=np.int64)
            for number, wish in self._wishes:
                if wish.span.meets(fact.slot.span):
                    cost[number] += wish.weight * (1 if wish.kind == "avoid" else -1)
            self._wished[hours] = cost * self.staff.facts.problem.weights.wish
        return self._wished[hours]

    def _growth(self, fact: Fact) -> Ints:
        weights = self.staff.facts.problem.weights
        cost = weights.turns * (2 * self._turns + 1)
        if fact.night:
            cost = cost + weights.nights * (2 * self._nights + 1)
        if fact.weekend is not None:
            cost = cost + weights.weekends * (2 * self._weekends + 1) * (self._last_weekend != fact.weekend)
        return np.asarray(cost, dtype=np.int64)


def _seconds(worker: Worker) -> int:
    return 0 if worker.past.last_end is None else int(worker.past.last_end.timestamp())


def _last_day(worker: Worker) -> int:
    return 0 if worker.past.last_day is None else worker.past.last_day.toordinal()
