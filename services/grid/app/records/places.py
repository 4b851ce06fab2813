"""Places and their grades."""

from __future__ import annotations

from dataclasses import dataclass

from lianfang.persistence.aggregate import Aggregates, Change, Command, NewEvent
from services.grid.app.records.codec import time_to
from services.grid.app.records.ground import Ground
from services.grid.app.records.hazards import NoSuchRecord
from services.grid.app.records.storage import Page, Wanted, keys, page
from services.grid.domain.records.place import Place, checked, graded


@dataclass(frozen=True, slots=True)
class Places:
    """The grade given last is in force, whichever is told last."""

    places: Aggregates[Place]
    ground: Ground

    def grade(self, fresh: Place, command: Command) -> tuple[Place, bool]:
        """Give a place a grade; return it, and whether that grade came into force now.

        Raises Refused, ReusedId, StoreUnavailable.
        """
        self.ground.region(fresh.region)
        checked(fresh.kind, fresh.now.grade, self.ground.rules(fresh.region[:6]))

        def decide(known: Place | None) -> Change[Place]:
            after = graded(known, fresh)
            if after is known:
                return Change(None, result=False)
            in_force = known is None or after.now != known.now
            index = keys(after.region, after.now.told.at, kind=after.kind, grade=after.now.grade)
            events = [_event(after, known.now.grade if known else "")] if in_force else []
            return Change(after, events, in_force, keys=index)

        outcome = self.places.execute(fresh.id, command, decide)
        return self.get(fresh.id), bool(outcome.result)

    def find(self, id: str) -> Place | None:
        """Return one, None when there is none."""
        stored = self.places.get(id)
        return stored.state if stored else None

    def get(self, id: str) -> Place:
        """Return one. Raises NoSuchRecord."""
        place = self.find(id)
        if place is None:
            raise NoSuchRecord
        return place

    def page(self, wanted: Wanted) -> Page[Place]:
        """Return places, the one graded last first. Raises ValueError for a foreign cursor."""
        return page(self.places, wanted)


def _event(place: Place, before: str) -> NewEvent:
    now = place.now
    told = {
        "place": place.id, "region": place.region, "kind": place.kind, "grade": now.grade,
        "at": time_to(now.told.at),
    }  # fmt: skip
    more = {name: value for name, value in (("before", before), ("reason", now.reason)) if value}
    return NewEvent("grid.place_graded.v1", told | more, place.region)
