"""What of a case a caller is shown: nothing that would tell of another case which is sealed to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from lianfang.caller import Caller
from lianfang.persistence.aggregate import Aggregates
from services.mediation.app.access import may_see, require_seen
from services.mediation.app.codec import EMPTY, Dossier
from services.mediation.domain.case import Case
from services.mediation.domain.fact import Fact

MERGES_FOLLOWED = 20


def dossier_of(cases: Aggregates[Dossier], id: str) -> Dossier:
    """Return a case with its facts, an empty one when there is none."""
    stored = cases.get(id)
    return stored.state if stored else EMPTY


def follow(cases: Aggregates[Dossier], case: Case) -> Case:
    """Follow merges to the case that goes on; one without a state when there is none."""
    for _ in range(MERGES_FOLLOWED):
        if case.state != "merged":
            break
        case = dossier_of(cases, case.merged_into).case
    return case


def as_sealed(cases: Aggregates[Dossier], case: Case) -> Case:
    """Return the case as its access is judged: a merged report is sealed while its dispute's case is."""
    if case.state != "merged" or case.sealed:
        return case
    return replace(case, sealed=follow(cases, case).sealed)


def shown(cases: Aggregates[Dossier], case: Case, caller: Caller) -> Case:
    """Return the case without links to what is sealed to the caller. Raises NotThere when it may not see it."""
    require_seen(caller, as_sealed(cases, case))
    if not case.links:
        return case
    hidden = _hidden(cases, caller)
    return replace(case, links=tuple(each for each in case.links if not hidden(each.other)))


def history(cases: Aggregates[Dossier], dossier: Dossier, caller: Caller) -> tuple[Fact, ...]:
    """Return the facts as `shown` shows the case; each keeps its place. Raises NotThere."""
    require_seen(caller, as_sealed(cases, dossier.case))
    if not dossier.case.links:
        return dossier.facts
    hidden = _hidden(cases, caller)
    return tuple(_without(fact, hidden) for fact in dossier.facts)


def _hidden(cases: Aggregates[Dossier], caller: Caller) -> Callable[[str], bool]:
    judged: dict[str, bool] = {}

    def hidden(id: str) -> bool:
        if id not in judged:
            other = as_sealed(cases, dossier_of(cases, id).case)
            judged[id] = other.sealed and not may_see(caller, other)
        return judged[id]

    return hidden


def _without(fact: Fact, hidden: Callable[[str], bool]) -> Fact:
    links: Sequence[dict[str, Any]] = fact.data.get("links", ())
    other = fact.data.get("other", "")
    if not any(hidden(each["other"]) for each in links) and not (other and hidden(other)):
        return fact
    data = {name: value for name, value in fact.data.items() if name != "other"}
    if links:
        data["links"] = [each for each in links if not hidden(each["other"])]
    return replace(fact, data=data)
