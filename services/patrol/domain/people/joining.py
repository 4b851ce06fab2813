"""Coming and going: sign up, be approved, be suspended, leave the force."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from services.patrol.domain.people.person import VOLUNTEER_FORCES, Person
from services.patrol.domain.people.step import Step, about
from services.patrol.domain.refused import Refused
from services.patrol.domain.rosters.problem import FORCES

UNIT = re.compile(r"[0-9]{6}\.[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*\Z")
GROUP = re.compile(r"[a-z]{1,20}:[A-Za-z0-9][A-Za-z0-9._-]{0,79}\Z")
AREA = re.compile(r"(?:[0-9]{6}|[0-9]{9}|[0-9]{12}|[0-9]{16})?\Z")
MOST_GROUPS, MOST_USUAL = 50, 200


@dataclass(frozen=True, slots=True)
class Station:
    """Where somebody serves, and as what; the fields of `Person` by the same names."""

    unit: str
    force: str
    origin: str = ""
    area: str = ""
    groups: frozenset[str] = frozenset()
    usual: frozenset[str] = frozenset()


def check(station: Station) -> None:
    """Raise Refused for what nobody can be."""
    for problem in problems(station):
        raise problem


def problems(station: Station) -> list[Refused]:
    """Return all that is wrong; each names its field, none a value."""
    found: list[Refused] = []

    def add(field: str, message: str, remedy: str) -> None:
        found.append(Refused("invalid", message, remedy, field=field))

    if not UNIT.match(station.unit):
        add("unit", "is no unit's full id", "write county.zone.word, such as 350924.aoyang.command")
    if station.force not in FORCES:
        add("force", "is none of the forces", "write officer, auxiliary or volunteer")
    if station.origin and station.origin not in VOLUNTEER_FORCES:
        add("origin", "is none of the volunteer forces", f"write one of {', '.join(VOLUNTEER_FORCES)}")
    elif station.origin and station.force != "volunteer":
        add("origin", "is for volunteers only", "leave it out")
    if not AREA.match(station.area) or not station.area.startswith(station.unit[:6] if station.area else ""):
        add("area", "is no region code of the unit's county", "write 6, 9, 12 or 16 digits, or leave it out")
    if len(station.groups) > MOST_GROUPS or any(not GROUP.match(each) for each in station.groups):
        add(
            "groups",
            "holds what is no group, or too many",
            "write kind:word, such as team:a or shop:<full id>",
        )
    if len(station.usual) > MOST_USUAL or any(not UNIT.match(each) for each in station.usual):
        add("usual", "holds what is no post's full id, or too many", "write county.zone.word")
    return found


def sign_up(known: Person | None, id: str, station: Station) -> Step:
    """Somebody asks to be a volunteer; asking again changes nothing. Raises Refused for other forces."""
    check(station)
    if station.force != "volunteer":
        raise Refused("not_by_sign_up", "officers and auxiliaries are put in by a planner", field="force")
    if known is not None and known.state != "left":
        return Step(known)
    fresh = _placed(known or _nobody(id), station)
    return _joined(replace(fresh, state="applied"), "signed_up")


def put_in(known: Person | None, id: str, station: Station) -> Step:
    """A planner's list has somebody: new ones are active, known ones serve there now. Suspended stays suspended."""
    check(station)
    if known is None or known.state == "left":
        return _joined(replace(_placed(known or _nobody(id), station), state="active"), "imported")
    moved = place(known, station)
    if known.state == "applied":
        active = replace(moved.person, state="active")
        return Step(active, (*moved.facts, about(active, "person_approved")))
    return moved


def place(person: Person, station: Station) -> Step:
    """Somebody serves elsewhere, or in other groups. Raises Refused."""
    check(station)
    after = _placed(person, station)
    names = ("unit", "force", "origin", "area", "groups", "usual")
    changed = [name for name in names if getattr(after, name) != getattr(person, name)]
    return Step(after, (about(after, "person_changed", fields=changed),)) if changed else Step(person)


def approve(person: Person) -> Step:
    """An applicant, or somebody suspended, may be put on rosters. Raises Refused for who left."""
    if person.state == "active":
        return Step(person)
    _require(person, ("applied", "suspended"), "approved")
    return _moved(person, "active", "person_approved")


def suspend(person: Person, reason: str) -> Step:
    """Somebody must not be put on rosters for now. Raises Refused."""
    if person.state == "suspended":
        return Step(person)
    _require(person, ("applied", "active"), "suspended")
    return _moved(person, "suspended", "person_suspended", reason=reason)


def leave(person: Person, reason: str) -> Step:
    """Somebody leaves the force, by their own wish or another's."""
    return Step(person) if person.state == "left" else _moved(person, "left", "person_left", reason=reason)


def serving(person: Person) -> Person:
    """Return the person. Raises Refused for who left."""
    if person.state == "left":
        raise Refused("left", "they have left the force", "they sign up anew")
    return person


def _moved(person: Person, state: str, name: str, **data: str) -> Step:
    after = replace(person, state=state)  # type: ignore[arg-type]
    return Step(after, (about(after, name, **data),))


def _joined(person: Person, how: str) -> Step:
    return Step(person, (about(person, "person_joined", how=how, origin=person.origin or None),))


def _require(person: Person, states: Collection[str], what: str) -> None:
    if person.state not in states:
        raise Refused("wrong_state", f"who is {person.state} can't be {what}", "look at the person afresh")


def _placed(person: Person, station: Station) -> Person:
    return replace(
        person, county=station.unit[:6], unit=station.unit, force=station.force, origin=station.origin,
        area=station.area, groups=station.groups, usual=station.usual,
    )  # fmt: skip


def _nobody(id: str) -> Person:
    return Person(id, "", "", "volunteer")
