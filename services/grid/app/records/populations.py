"""Counts of people by grid, group and month."""

from __future__ import annotations

from dataclasses import dataclass

from lianfang.persistence.aggregate import Aggregates, Change, Command, NewEvent
from services.grid.app.records.codec import time_to
from services.grid.app.records.ground import Ground
from services.grid.app.records.storage import Page, Wanted, keys, page
from services.grid.domain.records.population import Population, count
from services.grid.domain.refused import Refused


@dataclass(frozen=True, slots=True)
class Populations:
    """The count made last is in force, whichever is told last."""

    populations: Aggregates[Population]
    ground: Ground

    def put(self, fresh: Population, command: Command) -> tuple[Population, bool]:
        """Put a count; return the one in force, and whether this one came into force.

        Raises Refused, ReusedId, StoreUnavailable.
        """
        self.ground.grid(fresh.region)
        this_month = self.ground.local_day(fresh.told.received).isoformat()[:7]
        if fresh.month > this_month:
            raise Refused(
                "future_month", f"{fresh.month} has not begun", f"give {this_month} at most", field="month"
            )

        def decide(known: Population | None) -> Change[Population]:
            now = count(known, fresh)
            if now is None:
                return Change(None, result=False)
            index = keys(now.region, now.told.at, month=now.month, group=now.group)
            news = known is None or now.number > known.number
            return Change(now, [_event(now)] if news else [], news, keys=index)

        outcome = self.populations.execute(fresh.id, command, decide)
        stored = self.populations.get(fresh.id)
        return (stored.state if stored else fresh), bool(outcome.result)

    def page(self, wanted: Wanted) -> Page[Population]:
        """Return the counts in force, the newest first. Raises ValueError for a foreign cursor."""
        return page(self.populations, wanted)


def _event(now: Population) -> NewEvent:
    told = {
        "region": now.region, "group": now.group, "month": now.month, "registered": now.registered,
        "estimated": now.estimated, "number": now.number, "at": time_to(now.told.at),
    }  # fmt: skip
    return NewEvent("grid.population_counted.v1", told, now.region)
