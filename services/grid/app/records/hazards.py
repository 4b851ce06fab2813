"""Hazards: found, given to somebody, resolved, or overdue; each is announced."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lianfang.persistence.aggregate import Aggregates, Change, Command, NewEvent
from lianfang.persistence.due import fire_due
from services.grid.app.records.announcing import found_events, overdue_event, step_events
from services.grid.app.records.ground import Ground
from services.grid.app.records.storage import Page, Wanted, keys, page
from services.grid.domain.records.handling import deadline, find, fire, same, take
from services.grid.domain.records.hazard import Found, Hazard, Step


class NoSuchRecord(LookupError):
    """There is no such record; the message is fit for callers."""

    def __init__(self) -> None:
        super().__init__("There is no such record, or it is not yours to see.")


@dataclass(frozen=True, slots=True)
class Hazards:
    """See the module's text. All that changes one raises Refused, ReusedId, StoreUnavailable."""

    hazards: Aggregates[Hazard]
    ground: Ground
    overdue: Callable[[], None]

    def get(self, id: str) -> Hazard:
        """Return one. Raises NoSuchRecord."""
        stored = self.hazards.get(id)
        if stored is None:
            raise NoSuchRecord
        return stored.state

    def page(self, wanted: Wanted) -> Page[Hazard]:
        """Return hazards, the newest first. Raises ValueError for a foreign cursor."""
        return page(self.hazards, wanted)

    def find(self, id: str, found: Found, due: datetime | None, command: Command) -> tuple[Hazard, bool]:
        """Note a hazard under the id that the finder gave it; return it, and whether it is new."""
        self.ground.region(found.region)
        self.ground.team(found.team, found.region)
        policy = self.ground.rules(found.county)

        def decide(known: Hazard | None) -> Change[Hazard]:
            if known is not None:
                same(known, found)
                return Change(None, result=False)
            fresh = find(id, found, due, policy)
            return _changed(fresh, found_events(fresh), result=True)

        outcome = self.hazards.execute(id, command, decide)
        return self.get(id), bool(outcome.result)

    def take(self, id: str, step: Step, command: Command) -> Hazard:
        """Take a step. Raises NoSuchRecord."""
        self.ground.team(step.team, self.get(id).found.region)

        def decide(known: Hazard | None) -> Change[Hazard]:
            if known is None:
                raise NoSuchRecord
            after = take(known, step, self.ground.rules(known.found.county))
            return _changed(after, step_events(after)) if after is not known else Change(None)

        self.hazards.execute(id, command, decide)
        return self.get(id)

    def fire(self) -> int:
        """Tell of hazards whose deadline has passed; return how many. Raises StoreUnavailable."""

        def decide(hazard: Hazard) -> Change[Hazard] | None:
            after = fire(hazard, self.ground.clock())
            return _changed(after, [overdue_event(after)]) if after else None

        outcomes = fire_due(self.hazards, self.ground.clock, decide)
        for _ in outcomes:
            self.overdue()
        return len(outcomes)


def _changed(hazard: Hazard, events: Sequence[NewEvent], result: object = None) -> Change[Hazard]:
    state = hazard.state
    index = keys(
        hazard.found.region, hazard.found.told.at, kind=hazard.found.kind, state=state, team=hazard.team or None,
        open=None if state == "resolved" else "yes",
    )  # fmt: skip
    return Change(hazard, events, result, due=deadline(hazard), keys=index)
