"""After people joined a case: is it a dispute that has a case already, and which old quarrels lie behind it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from itertools import product

from lianfang.persistence.steps import step
from services.mediation.app.act import Act
from services.mediation.app.claims import Claims, origin, pair
from services.mediation.app.people.find_links import FindLinks
from services.mediation.app.people.register import People
from services.mediation.app.people.sameness import same_people
from services.mediation.domain.case import COLOURS, FINAL, Case
from services.mediation.domain.ending import Merge, Reopen
from services.mediation.domain.flow import PROCEDURE
from services.mediation.domain.grading import Raise, Signal
from services.mediation.domain.linking import LinksChecked, NoteLinks
from services.mediation.domain.opening import AddSource
from services.mediation.domain.parts import LINKED, PARTY, Link, Party
from services.mediation.domain.partying import AddParties, Seal
from services.mediation.domain.people.paths import Candidate
from services.mediation.domain.refused import Refused

Same = Mapping[str, set[str]]
"""Person -> all ids in the register that are this person."""

ATTEMPTS = 5
NEW_QUARRELS = ("incident", "grid_report")
"""Sources that tell of something that has just happened, where a visit may be about what is known."""
MEDIATION_OVER = ("follow_up", "failed")
SEEN_TO = ("agreed", "performing", "transferred", "received", "resolved")
"""States in which a new incident between the same people brings the case back to triage, or raises it at least."""
MOVED_ON = ("merged", "changed", "not_higher", "illegal_transition")
"""Refusals by which another process was quicker: look again."""


class Linking:
    """See the module's text. Every step may be repeated."""

    def __init__(self, act: Act, claims: Claims, find_links: FindLinks, people: People) -> None:
        self._act, self._claims, self._find_links, self._people = act, claims, find_links, people

    def __call__(self, case: Case) -> Case:
        """Reserve the pairs, merge if another case has them, note old quarrels; return the dispute's case."""
        for attempt in range(ATTEMPTS):
            try:
                return self._once(self._act.case(case.id) if attempt else case)
            except Refused as refused:
                if refused.reason not in MOVED_ON:
                    raise
        return self._act.final(case.id)  # a busy dispute: the deadline takes it up again

    def _once(self, case: Case) -> Case:
        if case.state == "merged":
            return self._act.final(case.id)
        same = {each.person: same_people(self._people, each.person) for each in case.parties}
        holder = self._holder(case, same)
        if holder is not None:
            return self._merge(case, holder, same)
        found = self._candidates(case)
        checked = LinksChecked(case.deadlines.get("linking"))
        name = f"{case.id}/{case.version}/{'+'.join(link.hash for link in found)}"
        after = self._act.internally(case.id, [NoteLinks(tuple(found)), checked], step(f"links/{name}"))
        for link in found:
            self._tell(case.id, link)
        return after

    def _holder(self, case: Case, same: Same) -> Case | None:
        """Return the case to go on with that has a pair of this one's parties; None when this one has them all."""
        for key in _keys(case.parties, same):
            owner = self._claims.claim(key, case.id)
            if owner == case.id:
                continue
            holder = self._act.final(owner)
            if not holder.state or holder.id == case.id or not self._goes_on(holder):
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
        """Return when it came to its end; what was noted of it since, such as a document, does not count."""
        ends = (each.at for each in reversed(self._act.dossier(case.id).facts) if each.data.get("state") in FINAL)
        return next(ends)

    def _merge(self, case: Case, holder: Case, same: Same) -> Case:
        """The holder takes over sources, signals and parties, then this one ends."""
        first = case.origins[0]
        # What is for few eyes in one is so in the other, before any event tells of it
        sealing = [Seal(True)] if case.sealed or holder.sealed else []
        orders: list[object] = [*sealing]
        again = any(each.source in NEW_QUARRELS for each in case.origins)
        if not holder.open or (again and holder.state in MEDIATION_OVER):
            orders.append(Reopen("new_report", first.source, first.ref))
        elif again and holder.state in SEEN_TO:
            orders.append(Raise("yellow", "new_incident", at_least=True))
        weighed = self._act.briefing.policies.at(holder.policy).grading.signals
        signals = tuple(sorted(case.signals & weighed.keys()))  # each case has its own rules
        orders += [AddSource(each.source, each.ref) for each in case.origins]
        if signals:
            orders.append(Signal(signals))
        if COLOURS.index(case.risk) > COLOURS.index(holder.risk):
            orders.append(Raise(case.risk, "merged", at_least=True))  # what came before may have done it
        joining = _joining(case, holder, same)
        if joining:
            orders.append(AddParties(joining))
        name = f"{case.id}/{case.version}/{holder.id}"
        self._act.internally(holder.id, orders, step(f"merge/{name}"))
        ending = [*sealing, Merge(holder.id, len(case.origins)), LinksChecked()]
        self._act.internally(case.id, ending, step(f"merged/{name}"))
        for each in case.origins:
            self._claims.pass_on(origin(each.source, each.ref), case.id, holder.id)
        after = self._act.case(holder.id)
        return self(after) if "linking" in after.deadlines else after

    def _candidates(self, case: Case) -> list[Link]:
        decided = {(each.other, each.hash) for each in case.links if each.decided}
        links: dict[str, Link] = {}
        for found in self._find_links(case.id, decided):
            other = self._act.final(found.case)
            if other.state and other.id != case.id and other.id not in links:
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


def _keys(parties: tuple[Party, ...], same: Same) -> list[str]:
    """Return the keys of all pairs on opposite sides, under every id that their people have."""
    own = [each for each in parties if each.role == PARTY]
    found = {
        pair(one, other)
        for here, there in product(own, own)
        if here.side < there.side
        for one, other in product(same[here.person], same[there.person])
        if one != other
    }
    return sorted(found)


def _joining(case: Case, holder: Case, same: Same) -> tuple[Party, ...]:
    """Return this case's people whom the other lacks, under refs of their own there, on the right side."""
    there = {each.person: each for each in holder.parties}
    known = {
        each.ref: there[person] for each in case.parties for person in same[each.person] if person in there
    }  # fmt: skip
    sides = {each.side: known[each.ref].side for each in case.parties if each.ref in known}
    refs = {
        each.ref: known[each.ref].ref if each.ref in known else f"{each.ref}.{case.id[:8]}" for each in case.parties
    }
    return tuple(
        replace(each, ref=refs[each.ref], side=sides.get(each.side, each.side), of=refs.get(each.of, ""))
        for each in case.parties
        if each.ref not in known
    )


def _link(found: Candidate, other: str) -> Link:
    path = tuple(f"{each.relation}:{each.end}" for each in found.path)
    return Link(other, path, found.years, found.both_ends, found.path_hash)
