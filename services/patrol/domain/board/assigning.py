"""A unit is chosen for an incident, goes there, is done or let go. Messages may come late, twice, in any order."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from services.patrol.domain.board.telling import Step, tell
from services.patrol.domain.board.unit import ENDS, WAY, Assignment, AssignmentState, Unit
from services.patrol.domain.people.step import Fact
from services.patrol.domain.refused import Refused


def choose(
    unit: Unit, incident: str, sequence: int, now: datetime, *, priority: int, restricted: bool = False
) -> Step:
    """A dispatcher chose it. sequence: of the incident's event; what is older than is known changes nothing."""
    known = unit.assignment(incident)
    if known is not None and sequence <= known.sequence:
        return Step(unit)
    fresh = Assignment(incident, "offered", sequence, now, priority, restricted)
    return tell(_with(unit, fresh), now, (_moved(unit, fresh),))


def let_go(
    unit: Unit, incident: str, sequence: int, now: datetime, reason: str, *, restricted: bool = False
) -> Step:
    """The incident needs it no longer. sequence: as above."""
    known = unit.assignment(incident)
    if known is None:
        ended = Assignment(incident, "released", sequence, now, restricted=restricted, unheard=True)
        return tell(_with(unit, ended), now)
    if sequence <= known.sequence:
        return Step(unit)
    if not known.open:
        return tell(_with(unit, replace(known, sequence=sequence, changed=now)), now)
    after = replace(known, state="released", sequence=sequence, changed=now)
    return tell(_with(unit, after), now, (_ended(unit, incident, reason),))


def move(unit: Unit, incident: str, state: AssignmentState, now: datetime) -> Step:
    """The unit, or a dispatcher for it, says how far it is. Steps may be left out, never taken back.

    Raises Refused: not_assigned, assignment_over, not_back.
    """
    known = unit.assignment(incident)
    if known is None:
        raise Refused("not_assigned", "the unit has no part in this incident", "look at its assignments")
    if known.state == state:
        return Step(unit)
    if not known.open:
        raise Refused("assignment_over", f"the assignment is {known.state}", "have the unit chosen again")
    after = replace(known, state=state, changed=now)
    if state in ENDS:
        return tell(_with(unit, after), now, (_ended(unit, incident, state),))
    if WAY.index(state) < WAY.index(known.state):
        raise Refused(
            "not_back", f"the assignment is {known.state} already, it does not go back to {state}",
            "release the unit, if it turned round",
        )  # fmt: skip
    return tell(_with(unit, after), now, (_moved(unit, after),))


def _with(unit: Unit, assignment: Assignment) -> Unit:
    others = tuple(each for each in unit.assignments if each.incident != assignment.incident)
    return replace(unit, assignments=(*others, assignment))


def _moved(unit: Unit, it: Assignment) -> Fact:
    return Fact("unit_assigned", {"unit": unit.base.id, "incident_id": it.incident, "state": it.state})


def _ended(unit: Unit, incident: str, reason: str) -> Fact:
    return Fact("unit_released", {"unit": unit.base.id, "incident_id": incident, "reason": reason})
