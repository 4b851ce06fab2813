"""Putting the use cases of shifts together."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from lianfang.persistence.aggregate import Pending
from lianfang.persistence.store import Collection, Store
from services.patrol.app.beside import Beside, at_once
from services.patrol.app.shifts import repairs, storage, turns
from services.patrol.app.shifts.act import Act
from services.patrol.app.shifts.diaries import Diaries
from services.patrol.app.shifts.drafts import Drafts
from services.patrol.app.shifts.duty import OnDuty
from services.patrol.app.shifts.finding import Finder, fittest
from services.patrol.app.shifts.finish import Finish
from services.patrol.app.shifts.fire import FireShifts
from services.patrol.app.shifts.notices import Notices
from services.patrol.app.shifts.open_shifts import OpenShifts
from services.patrol.app.shifts.ports import Credits, Jobs, People, Posts, Rules
from services.patrol.app.shifts.queries import Shifts
from services.patrol.app.shifts.repairs import Repairs
from services.patrol.app.shifts.swaps import Swaps
from services.patrol.app.shifts.turns import Turns


@dataclass(frozen=True, slots=True)
class ShiftUses:
    """All use cases of shifts. `settle` is for a timer of a few seconds, `fire` for one of a second."""

    shifts: Shifts
    duty: OnDuty
    swaps: Swaps
    open_shifts: OpenShifts
    fire: FireShifts
    notices: Notices
    repairs: Repairs
    diaries: Diaries
    act: Act

    def settle(self) -> int:
        """Bring to an end what crashes left between two steps, and return how much. Raises StoreUnavailable."""
        return self.swaps.settle() + self.act.finish.sweep() + self.diaries.sweep(self.act.stands)


def shift_uses(
    store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None], zone: tzinfo, *,
    people: People, posts: Posts, rules: Rules, credits: Credits, jobs: Jobs, beside: Beside[..., Any] = at_once,
    new_id: Callable[[], str] = lambda: str(uuid.uuid4()),
) -> ShiftUses:  # fmt: skip
    """Return the use cases over a store whose collections are declared.

    zone: whose days count. beside: for computations that take long.
    """
    runner = storage.aggregates(store, clock, hand_over)
    diaries, notices = Diaries(store, clock), Notices(store, clock)
    finder = Finder(store, people, diaries, Turns(store, clock, zone), zone, beside(fittest))
    finish = Finish(store, diaries, notices, credits)
    act = Act(runner, diaries, people, rules, finder, finish, clock, new_id)
    shifts, duty = Shifts(runner, clock), OnDuty(act)
    opening = OpenShifts(act, Drafts(posts, people, rules, clock, zone))
    return ShiftUses(
        shifts, duty, Swaps(act), opening, FireShifts(act), notices, Repairs(act, shifts, duty, jobs), diaries, act
    )  # fmt: skip


def collections() -> tuple[Collection, ...]:
    """Return the collections to declare before use."""
    return (*storage.collections(), *repairs.collections(), *turns.collections())
