"""Who a party is: somebody known, somebody new, or possibly one of several, for an officer to say."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from lianfang.persistence.sealed import Cipher
from lianfang.persistence.store import Eq, In, Store
from services.mediation.app.people.answers import How, Possible, Resolution
from services.mediation.app.people.blind import Blind
from services.mediation.app.people.claims import Claims
from services.mediation.app.people.documents import (
    COLLECTIONS,
    EDGES,
    PARTY,
    PEOPLE,
    Statement,
    seal,
    statements_of,
    unseal,
)
from services.mediation.app.people.keeping import change, keep
from services.mediation.app.people.pinyin import LIKENESS
from services.mediation.domain.people.agreement import Verdict, compare_all
from services.mediation.domain.people.identity import Flag, Stated, Tidied, tidy
from services.mediation.domain.people.kin import Kind
from services.mediation.domain.people.weights import Weights

LOOKED_AT = 500
"""At most so many people who share something with a statement are compared with it."""
_PERSON_IDS = uuid.UUID("0f0c3c1e-54c5-5a53-9d0b-6d1f1c1f7b52")


class UnknownPerson(LookupError):
    """There is no person with this id."""


@dataclass(frozen=True, slots=True)
class Found:
    """People who are (same) or may be (possible) the one stated, the likeliest first. cut: there were more."""

    people: tuple[Possible, ...]
    cut: bool = False


class People:
    """The people that the records of this service's cases name."""

    def __init__(
        self,
        store: Store,
        cipher: Cipher,
        blind: Blind,
        clock: Callable[[], datetime],
        weights: Weights | None = None,
    ) -> None:
        """Declare the collections. weights: those of the policy, else the defaults."""
        store.declare(*COLLECTIONS)
        self.store, self.blind = store, blind
        self._cipher, self._clock, self._weights = cipher, clock, weights or Weights()
        self._claims = Claims(store)

    def resolve(
        self, stated: Stated, case_id: str, party: str, side: str = "", role: str = PARTY, *,
        on: date | None = None, apart_from: Collection[str] = (),
    ) -> Resolution:  # fmt: skip
        """Find out who a party is, and keep what the record says of them.

        party: what names the party within the case; no personal data. on: the day of the quarrel, of any age;
        today if not given. apart_from: people who it can't be. The same party asked again gets the same person;
        when its statement was corrected meanwhile, the correction is kept and whoever now agrees with it is
        possible, since a person once found moves by an officer's word only. Raises ValueError without a name;
        StoreUnavailable.
        """
        tidied = tidy(stated)
        ref = f"{case_id}/{party}"
        statement = self._statement(tidied.stated, ref, case_id, side, role, on)
        known = self._claims.party(ref)
        if known is not None:
            return self._again(known, tidied, statement, on, apart_from)
        found = self.find(tidied.stated, apart_from)
        answer = self._claims.claim_party(ref, self._decide(tidied, found, ref, apart_from))
        keep(self.store, answer.person_id, statement)
        return answer

    def find(self, stated: Stated, apart_from: Collection[str] = ()) -> Found:
        """Return who is or may be the tidied one stated; writes nothing."""
        page = self.store.find(PEOPLE, In("blind", tuple(self.blind.lookups(stated))), limit=LOOKED_AT)
        people = []
        for document in page.documents:
            said = [unseal(self._cipher, each.token) for each in statements_of(document)]
            match = compare_all(stated, said, self._weights, LIKENESS)
            if match and match.verdict is not Verdict.DIFFERENT and document["id"] not in apart_from:
                people.append(Possible.of(document["id"], match))
        people.sort(key=lambda each: (each.verdict is not Verdict.SAME, -each.score, each.person_id))
        return Found(tuple(people), page.cursor is not None)

    def statements(self, person_id: str) -> list[tuple[Statement, Stated]]:
        """Return what records say of a person, in plaintext: the caller audits this. Raises UnknownPerson."""
        document = self.store.get(PEOPLE, person_id)
        if document is None:
            raise UnknownPerson(person_id)
        return [(each, unseal(self._cipher, each.token)) for each in statements_of(document)]

    def reseal(self, person_id: str) -> None:
        """Write a person anew under the first field key (rotation, step 3). Raises UnknownPerson."""
        said = {each.ref: (each, stated) for each, stated in self.statements(person_id)}
        for each, stated in said.values():
            if numbers := self.blind.id_numbers(stated):
                self._claims.claim_number(numbers[:1], person_id, each.ref)
        fresh = {
            ref: each.sealed_anew(seal(self._cipher, stated), self.blind.keys(stated))
            for ref, (each, stated) in said.items()
        }
        # A statement that was corrected meanwhile was written under the first key already.
        change(
            self.store, person_id,
            lambda known: [fresh[each.ref] if said.get(each.ref, (None,))[0] == each else each for each in known],
        )  # fmt: skip

    def _decide(self, tidied: Tidied, found: Found, ref: str, apart_from: Collection[str]) -> Resolution:
        same = [each.person_id for each in found.people if each.verdict is Verdict.SAME]
        numbers = self.blind.id_numbers(tidied.stated)
        person = same[0] if same else _person_id(numbers[0] if numbers else f"ref:{ref}")
        how = How.SAME if same else How.NEW
        if numbers:
            owner, before = self._claims.claim_number(numbers, person, ref)
            if owner not in apart_from:
                person, how = owner, How.SAME if before else how
            else:
                person = _person_id(f"ref:{ref}")
        flags = (*tidied.flags, *_doubts(person, found))
        return Resolution(person, how, self._offered(person, found), flags, found.cut)

    def _again(
        self, known: Resolution, tidied: Tidied, statement: Statement, on: date | None, apart_from: Collection[str]
    ) -> Resolution:
        document = self.store.get(PEOPLE, known.person_id)
        before = [each for each in statements_of(document) if each.ref == statement.ref] if document else []
        if not before:  # whoever claimed the party ended before keeping what was said
            keep(self.store, known.person_id, statement)
            return known
        kept = replace(statement, on=statement.on if on else before[0].on)
        unchanged = replace(kept, token="", keys=()) == replace(before[0], token="", keys=())
        if unchanged and unseal(self._cipher, before[0].token) == tidied.stated:
            return known
        if numbers := self.blind.id_numbers(tidied.stated):
            self._claims.claim_number(numbers, known.person_id, statement.ref)
        found = self.find(tidied.stated, apart_from)
        keep(self.store, known.person_id, kept)
        offered = self._offered(known.person_id, found)
        fresh = Resolution(known.person_id, known.how, offered, tuple(tidied.flags), found.cut)
        return self._claims.correct_party(statement.ref, fresh)

    def _offered(self, person: str, found: Found) -> tuple[Possible, ...]:
        """Leave out the person itself, and whom an officer has already said to be it or not to be it."""
        others = [each for each in found.people if each.person_id != person]
        if not others:
            return ()
        edges = self.store.find(EDGES, Eq("ends", person), limit=LOOKED_AT).documents
        settled = {end for edge in edges if edge["kind"] == Kind.SAME_AS for end in edge["ends"]}
        return tuple(each for each in others if each.person_id not in settled)

    def _statement(self, stated: Stated, ref: str, case: str, side: str, role: str, on: date | None) -> Statement:
        keys = self.blind.keys(stated)
        day = (on or self._clock().date()).isoformat()
        return Statement(
            ref, case, side, role, day, seal(self._cipher, stated), keys.all, keys.household, keys.workplace
        )


def _doubts(person: str, found: Found) -> tuple[Flag, ...]:
    """An id number decides, but another name under it may be a relative's number given by mistake."""
    reasons = [reason for each in found.people if each.person_id == person for reason in each.reasons]
    other = any(reason.field == "name" and reason.outcome == "different" for reason in reasons)
    return (Flag.OTHER_NAME,) if other else ()


def _person_id(name: str) -> str:
    """Return an id that every process derives alike: of the id number's blind key, else of the party."""
    return f"p-{uuid.uuid5(_PERSON_IDS, name)}"
