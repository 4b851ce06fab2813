"""Deciding an order: what happens, as facts, or a refusal with its reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from services.mediation.domain import (
    agreeing,
    assigning,
    confirming,
    documenting,
    ending,
    following,
    grading,
    linking,
    meeting,
    opening,
    partying,
    rounds,
    transferring,
)
from services.mediation.domain.case import Case
from services.mediation.domain.context import Context
from services.mediation.domain.documenting import DocumentFailed, DocumentMade
from services.mediation.domain.fact import Fact
from services.mediation.domain.fold import fold
from services.mediation.domain.grading import AcknowledgeAlarm
from services.mediation.domain.handling import Handlers
from services.mediation.domain.linking import LinksChecked
from services.mediation.domain.meeting import EndSession, GiveUpSession
from services.mediation.domain.refused import Refused

HANDLERS: Handlers = {
    **opening.HANDLERS, **partying.HANDLERS, **assigning.HANDLERS, **rounds.HANDLERS, **agreeing.HANDLERS,
    **following.HANDLERS, **ending.HANDLERS, **transferring.HANDLERS, **confirming.HANDLERS, **grading.HANDLERS,
    **linking.HANDLERS, **meeting.HANDLERS, **documenting.HANDLERS,
}  # fmt: skip

LEFT_AFTER_MERGING = (LinksChecked, AcknowledgeAlarm, DocumentMade, DocumentFailed, EndSession, GiveUpSession)
"""What was begun in a case before it was merged, and is brought to its end there."""


def decide(case: Case, order: Any, ctx: Context) -> list[Fact]:
    """Return what an order brings about; the grade follows from it, and rises by itself. Raises Refused."""
    if not case.state and not isinstance(order, opening.Open):
        raise Refused("no_such_case", "there is no such case")
    if case.state == "merged" and not isinstance(order, LEFT_AFTER_MERGING):
        raise Refused("merged", f"this case was merged into {case.merged_into}", "go on with that one")
    facts = HANDLERS[type(order)](case, order, ctx)
    return [*facts, *grading.regrade(fold(facts, case), ctx)]


def decide_all(case: Case, orders: Sequence[Any], brief: Callable[[Case, Any], Context]) -> list[Fact]:
    """Return what several orders bring about, one after the other, all or none. Raises Refused.

    brief: what an order is told, of the case as the one before left it: who joined by that may need a guardian.
    """
    facts: list[Fact] = []
    for order in orders:
        now = fold(facts, case)
        facts += decide(now, order, brief(now, order))
    return facts
