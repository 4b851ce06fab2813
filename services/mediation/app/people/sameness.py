"""Who else in the register is the same person: two processes that met somebody at once may have kept them twice."""

from __future__ import annotations

from lianfang.persistence.store import Eq
from services.mediation.app.people.documents import EDGES
from services.mediation.app.people.register import LOOKED_AT, People, UnknownPerson
from services.mediation.app.people.relations import Said
from services.mediation.domain.people.agreement import Verdict
from services.mediation.domain.people.kin import Kind


def same_people(people: People, person: str) -> set[str]:
    """Return the ids of all who are this person, itself included: by what is stated, or by an officer's word.

    Whom an officer said to be another is none of them. Raises StoreUnavailable.
    """
    try:
        said = people.statements(person)
    except UnknownPerson:
        return {person}
    same = {person}
    for _, stated in said:
        same |= {each.person_id for each in people.find(stated).people if each.verdict is Verdict.SAME}
    judged = judged_of(people, person)
    same |= {end for end, word in judged.items() if word == Said.CONFIRMED}
    return {each for each in same if each == person or judged.get(each) != Said.REJECTED}


def judged_of(people: People, person: str) -> dict[str, str]:
    """Return what officers said of this person and others: id -> confirmed or rejected."""
    edges = people.store.find(EDGES, Eq("ends", person), limit=LOOKED_AT).documents
    return {
        end: str(each["said"])
        for each in edges
        if each["kind"] == Kind.SAME_AS
        for end in each["ends"]
        if end != person
    }
