"""Firing the deadlines of shifts: once in effect, however many processes try."""

from __future__ import annotations

import logging

from lianfang.persistence.aggregate import Change
from lianfang.persistence.due import TIMER, fire_due
from lianfang.persistence.store import StoreError
from services.patrol.app.shifts.act import Act
from services.patrol.app.shifts.codec import Kept
from services.patrol.app.shifts.storage import change
from services.patrol.domain.shifts.firing import fire

_log = logging.getLogger(__name__)


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
        try:
            ctx = self._act.context(kept.shift, TIMER)
            fired = fire(kept.shift, ctx)
        except StoreError:
            raise
        except Exception:  # one bad shift must not hold up all the others
            _log.exception("a shift's deadline can't be fired; it is tried again", extra={"shift": kept.shift.id})
            return None
        return None if fired is None else change(kept, *fired, ctx.policy, ctx.now)
