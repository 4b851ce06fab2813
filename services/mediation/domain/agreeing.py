"""The agreement, and whether it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.mediation.domain import terms
from services.mediation.domain.case import Case
from services.mediation.domain.context import Context
from services.mediation.domain.fact import Fact
from services.mediation.domain.fold import fold
from services.mediation.domain.handling import Handlers
from services.mediation.domain.moving import confirmation, fact, move
from services.mediation.domain.refused import Refused


@dataclass(frozen=True, slots=True)
class Agree:
    """Agreement is reached. form: written or oral. items: which required ones are there. text: encrypted.

    perform_by: when it must have been performed.
    """

    form: str
    items: tuple[str, ...]
    perform_by: datetime
    text: str = ""
    guardians: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BeginPerformance:
    """Performance in parts or later has begun."""


@dataclass(frozen=True, slots=True)
class Keep:
    """It was performed in full."""


@dataclass(frozen=True, slots=True)
class Breach:
    """It was broken: the case comes alive again."""

    reason: str = "not_performed"


def agree(case: Case, order: Agree, ctx: Context) -> list[Fact]:
    """Record the agreement; where the law lets a court confirm it, that term begins. Raises Refused."""
    if order.perform_by < ctx.now:
        raise Refused(
            "in_the_past", "the time of performance lies in the past", "give now for what is done on the spot",
            field="perform_by",
        )  # fmt: skip
    made = move(
        case, "agree", order, ctx, "agreed", due={"perform": order.perform_by}, form=order.form,
        items=sorted(order.items), perform_by=order.perform_by.isoformat(), text=order.text, round=case.round,
    )  # fmt: skip
    ended = fact("round_ended", ctx, round=case.round, outcome="agreed")
    facts = [made, ended]
    if case.mode in ctx.policy.confirmation.modes:
        facts.append(confirmation(fold(facts, case), "become_eligible", order, ctx))
    return facts


def begin(case: Case, order: BeginPerformance, ctx: Context) -> list[Fact]:
    """Performance begins; its deadline stays."""
    due = {"perform": case.deadlines["perform"]} if "perform" in case.deadlines else None
    return [move(case, "begin_performance", order, ctx, "agreement_performed", due=due)]


def keep(case: Case, order: Keep, ctx: Context) -> list[Fact]:
    """It was kept: follow-up visits are planned by the colour of the risk."""
    planned = terms.follow_ups(case, ctx)
    return [
        move(
            case, "keep", order, ctx, "agreement_kept", due={"follow_up": planned[0]},
            follow_ups=[at.isoformat() for at in planned],
        )
    ]  # fmt: skip


def breach(case: Case, order: Breach, ctx: Context) -> list[Fact]:
    """It was broken; a running term for judicial confirmation ends with it."""
    if case.agreement is None:  # a follow-up of a case that other means settled
        raise Refused("no_agreement", "there is no agreement to break", "reopen the case instead")
    broken = move(case, "breach", order, ctx, "agreement_broken", reason=order.reason)
    facts = [broken]
    if case.confirmation in ("eligible", "applied"):
        facts.append(confirmation(fold(facts, case), "lapse", order, ctx))
    return facts


HANDLERS: Handlers = {Agree: agree, BeginPerformance: begin, Keep: keep, Breach: breach}
