"""Takes up what a process left undone; every replica calls it each second, and one of them does the work."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from lianfang.persistence.aggregate import Change, Command
from lianfang.persistence.due import fire_due
from lianfang.persistence.store import StoreError
from services.patrol.app.rosters.draft import Plan
from services.patrol.app.rosters.publish import Publish
from services.patrol.app.rosters.storage import PATIENCE, Rotas, step
from services.patrol.app.rosters.withdraw import KeepShifts
from services.patrol.domain.refused import Refused
from services.patrol.domain.rosters.rota import Rota

_log = logging.getLogger(__name__)
ENDED = ("failed", "cancelled")
AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Resume:
    """See the module's text."""

    rotas: Rotas
    plan: Plan
    publish: Publish
    shifts: KeepShifts
    clock: Callable[[], datetime]

    def __call__(self) -> int:
        """Take up rosters that are due, and return how many. Raises StoreUnavailable.

        Taking one up moves its time, by one write, so that of two replicas one does it, and a third when that one
        dies. What can't be done for now is tried again.
        """
        taken = fire_due(self.rotas.aggregates, self.clock, self._later, at_once=AT_ONCE)
        for outcome in taken:
            try:
                self._one(self.rotas.get(outcome.id))
            except StoreError:
                raise
            except Refused as refused:
                _log.warning("a roster was not published: %s", refused, extra={"roster": outcome.id})
            except Exception:  # one bad roster must not hold up the others
                _log.exception("a roster's step broke down; it is tried again", extra={"roster": outcome.id})
        return len(taken)

    def _later(self, rota: Rota) -> Change[Rota]:
        change = self.rotas.changed(rota, (), None)
        due = None if change.due is None else self.clock() + PATIENCE
        return Change(change.state, due=due, keys=change.keys)

    def _one(self, rota: Rota) -> None:
        attempt = rota.attempt
        if attempt.publishing is not None:
            self.publish.go_on(rota, attempt.publishing.token)
        elif attempt.state == "planning":
            self._planning(rota)
        else:
            self.shifts(rota)

    def _planning(self, rota: Rota) -> None:
        attempt = rota.attempt
        if not attempt.job:
            if attempt.cancelling:
                self.plan.ended(rota, attempt.reason)
            else:
                self.plan.ask(rota)
            return
        job = self.plan.jobs.get(attempt.job)
        if job.state in ENDED:
            self.plan.ended(rota, job.reason or "its job ended without a roster")
        elif attempt.cancelling:
            self.plan.jobs.cancel(attempt.job, _cancelling(rota))


def _cancelling(rota: Rota) -> Command:
    return step(rota.id, "cancel", rota.attempt.number)
