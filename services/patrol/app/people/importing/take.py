"""Putting rows in, many at a time: claims first, then what is sealed, then the people with their events."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from lianfang.persistence.aggregate import Aggregates, Change, Command
from lianfang.persistence.batches import Item, execute_all
from lianfang.persistence.store import Insert, Replace, Store, StoreError
from services.patrol.app.people.claims import NAME as CLAIMS
from services.patrol.app.people.codec import Kept
from services.patrol.app.people.importing.problems import RowProblem
from services.patrol.app.people.importing.recognise import Recognised
from services.patrol.app.people.importing.rows import Row
from services.patrol.app.people.personal import NAME as SEALED
from services.patrol.app.people.personal import PersonalData, Sealed
from services.patrol.app.people.registering import Registering
from services.patrol.app.people.storage import Storing
from services.patrol.domain.people.certificates import add
from services.patrol.domain.people.joining import put_in
from services.patrol.domain.people.person import Person
from services.patrol.domain.people.step import Step
from services.patrol.domain.refused import Refused

_ITEMS = uuid.UUID("c9a1b9f0-43f7-57f2-8f0e-7a4c0e2d5b63")
_AGAIN = "import the file again"


@dataclass(frozen=True, slots=True)
class Planned:
    """A row ready to be put in: known becomes what step says. sealed: personal data to be, None when they stay."""

    who: Recognised
    known: Person | None
    step: Step
    new: bool
    changes: bool
    before: Sealed | None
    sealed: Mapping[str, Any] | None
    claims: tuple[str, ...]

    @property
    def writes(self) -> bool:
        """Tell whether anything is to be written."""
        return self.new or self.changes or self.sealed is not None


class Take:
    """See the module's text."""

    def __init__(self, people: Aggregates[Kept], storing: Storing, registering: Registering) -> None:
        self._people, self._storing = people, storing
        self._personal: PersonalData = registering.personal
        self._claims = registering.claims

    def plan(self, who: Recognised) -> Planned | RowProblem:
        """Return what the row would change; nothing is written."""
        stored = self._people.get(who.person)
        person = stored.state.person if stored else None
        if person is not None and person.state != "left" and person.county != who.row.station.unit[:6]:
            return RowProblem(
                who.row.line, "ref", "is somebody of another county", "that county lets them leave first"
            )
        try:
            step = put_row(person, who.person, who.row)
        except Refused as refused:
            return RowProblem(who.row.line, refused.field, refused.message, refused.remedy)
        before = self._personal.get(who.person)
        known = dict(before.said) if before else {}
        said = {**known, **who.row.said}
        wanted = tuple(keys[0] for keys in self._claims.keys(said).values())
        same = before is not None and said == known and before.claims == wanted
        changes = person is None or step.person != person or bool(step.facts)
        new = person is None or person.state == "left"
        return Planned(who, person, step, new, changes, before, None if same else said, wanted)

    def write(self, planned: Sequence[Planned], command: Command) -> list[RowProblem]:
        """Put rows in and return those that could not be, because another changed the same people meanwhile."""
        lost = self._claim([each for each in planned if each.writes])
        going = [each for each in planned if each.writes and each.who.row.line not in lost]
        lost |= self._seal([each for each in going if each.sealed is not None])
        going = [each for each in going if each.changes and each.who.row.line not in lost]
        execute_all(self._people, [self._item(each, command) for each in going])
        return [RowProblem(line, "", "was changed by another meanwhile", _AGAIN) for line in sorted(lost)]

    def _claim(self, planned: Sequence[Planned]) -> set[int]:
        operations: list[Insert | Replace] = []
        lines: list[int] = []
        for each in planned:
            for key, found in zip(each.who.keys, each.who.found, strict=True):
                fresh = self._claims.document(key, each.who.person)
                if found is None or (found["person"] == each.who.person and found["id"] != key):
                    operations.append(Insert(CLAIMS, fresh))
                elif found["person"] != each.who.person:
                    operations.append(Replace(CLAIMS, {**fresh, "id": found["id"]}, found["revision"]))
                else:
                    continue
                lines.append(each.who.row.line)
        return _lost(self._personal.store, operations, lines)

    def _seal(self, planned: Sequence[Planned]) -> set[int]:
        operations: list[Insert | Replace] = []
        for each in planned:
            document = self._personal.document(each.who.person, each.sealed or {}, each.claims)
            operations.append(
                Insert(SEALED, document) if each.before is None else Replace(SEALED, document, each.before.revision)
            )
        lost = _lost(self._personal.store, operations, [each.who.row.line for each in planned])
        for each in planned:
            if each.before is not None and each.who.row.line not in lost:
                self._claims.release(each.who.person, set(each.before.claims) - set(each.claims))
        return lost

    def _item(self, planned: Planned, command: Command) -> Item[Kept]:
        id = planned.who.person
        own = replace(command, id=str(uuid.uuid5(_ITEMS, f"{command.id}/{id}")), body_hash="")
        return Item(id, own, partial(self._decide, planned))

    def _decide(self, planned: Planned, kept: Kept | None) -> Change[Kept]:
        known = kept.person if kept else None
        unmoved = known == planned.known
        step = planned.step if unmoved else put_row(known, planned.who.person, planned.who.row)
        if kept is not None and step.person == kept.person and not step.facts:
            return Change(None)
        return self._storing.change(kept, step)


def put_row(known: Person | None, id: str, row: Row) -> Step:
    """Return somebody put in as the row says; its certificates count as seen. Raises Refused."""
    step = put_in(known, id, row.station)
    for skill, until in row.skills:
        more = add(step.person, skill, until, verified=True)
        step = Step(more.person, (*step.facts, *more.facts))
    return step


def _lost(store: Store, operations: Sequence[Insert | Replace], lines: Sequence[int]) -> set[int]:
    errors: Sequence[StoreError | None] = store.bulk(operations).errors if operations else ()
    return {line for line, error in zip(lines, errors, strict=True) if error is not None}
