"""Carrying out orders on a shift: one durable write, once per command; what it left to do elsewhere follows."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from lianfang.persistence.aggregate import Aggregates, Change, Command
from lianfang.persistence.store import StoreUnavailable
from services.patrol.app.shifts.codec import Kept
from services.patrol.app.shifts.diaries import Diaries
from services.patrol.app.shifts.finding import Finder
from services.patrol.app.shifts.finish import Finish
from services.patrol.app.shifts.ports import People, Rules
from services.patrol.app.shifts.storage import change
from services.patrol.domain.people.person import Person
from services.patrol.domain.refused import Refused
from services.patrol.domain.shifts.context import Context, Who
from services.patrol.domain.shifts.decide import decide
from services.patrol.domain.shifts.diary import Entry
from services.patrol.domain.shifts.shift import Shift
from services.patrol.domain.shifts.taking import GiveUp

Check = Callable[[Shift, int], Any]
"""Sees a shift and its version before it is changed, and raises what it likes."""


class NoShift(Exception):
    """There is no such shift, or the caller may not know of it."""

    def __init__(self) -> None:
        super().__init__("There is no such shift, or it is not yours to see.")


def anything(_shift: Shift, _version: int) -> None:
    """Check nothing."""


@dataclass(frozen=True, slots=True)
class Act:
    """See the module's text."""

    shifts: Aggregates[Kept]
    diaries: Diaries
    people: People
    rules: Rules
    finder: Finder
    finish: Finish
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    without: Collection[str] = field(default=())

    def __call__(self, id: str, order: Any, command: Command, check: Check = anything) -> Shift:
        """Carry an order out and return the shift as it is then. Raises NoShift, Refused, ReusedId."""

        def decided(kept: Kept | None) -> Change[Kept]:
            if kept is None:
                raise NoShift
            check(kept.shift, self.version(id))
            ctx = self.context(kept.shift, command.actor)
            shift, happened = decide(kept.shift, order, ctx)
            if shift is kept.shift:
                return Change(None)
            return change(kept, shift, happened, ctx.policy, ctx.now)

        self.shifts.execute(id, command, decided)
        self.finish(id)
        return self.get(id)

    def holding(
        self, id: str, person: str, order: Callable[[Who], Any], command: Command, check: Check = anything
    ) -> Shift:
        """Carry out an order that gives the person a place: the time in their diary is held first.

        Raises as above, and Refused when the person has another duty then. What a crash leaves is settled later.
        """
        shift = self.get(id)
        repeat = any(place.person == person for place in shift.places)
        hold = "" if repeat else self.hold(shift, person)
        try:
            after = self(id, order(self.who(shift, person, hold)), command, check)
        except StoreUnavailable:
            raise  # nobody knows whether the shift has the hold: the sweep will
        except Exception:
            self.drop(person, hold)
            raise
        if not any(place.hold == hold for place in after.places):
            self.drop(person, hold)
        return after

    def hold(self, shift: Shift, person: str) -> str:
        """Take the time of a shift in a diary and return the hold's id. Raises Refused."""
        hold = self.new_id()
        self.diaries.hold(person, entry(shift, hold))
        return hold

    def drop(self, person: str, hold: str) -> None:
        """Give a hold back that came to nothing."""
        if hold:
            self.diaries.release(person, {hold})

    def who(self, shift: Shift, person: str, hold: str) -> Who:
        """Return somebody as a shift takes them. Raises Refused for nobody known."""
        return who_of(self.person(person), shift.end, hold, self.finder.zone)

    def person(self, id: str) -> Person:
        """Return a person. Raises Refused."""
        return known_person(self.people, id)

    def get(self, id: str) -> Shift:
        """Return a shift. Raises NoShift."""
        stored = self.shifts.get(id)
        if stored is None:
            raise NoShift
        return stored.state.shift

    def version(self, id: str) -> int:
        """Return how often a shift was changed. Raises NoShift."""
        stored = self.shifts.get(id)
        if stored is None:
            raise NoShift
        return stored.version

    def gone(self, shift: Shift, person: str) -> str:
        """Return why somebody can't come to a shift any more, "" when they can."""
        found = self.people.get(person)
        if found is None or found.state != "active":
            return "left" if found is None else found.state
        if any(each.meets(shift.span) for each in found.away):
            return "leave"
        held = frozenset(who_of(found, shift.end, "", self.finder.zone).skills)
        wanted = (place.need.skills for place in shift.places if place.person == person)
        return "" if all(skills <= held for skills in wanted) else "certificate"

    def stands(self, id: str, hold: str) -> bool:
        """Tell whether a shift has a hold; if not, it never will (see diaries)."""
        stored = self.shifts.get(id)
        if stored is None:
            return False
        if not any(place.hold == hold for place in stored.state.shift.places):
            self(id, GiveUp(hold), Command(self.new_id(), actor="diaries"))
        return any(place.hold == hold for place in self.get(id).places)

    def context(self, shift: Shift, actor: str) -> Context:
        """Return what a decision is told."""
        policy = self.rules.for_county(shift.county)
        without = self.without
        return Context(
            self.clock(), actor, policy,
            find=lambda at, number, barred, limit: self.finder.find(policy, at, number, barred, limit),
            judge=lambda at, number, person: self.finder.judge(policy, at, number, self.person(person), without),
            gone=self.gone,
        )  # fmt: skip


def known_person(people: People, id: str) -> Person:
    """Return a person. Raises Refused for one who is not there."""
    found = people.get(id)
    if found is None:
        raise Refused(
            "no_such_person", f"there is nobody with the id {id}", "look at the unit's people", field="person"
        )
    return found


def entry(shift: Shift, hold: str) -> Entry:
    """Return the entry that keeps a shift's time."""
    return Entry(hold, shift.id, shift.post, shift.kind, shift.start, shift.end)


def who_of(person: Person, end: datetime, hold: str, zone: tzinfo) -> Who:
    """Return a person as a shift takes them: with the skills that are valid through the day on which it ends."""
    last = end.astimezone(zone).date()
    skills = sorted(skill for skill, until in person.skills.items() if until is None or until >= last)
    return Who(person.id, person.force, tuple(skills), hold)
