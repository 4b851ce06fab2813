"""Where field records lie, how they are found, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

import lianfang.contracts.grid_records  # noqa: F401 - registers what is announced
from lianfang.persistence.aggregate import Aggregates, Pending, collection, key
from lianfang.persistence.handled import archive
from lianfang.persistence.store import Collection, Condition, Eq, Range, Store
from lianfang.regions.codes import upwards
from services.grid.app.records import codec
from services.grid.app.storage import SOURCE
from services.grid.domain.records.activity import Activity
from services.grid.domain.records.duty import Duty
from services.grid.domain.records.expense import Expense
from services.grid.domain.records.hazard import Hazard
from services.grid.domain.records.place import Place
from services.grid.domain.records.population import Population
from services.grid.domain.records.survey import Survey
from services.grid.domain.records.visit import Visit

T = TypeVar("T")
HAZARDS, VISITS, POPULATIONS, PLACES, DUTIES = "hazards", "visits", "populations", "places", "duties"
ACTIVITIES, SURVEYS, EXPENSES = "activities", "surveys", "expenses"
OUTBOXES = (HAZARDS, VISITS, POPULATIONS, PLACES, DUTIES, ACTIVITIES, SURVEYS, EXPENSES)
"""The collections that the relay sweeps."""
_KEYS: Mapping[str, tuple[str, ...]] = {
    HAZARDS: ("kind", "state", "team", "open"),
    VISITS: ("team", "person", "role"),
    POPULATIONS: ("month", "group"),
    PLACES: ("kind", "grade"),
    DUTIES: ("team", "duty", "period"),
    ACTIVITIES: ("kind", "topic", "team"),
    SURVEYS: ("question", "team"),
    EXPENSES: ("purpose", "team"),
}


def collections() -> list[Collection]:
    """Declare them. regions: every region that a record lies in. at: when it was, for the order."""
    declared = [
        collection(name, key("regions", many=True), key("at"), *map(key, keys)) for name, keys in _KEYS.items()
    ]
    return declared + [archive(name) for name in OUTBOXES]


def keys(region: str, at: datetime, **more: Any) -> dict[str, Any]:
    """Return the index values of a record."""
    return {"regions": upwards(region), "at": codec.time_to(at), **more}


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some records, the newest first; cursor None at the end."""

    items: list[T]
    cursor: str | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records: of a region, in [since, until), with these index values, empty ones left out."""

    region: str
    limit: int
    cursor: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    equal: Mapping[str, str] | None = None


def page(records: Aggregates[T], wanted: Wanted) -> Page[T]:
    """Return a page. Raises ValueError for a foreign cursor."""
    where: list[Condition] = [Eq("regions", wanted.region)]
    where += [Eq(name, value) for name, value in (wanted.equal or {}).items() if value]
    if wanted.since or wanted.until:
        low, high = (codec.time_to(each) if each else None for each in (wanted.since, wanted.until))
        where.append(Range("at", low, high))
    found = records.store.find(
        records.collection, *where, sort="at", descending=True, limit=wanted.limit, cursor=wanted.cursor
    )
    return Page([records.stored(each).state for each in found.documents], found.cursor)


@dataclass(frozen=True, slots=True)
class RecordStorage:
    """The runners of use cases."""

    hazards: Aggregates[Hazard]
    visits: Aggregates[Visit]
    populations: Aggregates[Population]
    places: Aggregates[Place]
    duties: Aggregates[Duty]
    activities: Aggregates[Activity]
    surveys: Aggregates[Survey]
    expenses: Aggregates[Expense]

    @classmethod
    def over(
        cls, store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None]
    ) -> RecordStorage:
        """Build over a store whose collections are declared."""

        def of(name: str, decode: Callable[[Any], T]) -> Aggregates[T]:
            return Aggregates(
                store, name, source=SOURCE, clock=clock, hand_over=hand_over, encode=codec.to_json, decode=decode
            )

        return cls(
            of(HAZARDS, codec.hazard), of(VISITS, codec.visit), of(POPULATIONS, codec.population),
            of(PLACES, codec.place), of(DUTIES, codec.duty), of(ACTIVITIES, codec.activity),
            of(SURVEYS, codec.survey), of(EXPENSES, codec.expense),
        )  # fmt: skip
