"""Making a draft, planning it by a job, and taking what the job found."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from lianfang.ops import faults
from lianfang.persistence.aggregate import Change, Command
from services.patrol.app.rosters.announcing import announce
from services.patrol.app.rosters.books import Books
from services.patrol.app.rosters.build import BuildProblem
from services.patrol.app.rosters.judge import Judge
from services.patrol.app.rosters.ports import JobsOf
from services.patrol.app.rosters.storage import Rotas, step
from services.patrol.domain.refused import Refused
from services.patrol.domain.rosters import rota_steps
from services.patrol.domain.rosters.codec import roster_from_json
from services.patrol.domain.rosters.rota import Attempt, Rota

KIND, STARTING_S = "roster", 15
MOST_DAYS = 92
"""A quarter: four weeks are usual, a month of a command room is 31 days."""
FARTHEST = timedelta(days=732)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Plan:
    """See the module's text."""

    rotas: Rotas
    books: Books
    build: BuildProblem
    jobs: JobsOf
    judge: Judge
    clock: Callable[[], datetime]

    def draft(self, unit: str, first: date, last: date, command: Command) -> str:
        """Make a draft for days of a unit, both in, and return its id: that of the first time for a repeat.

        Raises Refused for days that are over, in the wrong order, or too many.
        """
        _require_days(first, last, self.clock().astimezone(self.build.zone).date())
        id, county = step("", "draft", command.id).id, unit.partition(".")[0]
        new = Rota(id, county, unit, first, last, command.actor, self.clock(), Attempt(1, by=command.actor))

        def decide(_rota: Rota | None) -> Change[Rota]:
            return self.rotas.changed(new, (), id)

        return str(self.rotas.aggregates.execute(id, command, decide).result)

    def start(self, id: str, command: Command, *, seconds: int, frozen_before: datetime | None = None) -> None:
        """Plan a roster, or the next version of a published one. seconds: what the solver may take.

        frozen_before: what is published to begin before stays as it is; the policy's horizon at the least. Raises
        NoSuchRoster, Refused.
        """
        rota = self.rotas.get(id)
        if rota.attempt.state != "planning":  # a repeat asks for nothing more
            self.jobs.require_room(rota.county)
        built = self.build(rota, rota.attempt.number + (rota.attempt.state != "draft"), frozen_before)
        if not built.problem.slots:
            raise Refused(
                "no_slots", f"no post of {rota.unit} needs anybody from {rota.first} to {rota.last}",
                "give its posts patterns first",
            )  # fmt: skip
        digest, _ = self.books.keep_problem(id, built.problem)
        faults.here("rosters.after_problem")

        def begin(state: Rota) -> Rota:
            return rota_steps.begin(state, command.actor, digest, built.policy, seconds, built.frozen_before)

        self.rotas.change(id, command, begin)
        faults.here("rosters.after_begin")
        self.ask(self.rotas.get(id))

    def ask(self, rota: Rota) -> None:
        """Have a rota that is being planned worked on, if nobody was asked yet. A repeat changes nothing."""
        attempt = rota.attempt
        if attempt.state != "planning" or attempt.job:
            return
        payload = {"problem": self.books.problem_json(rota.id, attempt.problem), "seconds": attempt.seconds}
        asking = step(rota.id, "ask", attempt.number)
        # The solver keeps to its seconds; the process needs some more to start and to tell
        job = self.jobs.ask(
            KIND, _ref(rota), payload, seconds=attempt.seconds + STARTING_S, command=asking, region=rota.county
        )
        faults.here("rosters.after_ask")
        self.rotas.change(
            rota.id, step(rota.id, "asked", attempt.number),
            lambda state: rota_steps.asked(state, attempt.number, job),
        )  # fmt: skip

    def cancel(self, id: str, command: Command, *, reason: str = "", keep_best: bool = True) -> None:
        """Give a planning, a planned roster or a draft up. keep_best: what planning has found so far is kept.

        Raises NoSuchRoster, Refused.
        """
        self.rotas.change(id, command, lambda rota: rota_steps.cancel(rota, reason, keep_best=keep_best), announce)
        rota = self.rotas.get(id)
        if rota.attempt.cancelling and rota.attempt.job:
            self.jobs.cancel(rota.attempt.job, step(id, "cancel", rota.attempt.number))

    def done(self, job: Any, result: Mapping[str, Any] | None) -> None:
        """Take what a job found; also that it found nothing. A repeat, or an old attempt's, changes nothing."""
        id, _, number = job.owner.rpartition("/")
        rota = self.rotas.get(id)
        if rota.attempt.number != int(number) or rota.attempt.state != "planning":
            return
        found = result or {"failed": job.reason, "cancelled": job.state == "cancelled"}
        self.rotas.change(id, step(id, "done", number), self._after(rota, found), announce)
        _log.info("a roster's planning is over", extra={"roster": id, "status": found.get("status", "none")})

    def ended(self, rota: Rota, why: str) -> None:
        """Its job is gone without having told anything."""
        number = rota.attempt.number

        def fail(state: Rota) -> Rota:
            same = state.attempt.number == number and state.attempt.state == "planning"
            return rota_steps.failed(state, why) if same else state

        self.rotas.change(rota.id, step(rota.id, "ended", number), fail, announce)

    def _after(self, rota: Rota, found: Mapping[str, Any]) -> Callable[[Rota], Rota]:
        attempt = rota.attempt
        status, places = str(found.get("status", "")), found.get("roster")
        conflict = tuple(map(str, found.get("conflict") or ()))
        if status == "infeasible":
            return _still(rota, lambda state: rota_steps.infeasible(state, conflict))
        if places is None:
            reason = str(found.get("failed") or "the solver found no roster in its time")
            called_off = bool(found.get("cancelled"))
            return _still(rota, lambda state: rota_steps.failed(state, reason, cancelled=called_off))
        problem, roster = self.books.problem(rota.id, attempt.problem), roster_from_json(places)
        judged = self.judge(problem, roster)
        book = self.books.keep(rota.id, roster)
        faults.here("rosters.after_pages")
        bound, method = found.get("bound"), str(found.get("method", ""))
        return _still(
            rota,
            lambda state: rota_steps.planned(state, book, judged, bound=bound, status=status, method=method),
        )


def _still(seen: Rota, after: Callable[[Rota], Rota]) -> Callable[[Rota], Rota]:
    """Decide only while the same attempt is being planned."""

    def decide(rota: Rota) -> Rota:
        same = rota.attempt.number == seen.attempt.number and rota.attempt.state == "planning"
        return after(rota) if same else rota

    return decide


def _ref(rota: Rota) -> str:
    return f"{rota.id}/{rota.attempt.number}"


def _require_days(first: date, last: date, today: date) -> None:
    if last < first:
        raise Refused("days", f"{last} is before the first day, {first}", "give a later last day", field="last")
    if last - first >= timedelta(days=MOST_DAYS):
        raise Refused("days", f"more than {MOST_DAYS} days", "make several rosters", field="last")
    if last > today + FARTHEST:
        raise Refused("days", f"{last} is too far ahead", f"end by {today + FARTHEST}", field="last")
    if first < today:
        raise Refused("days", f"{first} is over", f"begin on {today} or later", field="first")
