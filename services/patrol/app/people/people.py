"""The use cases on people: find them, sign up, and whatever is decided about one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lianfang.persistence.aggregate import Aggregates, Change, Command
from lianfang.persistence.store import Condition, Eq, find_all
from services.patrol.app.people.codec import Kept
from services.patrol.app.people.registering import Registering
from services.patrol.app.people.storage import NAME, Storing
from services.patrol.domain.people import leaves
from services.patrol.domain.people.joining import Station, leave, sign_up, suspend
from services.patrol.domain.people.person import Leave, Person
from services.patrol.domain.people.step import Step
from services.patrol.domain.span import Span

Decide = Callable[[Person], Step]
OnLeave = Callable[[str, Leave, Command], None]
"""Told a person's id and the leave that was granted."""
OnGone = Callable[[str, str], None]
"""Told a person's id and how they are gone: suspended or left."""


class NoPerson(Exception):
    """There is no such person, or the caller may not know that there is; both look the same."""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of people, by id; cursor None at the end."""

    people: list[Person]
    cursor: str | None


def nobody_told(_person: str, _leave: Leave, _command: Command) -> None:
    """Nobody is to know."""


def nobody_misses(_person: str, _state: str) -> None:
    """Nobody is to know."""


class People:
    """See the module's text."""

    def __init__(
        self, people: Aggregates[Kept], storing: Storing, registering: Registering, on_leave: OnLeave = nobody_told,
        on_gone: OnGone = nobody_misses,
    ) -> None:  # fmt: skip
        """on_leave: told after each grant, on_gone: after each suspension and leaving; both are told again when the
        command is repeated, and must bear that."""
        self.aggregates, self.storing, self._registering = people, storing, registering
        self._on_leave, self._on_gone = on_leave, on_gone

    def get(self, id: str) -> Person | None:
        """Return one person, None when unknown. Raises StoreUnavailable, as all here do."""
        found = self.aggregates.get(id)
        return found.state.person if found else None

    def kept(self, id: str) -> tuple[Person, int]:
        """Return a person and its version. Raises NoPerson."""
        found = self.aggregates.get(id)
        if found is None:
            raise NoPerson("There is no such person, or they are not yours to see.")
        return found.state.person, found.version

    def of_unit(self, unit: str, *states: str) -> list[Person]:
        """Return the people of a unit, by default the active ones."""
        return self._all(states, Eq("unit", unit))

    def by_group(self, group: str, *states: str, county: str = "") -> list[Person]:
        """Return the people of a group such as ``team:a``, by default the active ones of all counties."""
        return self._all(states, Eq("groups", group), *([Eq("county", county)] if county else []))

    def near(self, region: str, force: str = "", *states: str) -> list[Person]:
        """Return the people whose area lies in a region (of 6 to 16 digits), by default the active ones."""
        return self._all(states, Eq("regions", region), *([Eq("force", force)] if force else []))

    def page(
        self, region: str, *, unit: str = "", group: str = "", force: str = "", state: str = "", limit: int = 50,
        cursor: str | None = None,
    ) -> Found:  # fmt: skip
        """Return people of a region, by id. Raises ValueError for a cursor of another query."""
        asked = {"regions": region, "unit": unit, "groups": group, "force": force, "state": state}
        where = [Eq(name, value) for name, value in asked.items() if value]
        page = self.aggregates.store.find(NAME, *where, limit=limit, cursor=cursor)
        return Found([self.aggregates.stored(each).state.person for each in page.documents], page.cursor)

    def sign_up(self, id: str, station: Station, said: Mapping[str, str], command: Command) -> Person:
        """Somebody asks to be a volunteer. Raises Refused for what is wrong, or when they are known already.

        The personal data and the claims are stored before the person is; a sign-up that broke off is finished by
        asking again.
        """
        before = self.get(id)
        sign_up(before, id, station)
        if before is None or before.state == "left":
            self._registering.register(id, said)
        return self._execute(id, command, lambda person: sign_up(person, id, station))

    def act(self, id: str, command: Command, decide: Decide, check: Callable[[int], None] | None = None) -> Person:
        """Do what `decide` says and return the person as they are then.

        check: raises for another version than the caller saw. Raises NoPerson, Refused, ReusedId.
        """
        if check is not None:
            check(self.kept(id)[1])
        return self._execute(id, command, lambda person: decide(_there(person)))

    def dismiss(self, id: str, reason: str, command: Command) -> Person:
        """Somebody leaves the force. Phone and id number may be another's from then on. Raises NoPerson."""
        return self._gone(self.act(id, command, lambda person: leave(person, reason)))

    def suspend(self, id: str, reason: str, command: Command) -> Person:
        """Somebody must not be on duty for now: their coming shifts are filled anew. Raises NoPerson, Refused."""
        return self._gone(self.act(id, command, lambda person: suspend(person, reason)))

    def grant(self, id: str, leave: str, command: Command) -> Person:
        """Grant leave, and tell whoever has shifts to fill. Raises NoPerson, Refused."""
        person = self.act(id, command, lambda person: leaves.grant(person, leave))
        self._tell(person, leave, command)
        return person

    def put_leave(self, id: str, leave: str, span: Span, kind: str, command: Command) -> Person:
        """Put in leave that needs no asking. Raises NoPerson, Refused."""
        now = self.storing.clock()
        person = self.act(id, command, lambda person: leaves.ask(person, leave, span, now, kind=kind, granted=True))
        self._tell(person, leave, command)
        return person

    def _tell(self, person: Person, leave: str, command: Command) -> None:
        found = leaves.leave_of(person, leave)
        if found.state == "granted":  # a late repeat may find it withdrawn
            self._on_leave(person.id, found, command)

    def _gone(self, person: Person) -> Person:
        if person.state in ("suspended", "left"):  # a late repeat may find them back
            self._on_gone(person.id, person.state)
        return person

    def now(self) -> datetime:
        """Return the time."""
        return self.storing.clock()

    def _execute(self, id: str, command: Command, decide: Callable[[Person | None], Step]) -> Person:
        def change(kept: Kept | None) -> Change[Kept]:
            step = decide(kept.person if kept else None)
            if kept is not None and step.person == kept.person and not step.facts:
                return Change(None)
            return self.storing.change(kept, step)

        self.aggregates.execute(id, command, change)
        return self.kept(id)[0]

    def _all(self, states: Iterable[str], *where: Condition) -> list[Person]:
        wanted: Any = tuple(states) or ("active",)
        found = find_all(self.aggregates.store, NAME, *where)
        people = (self.aggregates.stored(each).state.person for each in found)
        return [person for person in people if person.state in wanted]


def _there(person: Person | None) -> Person:
    if person is None:
        raise NoPerson("There is no such person, or they are not yours to see.")
    return person
