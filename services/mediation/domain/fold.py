"""Folding facts into a case. Every change of a case is a fact, so folding its facts again gives the same case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.mediation.domain import fold_people, fold_procedure, fold_risk, fold_transfer, fold_work
from services.mediation.domain.case import Case
from services.mediation.domain.fact import Fact

Folder = Callable[[Case, Fact], Case]
FOLDERS: Mapping[str, Folder] = {
    **fold_procedure.FOLDERS, **fold_people.FOLDERS, **fold_risk.FOLDERS, **fold_transfer.FOLDERS,
    **fold_work.FOLDERS,
}  # fmt: skip
NOTHING = Case()


def evolve(case: Case, fact: Fact) -> Case:
    """Return the case after a fact. Raises KeyError for a fact that this version does not know."""
    after = FOLDERS[fact.name](case, fact)
    return replace(
        after, version=case.version + 1, state=fact.data.get("state", after.state),
        deadlines=_deadlines(after.deadlines, fact.data),
    )  # fmt: skip


def fold(facts: Iterable[Fact], case: Case = NOTHING) -> Case:
    """Return the case after all these facts."""
    for fact in facts:
        case = evolve(case, fact)
    return case


def trail(case: Case, facts: Iterable[Fact]) -> Iterator[tuple[Fact, Case]]:
    """Yield each fact with the case after it. Folding copies the case: who needs all steps goes this way once."""
    for fact in facts:
        case = evolve(case, fact)
        yield fact, case


def _deadlines(before: Mapping[str, datetime], data: Mapping[str, Any]) -> Mapping[str, datetime]:
    clear, due = data.get("clear", ()), data.get("due", {})
    if not clear and not due:
        return before
    kept = {kind: at for kind, at in before.items() if kind not in clear}
    return {**kept, **{kind: datetime.fromisoformat(at) for kind, at in due.items()}}
