"""After people joined a case: is it a dispute that has a case already, and which old quarrels lie behind it?"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import product

from services.mediation.app.act import Act
from services.mediation.app.claims import Claims, origin, pair
from services.mediation.app.people.find_links import FindLinks
from services.mediation.app.steps import step
from services.mediation.domain.case import Case
from services.mediation.domain.ending import Merge, Reopen
from services.mediation.domain.flow import PROCEDURE
from services.mediation.domain.grading import Signal
from services.mediation.domain.linking import LinksChecked, NoteLinks
from services.mediation.domain.opening import AddSource
from services.mediation.domain.parts import PARTY, Link, Party
from services.mediation.domain.partying import AddParties
from services.mediation.domain.people.paths import Candidate

LINKED = "linked_dispute"
"""The signal of a dispute whose parties are tied, at both ends, to those of another one that is open."""


class Linking:
    """See the module's text. Every step may be repeated."""

    def __init__(self, act: Act, claims: Claims, find_links: FindLinks) -> None:
        self._act, self._claims, self._find_links = act, claims, find_links

    def __call__(self, case: Case) -> Case:
        """Reserve the pairs, merge if another case has them, note old quarrels; return the dispute's case."""
        holder = self._holder(case)
        if holder is not None:
            return self._merge(case, holder)
        found = self._candidates(case)
        name = f"{case.id}/{case.version}/{'+'.join(link.hash for link in found)}"
        after = self._act.internally(case.id, [NoteLinks(tuple(found)), LinksChecked()], step(f"links/{name}"))
        for link in found:
            self._tell(case.id, link)
        return after

    def _holder(self, case: Case) -> Case | None:
        """Return the case to go on with that has a pair of this one's parties; None when this one has them all."""
        for one, other in _pairs(case.parties):
            key = pair(one, other)
            owner = self._claims.claim(key, case.id)
            if owner == case.id:
                continue
            holder = self._final(owner)
            if holder is None or holder.id == case.id or not self._goes_on(holder):
                self._claims.pass_on(key, owner, case.id)
            elif self._can_merge(case):
                return holder
        return None

    def _goes_on(self, holder: Case) -> bool:
        """Tell whether a new report belongs to this case: it is open, or ended so lately that it is reopened."""
        if holder.open:
            return True
        ended = self._ended_at(holder)
        briefing = self._act.briefing
        until = briefing.policies.at(holder.policy).reopen_within.after(ended, briefing.calendar)
        return briefing.clock() <= until and holder.state != "merged"

    def _can_merge(self, case: Case) -> bool:
        return (case.state, "merge") in self._act.briefing.flow.regions[PROCEDURE].by_move

    def _ended_at(self, case: Case) -> datetime:
        return self._act.dossier(case.id).facts[-1].at

    def _final(self, id: str) -> Case | None:
        """Follow merges to the case that goes on."""
        case = self._act.dossier(id).case
        for _ in range(10):
            if case.state != "merged":
                break
            case = self._act.dossier(case.merged_into).case
        return case if case.state else None

    def _merge(self, case: Case, holder: Case) -> Case:
        """The holder takes over sources, signals and parties, then this one ends."""
        first = case.origins[0]
        orders: list[object] = []
        if not holder.open:
            orders.append(Reopen("new_report", first.source, first.ref))
        orders += [AddSource(each.source, each.ref, tuple(sorted(case.signals))) for each in case.origins]
        joining = _joining(case, holder)
        if joining:
            orders.append(AddParties(joining))
        self._act.internally(holder.id, orders, step(f"merge/{case.id}/into/{holder.id}"))
        self._act.internally(case.id, [Merge(holder.id), LinksChecked()], step(f"merged/{case.id}/{holder.id}"))
        for each in case.origins:
            self._claims.pass_on(origin(each.source, each.ref), case.id, holder.id)
        after = self._act.case(holder.id)
        return self(after) if "linking" in after.deadlines else after

    def _candidates(self, case: Case) -> list[Link]:
        decided = {(each.other, each.hash) for each in case.links if each.decided}
        links: dict[str, Link] = {}
        for found in self._find_links(case.id, decided):
            other = self._final(found.case)
            if other is not None and other.id != case.id and other.id not in links:
                links[other.id] = _link(found, other.id)
        return list(links.values())

    def _tell(self, id: str, link: Link) -> None:
        """An open dispute learns of this one too; tied at both ends, both weigh more."""
        if not self._act.case(link.other).open:
            return
        back = replace(link, other=id, path=tuple(reversed(link.path)))
        self._act.internally(link.other, [NoteLinks((back,))], step(f"linked-back/{link.other}/{id}/{link.hash}"))
        if link.both_ends and self._act.case(id).open:
            for each, cause in ((id, link.other), (link.other, id)):
                self._act.internally(each, [Signal((LINKED,))], step(f"linked/{each}/{cause}"))


def _pairs(parties: tuple[Party, ...]) -> list[tuple[str, str]]:
    own = [each for each in parties if each.role == PARTY]
    found = {
        (min(one.person, other.person), max(one.person, other.person))
        for one, other in product(own, own)
        if one.side < other.side and one.person != other.person
    }
    return sorted(found)


def _joining(case: Case, holder: Case) -> tuple[Party, ...]:
    """Return this case's people whom the other lacks, under refs of their own there, on the right side."""
    there = {each.person: each.side for each in holder.parties}
    sides = {each.side: there[each.person] for each in case.parties if each.person in there}
    refs = {each.ref: f"{each.ref}.{case.id[:8]}" for each in case.parties}
    by_person = {each.person: each.ref for each in holder.parties}
    kept = {each.ref: by_person.get(each.person, refs[each.ref]) for each in case.parties}
    return tuple(
        Party(
            refs[each.ref],
            each.person,
            sides.get(each.side, each.side),
            each.role,
            kept.get(each.of, ""),
            each.sealed,
        )
        for each in case.parties
        if each.person not in there
    )


def _link(found: Candidate, other: str) -> Link:
    path = tuple(f"{each.relation}:{each.end}" for each in found.path)
    return Link(other, path, found.years, found.both_ends, found.path_hash)
