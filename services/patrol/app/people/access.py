"""Whose data a caller may see, and whom a planner decides about."""

from __future__ import annotations

from lianfang.caller import Caller
from lianfang.regions.codes import contains
from services.patrol.domain.people.ids import person_id
from services.patrol.domain.people.person import Person

PLANNER, MEMBER, READER = "planner", "member", "reporter-data"
READERS = frozenset({PLANNER, "dispatcher", "supervisor"})


def own_id(caller: Caller) -> str:
    """Return the id of the person that the caller is."""
    return person_id(caller.subject)


def is_own(caller: Caller, person: str) -> bool:
    """Tell whether the caller is that person."""
    return MEMBER in caller.roles and own_id(caller) == person


def inside(caller: Caller, person: Person) -> bool:
    """Tell whether the person serves, or sets out, in the caller's region."""
    return any(contains(caller.region, code) for code in (person.county, person.area) if code)


def may_see(caller: Caller, person: Person) -> bool:
    """Tell whether the caller may know of the person at all."""
    return is_own(caller, person.id) or (not READERS.isdisjoint(caller.roles) and inside(caller, person))


def may_decide(caller: Caller, person: Person) -> bool:
    """Tell whether the caller plans for the person. Nobody approves, certifies or credits themselves."""
    return PLANNER in caller.roles and inside(caller, person) and own_id(caller) != person.id


def may_read(caller: Caller, person: Person) -> bool:
    """Tell whether the caller may read what names the person."""
    reader = PLANNER in caller.roles or READER in caller.roles
    return is_own(caller, person.id) or (reader and inside(caller, person))
