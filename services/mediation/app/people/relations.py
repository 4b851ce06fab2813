"""Edges between people: what records state of kin and colleagues, and what officers say of two being one."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lianfang.persistence.store import AlreadyExists, Conflict, Document, Store
from services.mediation.app.people.answers import Resolution
from services.mediation.app.people.documents import EDGES, PEOPLE
from services.mediation.app.people.register import People, UnknownPerson
from services.mediation.domain.people.identity import Stated, tidy
from services.mediation.domain.people.kin import STATABLE, Edge, Kind

KIN_ROLE = "kin"
"""The role of somebody whom a record names without them being a party of its case."""
_EDGE_IDS = uuid.UUID("6b7c6c1b-0a54-5b0e-8f0f-8fb0d4f2a9c1")


class Said(StrEnum):
    """What an officer said of two people being one."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Related:
    """An edge, and who its end is if they were only named."""

    edge: Edge
    resolution: Resolution | None = None


class Relations:
    """Writes edges. All of it can be repeated without a second effect."""

    def __init__(self, people: People, clock: Callable[[], datetime]) -> None:
        self._people, self._clock = people, clock
        self._store: Store = people.store

    def relate(self, person: str, kind: Kind, other: str | Stated, case_id: str) -> Related:
        """Keep that `other` is the `kind` of `person`, as the record of this case states.

        other: a person's id, or what the record says of somebody who is no party (they are resolved first, and are
        never taken for `person`). Raises ValueError for no case, oneself, or SAME_AS; UnknownPerson.
        """
        if kind not in STATABLE:
            raise ValueError("kind: that two people are one is for an officer to confirm (confirm_same)")
        self._check(person)
        resolution = None
        if isinstance(other, Stated):
            named = self._people.blind.opaque("kin", f"{person}/{kind}/{tidy(other).stated.name}")
            resolution = self._people.resolve(other, case_id, f"kin-{named}", role=KIN_ROLE, apart_from=(person,))
            other = resolution.person_id
        else:
            self._check(other)
        edge = Edge(person, other, kind, case_id)
        id = _id(person, kind, other, case_id)
        with suppress(AlreadyExists):  # stated before in this case
            self._store.insert(EDGES, {"id": id, "ends": [person, other], "kind": kind.value, "case": case_id})
        return Related(edge, resolution)

    def confirm_same(self, person_a: str, person_b: str, by: str) -> None:
        """Join two people as one, on an officer's word. Both stay, so it can be undone with `reject_same`.

        by: the officer's account. Raises ValueError for one and the same person; UnknownPerson.
        """
        self._say(person_a, person_b, Said.CONFIRMED, by)

    def reject_same(self, person_a: str, person_b: str, by: str) -> None:
        """Keep that two people are not one, also after it was confirmed; they aren't offered again. As above."""
        self._say(person_a, person_b, Said.REJECTED, by)

    def _say(self, one: str, other: str, said: Said, by: str) -> None:
        if not by:
            raise ValueError("by: tell which officer says so")
        ends = sorted((one, other))
        Edge(ends[0], ends[1], Kind.SAME_AS, "")
        for person in ends:
            self._check(person)
        id = _id(ends[0], Kind.SAME_AS, ends[1], "")
        entry = {"said": said.value, "by": by, "at": self._clock().isoformat()}
        while True:
            found = self._store.get(EDGES, id)
            if found and found["said"] == said.value:
                return
            fresh: Document = {
                "id": id, "ends": ends, "kind": Kind.SAME_AS.value, "case": None, "said": said.value,
                "history": [*(found["history"] if found else []), entry],
            }  # fmt: skip
            try:
                if found is None:
                    self._store.insert(EDGES, fresh)
                else:
                    self._store.replace(EDGES, fresh, found["revision"])
            except (AlreadyExists, Conflict):
                continue
            return

    def _check(self, person: str) -> None:
        if self._store.get(PEOPLE, person) is None:
            raise UnknownPerson(person)


def edge_of(document: Document) -> Edge | None:
    """Return a stored edge; None for two people who an officer said are not one."""
    if document.get("said") == Said.REJECTED:
        return None
    start, end = document["ends"]
    return Edge(start, end, Kind(document["kind"]), document["case"] or "")


def _id(start: str, kind: Kind, end: str, case: str) -> str:
    return str(uuid.uuid5(_EDGE_IDS, "/".join((start, kind, end, case))))
