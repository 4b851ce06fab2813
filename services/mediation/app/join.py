"""People join a case: who they are, what binds them, and whether this dispute or its root is known already.

Several documents change, so it goes in visible steps: people are found or kept, the case notes its parties, then
pairs are reserved, the same dispute's cases are merged, and old quarrels noted. The case's deadline ``linking`` has
the rest taken up again should the process die in between; each step may be done twice.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from lianfang.caller import Caller
from lianfang.persistence.aggregate import Command
from lianfang.persistence.sealed import Cipher, seal, unseal
from lianfang.persistence.store import Range
from services.mediation.app.act import Act
from services.mediation.app.cases import NAME
from services.mediation.app.linking import Linking
from services.mediation.app.people.register import People
from services.mediation.app.people.relations import Relations
from services.mediation.app.people.sameness import same_people
from services.mediation.app.reported import newcomers, with_own_refs
from services.mediation.app.said import PartySaid
from services.mediation.domain.case import Case
from services.mediation.domain.decide import decide
from services.mediation.domain.parts import Party
from services.mediation.domain.partying import AddParties
from services.mediation.domain.refused import Refused

AT_ONCE = 50
REPORT = 8
"""Characters of a command's id by which a report's refs are told from the case's."""
_log = logging.getLogger(__name__)


class JoinParties:
    """See the module's text."""

    def __init__(self, act: Act, people: People, relations: Relations, cipher: Cipher, linking: Linking) -> None:
        self._act, self._people, self._relations = act, people, relations
        self._cipher, self._linking = cipher, linking

    def __call__(
        self, id: str, parties: Sequence[PartySaid], caller: Caller, command: Command, *, reported: bool = False
    ) -> Case:
        """Add parties and return the case that has the dispute now, which may be another one.

        reported: they come with a report on the dispute, whose refs are its own; else a known ref is a correction.
        Raises NotThere, NotAllowed, Refused, ReusedId.
        """
        case = self._act.case_for(caller, id)
        if reported:
            parties = with_own_refs(case, parties, self._cipher, command.id[:REPORT])
        order = _unresolved(parties)
        if case.state == "merged":
            self._act(id, [order], caller, command)  # a repeat passes; whatever is new is refused
            return self._act.final(id)
        _check_kin(case, parties)
        decide(case, order, self._act.context(case, order, command.actor))
        known = {each.ref: each.person for each in case.parties}
        on = case.opened_at.date() if case.opened_at else None
        for each in parties:
            known[each.ref] = self._people.resolve(each.stated, id, each.ref, each.side, each.role, on=on).person_id
        for each, kin in ((party, kin) for party in parties for kin in party.kin):
            if kin.stated is None and known[kin.ref] == known[each.ref]:
                continue  # two refs turn out to be one person: the record contradicts itself, and nobody is lost
            self._relations.relate(known[each.ref], kin.kind, kin.stated or known[kin.ref], id)
        joined = [self._party(each, known[each.ref], case) for each in parties]
        if reported:
            joined = newcomers(case, joined, lambda person: same_people(self._people, person))
        self._act(id, [AddParties(tuple(joined))], caller, command)
        return self.link(id)

    def link(self, id: str) -> Case:
        """Do what is left to do after parties were added, and return the case that has the dispute."""
        case = self._act.case(id)
        return self._linking(case) if "linking" in case.deadlines else case

    def resume(self) -> int:
        """Take up what a process left undone, and return how many cases that were. Raises StoreUnavailable."""
        cases = self._act.cases
        found = cases.store.find(
            NAME, Range("due", high=self._act.briefing.clock().isoformat()), sort="due", limit=AT_ONCE
        )
        left = [cases.stored(each).state.case for each in found.documents]
        now = self._act.briefing.clock()
        late = [case for case in left if case.deadlines.get("linking", now) < now]
        for case in late:
            try:
                self._linking(case)
            except Refused as refused:  # one that people must look at does not hold up the others
                _log.warning("linking is left undone: %s", refused, extra={"case": case.id})
        return len(late)

    def _party(self, said: PartySaid, person: str, case: Case) -> Party:
        before = next((each for each in case.parties if each.ref == said.ref), None)
        kept = {"stated": asdict(said.stated), "notes": said.notes}
        # The same statement keeps its token, so that a repeat is seen to be one
        if before is not None and unseal(self._cipher, before.sealed) == _said(kept):
            return Party(said.ref, person, said.side, said.role, said.of, before.sealed)
        return Party(said.ref, person, said.side, said.role, said.of, seal(self._cipher, kept))


def _unresolved(parties: Sequence[PartySaid]) -> AddParties:
    """Return the order by which a case tells what it would refuse, before anything is kept of its people."""
    return AddParties(tuple(Party(each.ref, "", each.side, each.role, each.of) for each in parties))


def _said(kept: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in kept.items() if value}


def _check_kin(case: Case, parties: Sequence[PartySaid]) -> None:
    refs = {known.ref for known in case.parties} | {said.ref for said in parties}
    for each, kin in ((party, kin) for party in parties for kin in party.kin):
        if kin.stated is None and kin.ref not in refs - {each.ref}:
            raise Refused(
                "unknown_kin", f"the kin of {each.ref} is neither described nor another party of the case",
                "give `person`, or the ref of another party", field="kin",
            )  # fmt: skip
