"""Where people lie, how they are found, and the change that stores one with its events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from lianfang.persistence.aggregate import Aggregates, Change, NewEvent, Pending, collection, key
from lianfang.persistence.handled import archive
from lianfang.persistence.store import Collection, Store
from lianfang.regions.codes import upwards
from services.patrol.app.people import claims, personal
from services.patrol.app.people.codec import Kept, decode, encode
from services.patrol.app.people.importing import runs
from services.patrol.domain.people import certificates
from services.patrol.domain.people.person import Person
from services.patrol.domain.people.step import Fact, Step
from services.patrol.domain.policy import Policy

NAME = "people"
SOURCE = "/services/patrol"
Rules = Callable[[str], Policy]
"""The policy in force of a county."""


def collections() -> tuple[Collection, ...]:
    """Declare people, what is sealed of them, claims of what is theirs alone, and imports.

    regions: every region that their county and area lie in.
    """
    people = collection(
        NAME, key("unit"), key("county"), key("force"), key("state"), key("regions", many=True),
        key("groups", many=True),
    )  # fmt: skip
    return people, archive(NAME), *personal.collections(), *claims.collections(), *runs.collections()


def aggregates(
    store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None]
) -> Aggregates[Kept]:
    """Return the runner of use cases on people."""
    return Aggregates(store, NAME, source=SOURCE, clock=clock, hand_over=hand_over, encode=encode, decode=decode)


@dataclass(frozen=True, slots=True)
class Storing:
    """Makes the change that a step means. zone: of the days on which certificates end."""

    clock: Callable[[], datetime]
    rules: Rules
    zone: tzinfo

    def change(
        self, before: Kept | None, step: Step, warned: tuple[str, ...] = (), result: Any = None
    ) -> Change[Kept]:
        """Return the change. warned: certificates that are warned of by this very step."""
        current = {certificates.mark(each) for each in step.person.certificates}
        told = tuple(each for each in (*(before.warned if before else ()), *warned) if each in current)
        since = before.since if before else self.clock().isoformat()
        kept = Kept(step.person, told, since)
        due = certificates.next_warning(
            step.person, told, self.rules(step.person.county).certificate_warning, self.zone
        )
        return Change(kept, events_of(step.person, step.facts), result, due=due, keys=keys_of(step.person))


def events_of(person: Person, facts: tuple[Fact, ...]) -> list[NewEvent]:
    """Return the events, all of the person's county."""
    return [NewEvent(f"patrol.{fact.name}.v1", fact.data, person.county) for fact in facts]


def keys_of(person: Person) -> dict[str, Any]:
    """Return the index values of a person."""
    regions = {region for own in (person.county, person.area) for region in upwards(own)}
    return {
        "unit": person.unit, "county": person.county, "force": person.force, "state": person.state,
        "regions": sorted(regions), "groups": sorted(person.groups),
    }  # fmt: skip
