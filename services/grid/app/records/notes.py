"""Records noted once under the id that a phone gave them, and never changed: activities, surveys, expenses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from lianfang.persistence.aggregate import Aggregates, Change, Command, NewEvent
from services.grid.app.records.codec import time_to
from services.grid.app.records.ground import Ground
from services.grid.app.records.hazards import NoSuchRecord
from services.grid.app.records.storage import Page, Wanted, keys, page
from services.grid.domain.records.activity import Activity
from services.grid.domain.records.expense import Expense
from services.grid.domain.records.survey import Survey
from services.grid.domain.records.told import Told
from services.grid.domain.refused import Refused


class Noted(Protocol):
    """What they have in common."""

    @property
    def id(self) -> str:
        """Made by the phone."""

    @property
    def region(self) -> str:
        """Where it was."""

    @property
    def team(self) -> str:
        """Whose it is."""

    @property
    def told(self) -> Told:
        """When it was, and who tells it."""

    @property
    def key(self) -> tuple[object, ...]:
        """The same for a record that is told again."""


T = TypeVar("T", bound=Noted)


@dataclass(frozen=True, slots=True)
class Notes(Generic[T]):
    """index: the words that it is found by. event: what the bus hears of it."""

    records: Aggregates[T]
    ground: Ground
    index: Callable[[T], Mapping[str, str]]
    event: Callable[[T], NewEvent]

    def note(self, fresh: T, command: Command) -> tuple[T, bool]:
        """Note a record; return it, and whether it is new. Raises Refused, ReusedId, StoreUnavailable."""
        self.ground.region(fresh.region)
        self.ground.team(fresh.team, fresh.region)

        def decide(known: T | None) -> Change[T]:
            if known is None:
                index = keys(fresh.region, fresh.told.at, team=fresh.team, **self.index(fresh))
                return Change(fresh, [self.event(fresh)], True, keys=index)
            if known.key != fresh.key:
                raise Refused("id_taken", "another record has this id", "give each a fresh id", field="id")
            return Change(None, result=False)

        outcome = self.records.execute(fresh.id, command, decide)
        stored = self.records.get(fresh.id)
        if stored is None:
            raise NoSuchRecord
        return stored.state, bool(outcome.result)

    def page(self, wanted: Wanted) -> Page[T]:
        """Return records, the newest first. Raises ValueError for a foreign cursor."""
        return page(self.records, wanted)


def activities(records: Aggregates[Activity], ground: Ground) -> Notes[Activity]:
    """Return the desk of activities."""
    return Notes(records, ground, lambda it: {"kind": it.kind, "topic": it.topic}, _activity_event)


def surveys(records: Aggregates[Survey], ground: Ground) -> Notes[Survey]:
    """Return the desk of surveys."""
    return Notes(records, ground, lambda it: {"question": it.question}, _survey_event)


def expenses(records: Aggregates[Expense], ground: Ground) -> Notes[Expense]:
    """Return the desk of expenses."""
    return Notes(records, ground, lambda it: {"purpose": it.purpose}, _expense_event)


def _activity_event(it: Activity) -> NewEvent:
    data = {"activity": it.id, "kind": it.kind, "topic": it.topic, "people": it.people, **_about(it)}
    return NewEvent(
        "grid.activity_recorded.v1", data | ({"place": it.place} if it.place else {}), it.region
    )  # fmt: skip


def _survey_event(it: Survey) -> NewEvent:
    data = {
        "survey": it.id, "question": it.question, "answered": it.answered, "agreeing": it.agreeing, **_about(it)
    }  # fmt: skip
    return NewEvent("grid.survey_recorded.v1", data, it.region)


def _expense_event(it: Expense) -> NewEvent:
    data = {"expense": it.id, "purpose": it.purpose, "yuan": it.yuan, **_about(it)}
    return NewEvent("grid.expense_recorded.v1", data, it.region)


def _about(it: Noted) -> dict[str, Any]:
    return {
        "region": it.region, "team": it.team, "by": it.told.by, "at": time_to(it.told.at),
        "flags": list(it.told.flags),
    }  # fmt: skip
