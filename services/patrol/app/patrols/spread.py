"""What visits bring about elsewhere: marks and units hear of them, shifts hear who came; again until it is done."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from lianfang.persistence.aggregate import Aggregates, Change
from lianfang.persistence.steps import step
from lianfang.persistence.store import Range
from services.patrol.app.patrols.marks import Marks
from services.patrol.app.patrols.ports import Arrive, Visited, nobody_sees
from services.patrol.app.patrols.storage import PATROLS, patrol_change
from services.patrol.app.shifts.codec import time_to
from services.patrol.domain.patrols.patrol import Happened, Patrol, told
from services.patrol.domain.patrols.visit import Visit
from services.patrol.domain.refused import Refused

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Spread:
    """See the module's text."""

    patrols: Aggregates[Patrol]
    marks: Marks
    arrive: Arrive
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    visited: Visited = nobody_sees

    def __call__(self, id: str) -> None:
        """Tell of the visits of a patrol that were not told of yet."""
        stored = self.patrols.get(id)
        if stored is None or not stored.state.untold:
            return
        patrol, untold = stored.state, stored.state.untold
        arrived = []
        for visit in patrol.visits:
            if visit.key in untold:
                name = f"{id}/{visit.key}/{time_to(visit.time)}"
                self.marks.visit(visit.mark, visit.time, name)
                self.visited(patrol.post, visit.mark, visit.time, step(f"seen/{name}"))
                if visit.arrives and self._arrived(patrol, visit):
                    arrived.append(visit)

        def decide(known: Patrol | None) -> Change[Patrol]:
            if known is None:
                return Change(None)
            happened = [_checked_in(visit) for visit in arrived if visit.key in known.untold]
            return patrol_change(told(known, untold), happened, self.clock())

        self.patrols.execute(id, step(f"told/{id}/{self.new_id()}"), decide)

    def sweep(self) -> int:
        """Do what others left undone; return of how many patrols. Raises StoreUnavailable."""
        found = self.patrols.store.find(PATROLS, Range("due", high=time_to(self.clock())), sort="due")
        for document in found.documents:
            self(document["id"])
        return len(found.documents)

    def _arrived(self, patrol: Patrol, visit: Visit) -> bool:
        name = f"arrive/{patrol.shift}/{visit.person}/{time_to(visit.time)}"
        try:
            self.arrive(patrol.shift, visit.person, visit.time, step(name, actor=visit.person))
        except Refused as refused:  # such as: somebody else stands in by now
            _log.info("an arrival came to nothing: %s", refused.reason, extra={"shift": patrol.shift})
            return False
        return True


def _checked_in(visit: Visit) -> Happened:
    return Happened("checked_in", {"mark": visit.mark, "person": visit.person, "at": visit.time.isoformat()})
