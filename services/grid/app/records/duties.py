"""Countable duties of teams."""

from __future__ import annotations

from dataclasses import dataclass

from lianfang.persistence.aggregate import Aggregates, Change, Command, NewEvent
from services.grid.app.records.codec import time_to
from services.grid.app.records.ground import Ground
from services.grid.app.records.storage import Page, Wanted, keys, page
from services.grid.domain.records.duty import Duty, Entry, done, often, period_of


@dataclass(frozen=True, slots=True)
class Duties:
    """One record for a team, duty and period, with each time that it was done."""

    duties: Aggregates[Duty]
    ground: Ground

    def record(self, duty: str, team: str, region: str, entry: Entry, command: Command) -> tuple[Duty, bool]:
        """Record that it was done; return the period's record, and whether the entry is new.

        The period is that of the local day. Raises Refused, ReusedId, StoreUnavailable.
        """
        self.ground.region(region)
        self.ground.team(team, region)
        how_often = often(duty, self.ground.rules(region[:6]))
        period = period_of(self.ground.local_day(entry.told.at), how_often)
        fresh = Duty(duty, team, region, period, (entry,))

        def decide(known: Duty | None) -> Change[Duty]:
            after = done(known, fresh)
            if after is None:
                return Change(None, result=False)
            index = keys(after.region, after.entries[0].told.at, team=team, duty=duty, period=period)
            return Change(after, [_event(after)], True, keys=index)

        outcome = self.duties.execute(fresh.id, command, decide)
        stored = self.duties.get(fresh.id)
        return (stored.state if stored else fresh), bool(outcome.result)

    def page(self, wanted: Wanted) -> Page[Duty]:
        """Return records of periods, the newest first. Raises ValueError for a foreign cursor."""
        return page(self.duties, wanted)


def _event(duty: Duty) -> NewEvent:
    told = duty.entries[-1].told
    data = {
        "duty": duty.duty, "team": duty.team, "region": duty.region, "period": duty.period,
        "number": len(duty.entries), "by": told.by, "at": time_to(told.at), "flags": list(told.flags),
    }  # fmt: skip
    return NewEvent("grid.duty_recorded.v1", data, duty.region)
