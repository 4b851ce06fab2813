"""Making the fact of a transition: the table is asked, its guards are passed, timers end and begin."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.mediation.domain import terms
from services.mediation.domain.case import Case
from services.mediation.domain.context import Context
from services.mediation.domain.fact import Fact
from services.mediation.domain.flow import CONFIRMATION, PROCEDURE
from services.mediation.domain.guards import check

INDEPENDENT = frozenset({"confirmation", "court_decision", "alarm", "linking"})
"""Deadlines that belong to another region than the procedure and outlive its moves."""


def fact(name: str, ctx: Context, **data: Any) -> Fact:
    """Return a fact of now."""
    return Fact(name, ctx.now, ctx.actor, data)


def move(
    case: Case, action: str, order: Any, ctx: Context, name: str, *, due: Mapping[str, datetime] | None = None,
    **data: Any,
) -> Fact:  # fmt: skip
    """Return the fact `name` of a procedure's transition. due: deadlines that differ from the table's terms.

    ends (among data): deadlines that end although the state stays.

    Raises Refused when the table does not know the transition or a guard does not pass.
    """
    transition, target = ctx.flow.step(PROCEDURE, case.state, action)
    check(transition.guards, case, order, ctx)
    ends = set(data.pop("ends", ()))
    running = {kind for kind in case.deadlines if kind not in INDEPENDENT}
    if target == case.state:
        timers: Mapping[str, datetime] = due or {}
        cleared = running & ends
    else:
        started = {kind: terms.due(kind, case, ctx) for kind in ctx.flow.state(PROCEDURE, target).timers}
        timers, cleared = due if due is not None else started, running
    said = {**data, "state": target}
    return Fact(name, ctx.now, ctx.actor, _timed(said, cleared - set(timers), timers))


def confirmation(case: Case, action: str, order: Any, ctx: Context) -> Fact:
    """Return the fact that judicial confirmation moved. Raises Refused."""
    transition, target = ctx.flow.step(CONFIRMATION, case.confirmation, action)
    check(transition.guards, case, order, ctx)
    timers = {kind: terms.due(kind, case, ctx) for kind in ctx.flow.state(CONFIRMATION, target).timers}
    cleared = {"confirmation", "court_decision"} & set(case.deadlines) - set(timers)
    said = {"from": case.confirmation, "to": target}
    return Fact("confirmation_changed", ctx.now, ctx.actor, _timed(said, cleared, timers))


def _timed(data: dict[str, Any], cleared: set[str], due: Mapping[str, datetime]) -> dict[str, Any]:
    if cleared:
        data["clear"] = sorted(cleared)
    if due:
        data["due"] = {kind: at.isoformat() for kind, at in sorted(due.items())}
    return data
