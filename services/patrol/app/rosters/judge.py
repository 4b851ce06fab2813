"""What a roster is worth: checked, scored, its open places counted."""

from __future__ import annotations

from dataclasses import dataclass

from services.patrol.app.rosters.ports import Checker
from services.patrol.domain.rosters.check import check
from services.patrol.domain.rosters.differences import open_places
from services.patrol.domain.rosters.problem import Problem, Roster
from services.patrol.domain.rosters.rota_steps import Judged
from services.patrol.domain.rosters.score import score


@dataclass(frozen=True, slots=True)
class Judge:
    """See the module's text. check: may be run apart from an event loop, for thousands of people take seconds."""

    check: Checker = check

    def __call__(self, problem: Problem, roster: Roster) -> Judged:
        """Judge a roster."""
        violations = tuple(self.check(problem, roster))
        return Judged(len(roster), score(problem, roster), open_places(problem, roster), violations)
