"""Visits to households."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lianfang.persistence.aggregate import Aggregates, Change, Command, NewEvent
from services.grid.app.records.codec import time_to
from services.grid.app.records.ground import Ground
from services.grid.app.records.hazards import NoSuchRecord
from services.grid.app.records.storage import Page, Wanted, keys, page
from services.grid.domain.records.visit import Visit, meets_rule, same


@dataclass(frozen=True, slots=True)
class Visits:
    """Noted once under the id that the phone gave it."""

    visits: Aggregates[Visit]
    ground: Ground

    def note(self, visit: Visit, command: Command) -> tuple[Visit, bool]:
        """Note a visit; return it, and whether it is new. Raises Refused, ReusedId, StoreUnavailable."""
        self.ground.region(visit.region)
        self.ground.team(visit.team, visit.region)
        policy = self.ground.rules(visit.region[:6])

        def decide(known: Visit | None) -> Change[Visit]:
            if known is not None:
                same(known, visit)
                return Change(None, result=False)
            fresh = replace(visit, meets_rule=meets_rule(visit, policy))
            index = keys(visit.region, visit.told.at, team=visit.team, person=visit.person, role=visit.role)
            return Change(fresh, [_event(fresh)], True, keys=index)

        outcome = self.visits.execute(visit.id, command, decide)
        return self.get(visit.id), bool(outcome.result)

    def get(self, id: str) -> Visit:
        """Return one. Raises NoSuchRecord."""
        stored = self.visits.get(id)
        if stored is None:
            raise NoSuchRecord
        return stored.state

    def page(self, wanted: Wanted) -> Page[Visit]:
        """Return visits, the newest first. Raises ValueError for a foreign cursor."""
        return page(self.visits, wanted)


def _event(visit: Visit) -> NewEvent:
    told = {
        "visit": visit.id, "region": visit.region, "role": visit.role, "team": visit.team, "person": visit.person,
        "households": visit.households, "minutes": visit.minutes, "fraud_minutes": visit.fraud_minutes,
        "meets_rule": visit.meets_rule, "at": time_to(visit.told.at), "received_at": time_to(visit.told.received),
        "flags": list(visit.told.flags),
    }  # fmt: skip
    return NewEvent("grid.visit_recorded.v1", told | ({"place": visit.place} if visit.place else {}), visit.region)
