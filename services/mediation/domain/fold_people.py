"""How facts about people and old quarrels change a case."""

from __future__ import annotations

from dataclasses import replace

from services.mediation.domain.case import Case
from services.mediation.domain.fact import Fact
from services.mediation.domain.parts import LINKED, Link, Party


def _parties_added(case: Case, fact: Fact) -> Case:
    added = tuple(Party(**each) for each in fact.data["parties"])
    fresh = {each.ref for each in added}
    kept = tuple(each for each in case.parties if each.ref not in fresh)
    return replace(case, parties=(*kept, *added), people=max(case.people, len(kept) + len(added)))


def _objected(case: Case, fact: Fact) -> Case:
    return replace(case, objections={**case.objections, fact.data["mediator"]: fact.data["reason"]})


def _same(case: Case, _fact: Fact) -> Case:
    return case


def _consented(case: Case, fact: Fact) -> Case:
    said = frozenset(fact.data["sides"])
    return replace(case, consents=case.consents | said if fact.data["given"] else case.consents - said)


def _sealed(case: Case, fact: Fact) -> Case:
    return replace(case, sealed=fact.data["sealed"])


def _links_found(case: Case, fact: Fact) -> Case:
    known = {each.other for each in case.links}
    found = tuple(
        Link(each["other"], tuple(each["path"]), each["years"], each["both_ends"], each["hash"])
        for each in fact.data["links"]
        if each["other"] not in known
    )
    return replace(case, links=(*case.links, *found))


def _link_decided(case: Case, fact: Fact) -> Case:
    decided = "confirmed" if fact.name == "link_confirmed" else "rejected"
    links = tuple(
        replace(each, decided=decided) if each.other == fact.data["other"] else each for each in case.links
    )
    tied = any(each.both_ends and each.decided != "rejected" for each in links)
    # The signal came from candidates; when an officer has rejected them all, nothing is left that it could weigh
    signals = case.signals if tied or decided != "rejected" else case.signals - {LINKED}
    return replace(case, links=links, signals=signals)


FOLDERS = {
    "parties_added": _parties_added, "consented": _consented, "sealing_changed": _sealed,
    "links_found": _links_found, "links_checked": _same, "likeness_judged": _same, "objected": _objected,
    "link_confirmed": _link_decided, "link_rejected": _link_decided,
}  # fmt: skip
