"""Firing deadlines: what was not done in time is an event, goes up one step, and gets the next deadline."""

from __future__ import annotations

from datetime import timedelta

from services.mediation.domain import assigning, terms
from services.mediation.domain.case import Case
from services.mediation.domain.context import Context
from services.mediation.domain.fact import Fact
from services.mediation.domain.fold import fold
from services.mediation.domain.grading import alarm_teams, regrade
from services.mediation.domain.moving import confirmation, fact


def fire(case: Case, ctx: Context) -> list[Fact]:
    """Fire every deadline that has passed by now; what follows lies after it. Empty when none has.

    ``linking`` is no deadline of anybody's but a step to take up again, see app/join.
    """
    due = sorted((at, kind) for kind, at in case.deadlines.items() if at <= ctx.now and kind != "linking")
    facts: list[Fact] = []
    later = ctx.now + timedelta(days=1)
    for _, kind in due:
        now = fold(facts, case)
        if now.deadlines.get(kind, later) <= ctx.now:  # an earlier firing may have ended or moved it
            facts += _miss(now, kind, ctx)
    return [*facts, *regrade(fold(facts, case), ctx)] if facts else []


def _miss(case: Case, kind: str, ctx: Context) -> list[Fact]:
    was = case.deadlines[kind]
    if kind == "confirmation":
        return [confirmation(case, "expire", None, ctx)]
    if kind == "accept":
        missed = fact("deadline_missed", ctx, kind=kind, due_at=was.isoformat(), owner=case.owner)
        return [missed, *assigning.replace_late(fold([missed], case), ctx)]
    again = {kind: terms.again(kind, ctx).isoformat()}
    missed = fact("deadline_missed", ctx, kind=kind, due_at=was.isoformat(), owner=case.owner, due=again)
    facts = [missed]
    if kind == "alarm":
        facts.append(fact("alarm_raised", ctx, teams=sorted(alarm_teams(ctx))))
    higher = terms.higher_owner(case.owner, ctx)
    if higher != case.owner:
        facts.append(fact("owner_changed", ctx, owner=higher, before=case.owner, why=f"missed_{kind}"))
    return facts
