"""Putting the use cases of patrols together."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lianfang.persistence.aggregate import Pending
from lianfang.persistence.store import Store
from services.patrol.app.patrols import storage
from services.patrol.app.patrols.check_in import CheckIn
from services.patrol.app.patrols.codes import Codes
from services.patrol.app.patrols.figures import Coverage
from services.patrol.app.patrols.judge import Judge
from services.patrol.app.patrols.marks import Marks
from services.patrol.app.patrols.patrols import Patrols
from services.patrol.app.patrols.ports import Arrive, Posts, Rules, Shifts, Visited, nobody_sees
from services.patrol.app.patrols.spread import Spread


@dataclass(frozen=True, slots=True)
class PatrolDesk:
    """All use cases of patrols. `watch` is for a timer of a second, `marks.follow` for one of some seconds."""

    patrols: Patrols
    check_in: CheckIn
    marks: Marks
    spread: Spread
    coverage: Coverage
    codes: Codes
    shifts: Shifts

    def watch(self) -> int:
        """Find and close gaps, and tell of visits that others left untold; return how much was done."""
        return self.marks.fire() + self.spread.sweep()


def patrol_desk(
    store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None], field_keys: Sequence[str], *,
    shifts: Shifts, posts: Posts, rules: Rules, arrive: Arrive,
    visited: Visited = nobody_sees, new_id: Callable[[], str] = lambda: str(uuid.uuid4()),
) -> PatrolDesk:  # fmt: skip
    """Return the use cases over a store whose collections are declared, see `storage.collections`."""
    runner = storage.patrols(store, clock, hand_over)
    marks = Marks(storage.watches(store, clock, hand_over), shifts, posts, rules, clock, new_id)
    spread = Spread(runner, marks, arrive, clock, new_id, visited)
    codes = Codes(field_keys, store, clock, hand_over)
    judge = Judge(posts, codes)
    patrols = Patrols(runner, shifts, rules, judge, spread, clock)
    check_in = CheckIn(patrols, shifts, rules, judge, clock)
    coverage = Coverage(patrols, shifts, posts, rules, clock)
    return PatrolDesk(patrols, check_in, marks, spread, coverage, codes, shifts)
