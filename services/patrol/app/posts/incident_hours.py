"""Counts of incidents by grid, hour of a local day and class: what demand is reckoned from. Nothing personal.

One document per county and day, so that each stays small however busy a county is, and old days fall away whole.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from lianfang.contracts.registry import contract_of
from lianfang.messaging.envelope import Event
from lianfang.persistence.aggregate import Aggregates, Change, Command, Pending, collection, key
from lianfang.persistence.handled import archive
from lianfang.persistence.store import Collection, Eq, Range, Store, find_all
from lianfang.regions import codes
from services.patrol.app.posts.calendars import SOURCE
from services.patrol.domain.demand.history import Count

HOURS = "incident_hours"
REPORTED = "incident.reported.v1"
KINDS = frozenset({REPORTED})
ACTOR = "svc-incident"
Cells = dict[str, int]


@dataclass(frozen=True, slots=True)
class History:
    """What was counted in a county. since: the first day anything was; None: nothing ever."""

    counts: tuple[Count, ...]
    since: date | None


def collections() -> tuple[Collection, ...]:
    """Return the collections to declare."""
    return collection(HOURS, key("county"), key("day"), key("county_day")), archive(HOURS)


class IncidentHours:
    """The counts of all counties."""

    def __init__(
        self, store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None], zone: tzinfo
    ) -> None:
        """zone: whose local days and hours are counted."""
        self._store, self._zone = store, zone
        self._days: Aggregates[Cells] = Aggregates(
            store, HOURS, source=SOURCE, clock=clock, hand_over=hand_over, encode=dict, decode=dict
        )

    def count(self, event: Event) -> bool:
        """Count an incident.reported event, once however often it comes; return whether it counts.

        What is restricted does not, nor what lies in no county. Raises ContractError, StoreUnavailable.
        """
        contract = contract_of(event.type)
        data = contract.load(event.data)
        region = str(data["region"])
        if contract.restricted(data) or len(region) < codes.Level.COUNTY:
            return False
        local = datetime.fromisoformat(event.time).astimezone(self._zone)
        county, day = codes.county_of(region), local.date().isoformat()
        cell = f"{region}|{local.hour}|{data['category'][:2]}"

        def decide(cells: Cells | None) -> Change[Cells]:
            known = cells or {}
            keys = {"county": county, "day": day, "county_day": f"{county}-{day}"}
            return Change({**known, cell: known.get(cell, 0) + 1}, keys=keys)

        command = Command(
            event.id, actor=ACTOR, correlation=event.correlationid, causation=event.id,
            traceparent=event.traceparent,
        )  # fmt: skip
        return not self._days.execute(f"{county}-{day}", command, decide).repeated

    def of(self, county: str, first: date, last: date) -> History:
        """Return what was counted in a county on local days from first to last, both in."""
        beyond = (last + timedelta(days=1)).isoformat()
        span = Range("county_day", f"{county}-{first.isoformat()}", f"{county}-{beyond}")
        counts = tuple(
            _count(document["state"], cell, document["keys"]["day"])
            for document in find_all(self._store, HOURS, span)
            for cell in document["state"]
        )
        oldest = self._store.find(HOURS, Eq("county", county), sort="day", limit=1).documents
        return History(counts, date.fromisoformat(oldest[0]["keys"]["day"]) if oldest else None)


def _count(cells: dict[str, Any], cell: str, day: str) -> Count:
    grid, hour, category_class = cell.split("|")
    return Count(date.fromisoformat(day), int(hour), grid, category_class, cells[cell])
