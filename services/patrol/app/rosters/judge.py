"""What a roster is worth: checked, scored, its open places counted."""

from __future__ import annotations

from collections.abc import Callable

from services.patrol.app.rosters.ports import Checker
from services.patrol.domain.rosters.differences import open_places
from services.patrol.domain.rosters.problem import Problem, Roster
from services.patrol.domain.rosters.rota_steps import Judged
from services.patrol.domain.rosters.score import score

Judge = Callable[[Problem, Roster], Judged]
"""Judges a roster; of thousands of people it takes seconds, so it may be carried out apart from an event loop."""


def judge_by(check: Checker) -> Judge:
    """Return what judges by a checker."""

    def judged(problem: Problem, roster: Roster) -> Judged:
        violations = tuple(check(problem, roster))
        return Judged(len(roster), score(problem, roster), open_places(problem, roster), violations)

    return judged
