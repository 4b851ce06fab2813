"""When nobody is free for a direct replacement: a proposal with the fewest changes, carried out only on approval.

A solver in another process is given the unit's coming shifts as they stand and those who are there; what it gives
is stored, place by place. Approving it first takes out who is moved, everywhere, then puts in who is new; a place
that has changed since stays as it is, and is told.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from lianfang.persistence.aggregate import Command
from lianfang.persistence.steps import step
from lianfang.persistence.store import AlreadyExists, Collection, Document, Eq, Index
from services.patrol.app.shifts.act import Act
from services.patrol.app.shifts.codec import time_to
from services.patrol.app.shifts.duty import OnDuty
from services.patrol.app.shifts.ports import Jobs
from services.patrol.app.shifts.queries import Shifts
from services.patrol.app.shifts.unit_problem import standing, unit_problem
from services.patrol.domain.refused import Refused
from services.patrol.domain.rosters.codec import problem_to_json, roster_from_json, roster_to_json
from services.patrol.domain.rosters.problem import Assignment, Roster
from services.patrol.domain.shifts.moving import MOVED, Clear, Reopen
from services.patrol.domain.shifts.places import place_at
from services.patrol.domain.span import Span

NAME = "shift_repairs"
KIND = "repair"
LIMIT_S = 60.0
_REPAIRS = uuid.UUID("2d9c7f10-6b52-5f7e-8f8e-0a54bb0e1c3f")


class Done(Protocol):
    """A job that ended."""

    @property
    def owner(self) -> str:
        """Which proposal it is for."""

    @property
    def state(self) -> str:
        """Tell: done, failed or cancelled."""


def collections() -> tuple[Collection, ...]:
    """Declare where proposals lie."""
    return (Collection(NAME, (Index("unit", "unit"),)),)


@dataclass(frozen=True, slots=True)
class Repairs:
    """See the module's text."""

    act: Act
    shifts: Shifts
    duty: OnDuty
    jobs: Jobs

    def propose(self, unit: str, days: int, command: Command) -> Document:
        """Have a proposal made for a unit's shifts of the next days and return it, yet to be made."""
        id = f"repair-{uuid.uuid5(_REPAIRS, command.id).hex}"
        now = self.act.clock()
        coming = self.shifts.of_unit(unit, Span(now, now + timedelta(days=days)))
        coming = [each for each in coming if each.state == "published" and each.start > now]
        if not coming:
            raise Refused("nothing_to_repair", "the unit has no shifts to come in these days", "take more days")
        known = self.act.shifts.store.get(NAME, id)
        if known is not None:
            return known
        self.jobs.require_room(coming[0].county)
        policy = self.act.rules.for_county(coming[0].county)
        problem = unit_problem(id, unit, coming, self.act.people.of_unit(unit), self.act.diaries, policy,
                               self.act.finder.zone)  # fmt: skip
        job = self.jobs.ask(
            KIND, id, {"problem": problem_to_json(problem), "seconds": LIMIT_S}, seconds=LIMIT_S,
            command=step(f"repair/{id}", actor=command.actor), region=coming[0].county,
        )  # fmt: skip
        document = {
            "id": id, "unit": unit, "county": coming[0].county, "job": job, "state": "asked", "changes": [],
            "former": roster_to_json(standing(coming)), "asked_by": command.actor, "asked_at": time_to(now),
            "conflict": [],
        }  # fmt: skip
        with suppress(AlreadyExists):
            self.act.shifts.store.insert(NAME, document)
        return self.get(id)

    def on_done(self, job: Done, result: Mapping[str, Any] | None) -> None:
        """Take in what the solver found. May be repeated."""
        document = self.act.shifts.store.get(NAME, job.owner)
        if document is None or document["state"] != "asked":
            return
        state, changes = "failed", []
        if result is not None and job.state != "failed":
            state = "proposed"
            changes = _changes(roster_from_json(document["former"]), roster_from_json(result["roster"]))
        conflict = list((result or {}).get("conflict") or ())
        fresh = {**document, "state": state, "changes": changes, "conflict": conflict}
        self.act.shifts.store.replace(NAME, fresh, document["revision"])

    def get(self, id: str) -> Document:
        """Return a proposal. Raises Refused."""
        found = self.act.shifts.store.get(NAME, id)
        if found is None:
            raise Refused("no_such_repair", f"there is no repair {id}", "ask for one")
        return found

    def of_unit(self, unit: str) -> Sequence[Document]:
        """Return a unit's proposals."""
        return self.act.shifts.store.find(NAME, Eq("unit", unit)).documents

    def approve(self, id: str, command: Command) -> Document:
        """Carry a proposal out, place by place; repeat it when it raised. Raises Refused unless it is proposed.

        Each change tells afterwards whether it was done, or why not.
        """
        document = self.get(id)
        if document["state"] not in ("proposed", "applied"):
            raise Refused("not_proposed", f"the repair is {document['state']}", "wait for it, or ask for another")
        if document["state"] == "applied":
            return document
        for each in document["changes"]:
            if each["from"]:
                self._take_out(id, each, command)
        outcome = [{**each, "outcome": self._put_in(id, each, command)} for each in document["changes"]]
        fresh = {**document, "state": "applied", "changes": outcome, "approved_by": command.actor}
        return self.act.shifts.store.replace(NAME, fresh, document["revision"])

    def _take_out(self, id: str, told: Mapping[str, Any], command: Command) -> None:
        shift, number = told["shift"], told["place"]
        done = step(f"take-out/{id}/{shift}/{number}", actor=command.actor, causation=command.id)
        with suppress(Refused):  # it has changed meanwhile, which `_put_in` tells
            self.act(shift, Clear(number, told["from"]), done)

    def _put_in(self, id: str, told: Mapping[str, Any], command: Command) -> str:
        shift, number, person = told["shift"], told["place"], told["to"]
        place = place_at(self.act.get(shift), number)
        if place.person == person:
            return "done"
        if place.person or (told["from"] and (told["from"], MOVED) not in place.before):
            return "changed_meanwhile"
        done = step(f"put-in/{id}/{shift}/{number}", actor=command.actor, causation=command.id)
        try:
            self.duty.assign(shift, person, number, "", done)
        except Refused as refused:
            self.act(shift, Reopen(number), step(f"reopen/{id}/{shift}/{number}", causation=command.id))
            return refused.reason
        return "done"


def _changes(former: Roster, found: Roster) -> list[dict[str, Any]]:
    """Return each place whose holder differs. A place is a need of count 1."""

    def by_place(roster: Roster) -> dict[tuple[str, int], str]:
        return {(each.slot, each.need): each.person for each in sorted(roster, key=Assignment.__repr__)}

    was, now = by_place(former), by_place(found)
    return [
        {"shift": shift, "place": place, "from": was.get((shift, place), ""), "to": now.get((shift, place), "")}
        for shift, place in sorted(was.keys() | now.keys())
        if was.get((shift, place)) != now.get((shift, place))
    ]
