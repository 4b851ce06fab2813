"""Who of a case's people may be somebody known already: offered with reasons, said by an officer."""

from __future__ import annotations

from dataclasses import dataclass

from lianfang.caller import Caller
from lianfang.persistence.aggregate import Command
from services.mediation.app.act import Act
from services.mediation.app.linking import Linking
from services.mediation.app.people.answers import Possible
from services.mediation.app.people.register import People, UnknownPerson
from services.mediation.app.people.relations import Relations
from services.mediation.app.people.sameness import judged_of
from services.mediation.domain.case import Case
from services.mediation.domain.linking import LookAgain
from services.mediation.domain.refused import Refused


@dataclass(frozen=True, slots=True)
class Likeness:
    """A party and somebody known. said: what an officer said of the two, empty before."""

    ref: str
    person: str
    found: Possible
    said: str = ""


class Likenesses:
    """See the module's text. Nothing personal is told: ids, fields that agree or not, and weights."""

    def __init__(self, act: Act, people: People, relations: Relations, linking: Linking) -> None:
        self._act, self._people, self._relations, self._linking = act, people, relations, linking

    def of(self, id: str, caller: Caller) -> list[Likeness]:
        """Return who may be whom, the likeliest first. Raises NotThere, NotAllowed."""
        return self._of(self._act.case_for(caller, id))

    def judge(self, id: str, ref: str, person: str, same: bool, caller: Caller, command: Command) -> Case:
        """Say that a party is, or is not, somebody known; what that links or merges follows at once.

        It can be taken back by saying the opposite. Raises NotThere, NotAllowed, Refused for what was not offered.
        """
        case = self._act.case_for(caller, id)
        offered = next((each for each in self._of(case) if (each.ref, each.found.person_id) == (ref, person)), None)
        if offered is None:
            raise Refused(
                "not_offered",
                "that person was not offered for this party",
                "look at the likenesses",
                field="person",
            )
        (self._relations.confirm_same if same else self._relations.reject_same)(
            offered.person, person, caller.subject
        )
        self._act(id, [LookAgain(ref, person, same)], caller, command)
        return self._linking(self._act.case(id))

    def _of(self, case: Case) -> list[Likeness]:
        found = []
        for party in case.parties:
            judged = judged_of(self._people, party.person)
            try:
                said = self._people.statements(party.person)
            except UnknownPerson:
                continue
            known: dict[str, Possible] = {}
            for _, stated in said:
                for each in self._people.find(stated).people:
                    if each.person_id != party.person:
                        known.setdefault(each.person_id, each)
            found += [Likeness(party.ref, party.person, each, judged.get(id, "")) for id, each in known.items()]
        return sorted(found, key=lambda each: (-each.found.score, each.ref, each.found.person_id))
