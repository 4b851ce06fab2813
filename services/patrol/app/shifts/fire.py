"""Firing the deadlines of shifts: once in effect, however many processes try."""

from __future__ import annotations

from lianfang.persistence.aggregate import Change
from lianfang.persistence.due import TIMER, fire_due
from services.patrol.app.shifts.act import Act
from services.patrol.app.shifts.codec import Kept
from services.patrol.app.shifts.storage import change
from services.patrol.domain.shifts.firing import fire


class FireShifts:
    """See the module's text."""

    def __init__(self, act: Act) -> None:
        self._act = act

    def __call__(self) -> int:
        """Fire what is due and return how many shifts that changed. Raises StoreUnavailable."""
        outcomes = fire_due(self._act.shifts, self._act.clock, self._decide)
        for outcome in outcomes:
            self._act.finish(outcome.id)
        return len(outcomes)

    def _decide(self, kept: Kept) -> Change[Kept] | None:
        ctx = self._act.context(kept.shift, TIMER)
        fired = fire(kept.shift, ctx)
        return None if fired is None else change(kept, *fired, ctx.policy, ctx.now)
