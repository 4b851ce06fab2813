"""The best roster so far: the one with the fewest required places open, then the cheapest."""

from __future__ import annotations

from collections import Counter

from services.patrol.domain.rosters.problem import Roster
from services.patrol.planning.rosters.run import Run
from services.patrol.planning.rosters.staff import Place, Staff

Worth = tuple[int, int]


def lacking(staff: Staff, roster: Roster) -> list[Place]:
    """Return the required places a roster leaves open, once for each."""
    taken = Counter((one.slot, one.need) for one in roster)
    return [
        place
        for place in staff.places
        if staff.need(place).required
        for _ in range(staff.need(place).count - taken[place])
    ]


def too_little(staff: Staff, roster: Roster) -> int:
    """Return how many minutes people lack of what they must have at least."""
    if all(worker.limits.min_minutes is None for worker in staff.facts.problem.workers):
        return 0
    duties = staff.facts.duties(roster)
    lacks = (
        (worker.limits.min_minutes or 0) - sum(fact.minutes for fact in duties.get(worker.id, ()))
        for worker in staff.facts.problem.workers
    )
    return sum(max(0, lack) for lack in lacks)


class Best:
    """Keeps the best of the rosters offered; each must keep all rules but those of what must be there at least."""

    def __init__(self, staff: Staff, run: Run) -> None:
        self._staff, self._run = staff, run
        self.roster = staff.facts.problem.fixed
        self.worth = self._worth(self.roster)
        self._told()

    def offer(self, roster: Roster) -> bool:
        """Take a roster if it is better, and tell whether it was."""
        worth = self._worth(roster)
        if worth >= self.worth:
            return False
        self.roster, self.worth = roster, worth
        self._told()
        return True

    @property
    def whole(self) -> bool:
        """Tell whether nothing that must be there is missing."""
        return self.worth[0] == 0

    @property
    def proven(self) -> bool:
        """Tell whether it costs no more than the bound: there is nothing better."""
        return self.whole and self._run.bound is not None and self.worth[1] <= self._run.bound

    def _told(self) -> None:
        self._run.best = self.worth[1] if self.whole else None

    def _worth(self, roster: Roster) -> Worth:
        unmet = len(lacking(self._staff, roster)) * 100_000 + too_little(self._staff, roster)
        return unmet, self._staff.score(roster).total
