"""Looking at rosters. What is shown as assigned is the version in force, or what is planned, and always whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from services.patrol.app.rosters import views
from services.patrol.app.rosters.books import Books
from services.patrol.app.rosters.ports import JobsOf
from services.patrol.app.rosters.publish import Publish
from services.patrol.app.rosters.storage import Rotas
from services.patrol.domain.refused import Refused
from services.patrol.domain.rosters.problem import Problem, Roster
from services.patrol.domain.rosters.rota import Attempt, Rota

WITH_ROSTER = ("planned", "failed", "published")
"""States of an attempt that may have assignments."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A roster as it is looked at: its attempt, problem and assignments."""

    rota: Rota
    attempt: Attempt
    problem: Problem
    roster: Roster


@dataclass(frozen=True, slots=True)
class Rosters:
    """See the module's text."""

    rotas: Rotas
    books: Books
    jobs: JobsOf
    publishing: Publish

    def get(self, id: str) -> Rota:
        """Return a roster's life. Raises NoSuchRoster."""
        return self.rotas.get(id)

    def of_unit(self, unit: str) -> Iterable[Rota]:
        """Return a unit's rosters by first day."""
        return self.rotas.of("unit", unit)

    def of_county(self, county: str) -> Iterable[Rota]:
        """Return a county's rosters by first day."""
        return self.rotas.of("county", county)

    def view(self, rota: Rota) -> dict[str, Any]:
        """Return a roster as callers see it, with how far its planning is."""
        attempt = rota.attempt
        going = attempt.state == "planning" and attempt.job
        return views.rota(rota, dict(self.jobs.get(attempt.job).progress) if going else {})

    def shown(self, rota: Rota, which: str = "") -> Shown:
        """Return the assignments of a roster. Raises Refused when there are none.

        which: ``published`` or ``planned``; by default what is in force, else what is planned.
        """
        planned, published = rota.attempt, rota.published
        attempt = published if which == "published" or (not which and published) else planned
        if attempt is None or attempt.state not in WITH_ROSTER or not attempt.book:
            state = "not published" if attempt is None else attempt.state
            raise Refused("no_assignments", f"it is {state}: it has no assignments", "plan it first")
        problem = self.books.problem(rota.id, attempt.problem)
        return Shown(rota, attempt, problem, self.books.roster(rota.id, attempt))

    def checked(self, rota: Rota) -> dict[str, Any]:
        """Say what of the slots changed since it was planned, and which rules its roster breaks now.

        What is planned is looked at; what is in force when nothing else is planned. Raises Refused.
        """
        shown = self.shown(rota, "planned")
        changes, violations = self.publishing.differences(replace(rota, attempt=shown.attempt), shown.roster)
        return views.checked(changes, violations)
