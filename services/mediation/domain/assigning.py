"""A mediator is assigned, accepts in time, or is replaced."""

from __future__ import annotations

from dataclasses import dataclass

from services.mediation.domain import terms
from services.mediation.domain.case import Case
from services.mediation.domain.context import Context
from services.mediation.domain.fact import Fact
from services.mediation.domain.fold import fold
from services.mediation.domain.guards import check
from services.mediation.domain.handling import Handlers
from services.mediation.domain.moving import move
from services.mediation.domain.refused import Refused


@dataclass(frozen=True, slots=True)
class Assign:
    """Ask this mediator. why: words such as suggested; override: though it is full or away."""

    mediator: str
    why: str = "chosen"


@dataclass(frozen=True, slots=True)
class Accept:
    """The asked mediator takes it."""

    mediator: str


@dataclass(frozen=True, slots=True)
class Decline:
    """The asked mediator can't. reason: a word."""

    mediator: str
    reason: str = "unable"


def assign(case: Case, order: Assign, ctx: Context) -> list[Fact]:
    """Ask a mediator, in place of another who has not begun, or can't go on between two rounds. Raises Refused."""
    if case.state in ("assigned", "mediating") and order.mediator == case.mediator:
        return []
    due = {"accept": terms.due("accept", case, ctx)}
    return [
        move(
            case, "assign", order, ctx, "mediator_assigned", due=due, ends=("first_round",),
            mediator=order.mediator, why=order.why,
        )
    ]  # fmt: skip


def accept(case: Case, order: Accept, ctx: Context) -> list[Fact]:
    """The mediator accepts; now the first round's term is the deadline."""
    check(("is_asked",), case, order, ctx)
    if case.accepted:
        return []
    due = {"first_round": terms.due("first_round", case, ctx)}
    return [
        move(case, "accept", order, ctx, "mediator_accepted", due=due, ends=("accept",), mediator=order.mediator)
    ]


def decline(case: Case, order: Decline, ctx: Context) -> list[Fact]:
    """The mediator declines; the next suitable one is asked at once."""
    gone = move(case, "decline", order, ctx, "mediator_declined", mediator=order.mediator, reason=order.reason)
    return [gone, *ask_next(fold([gone], case), ctx)]


def replace_late(case: Case, ctx: Context) -> list[Fact]:
    """The mediator did not accept in time; the next suitable one is asked at once."""
    gone = move(case, "replace", None, ctx, "mediator_replaced", mediator=case.mediator, reason="not_in_time")
    return [gone, *ask_next(fold([gone], case), ctx)]


def ask_next(case: Case, ctx: Context) -> list[Fact]:
    """Ask the best mediator who was not asked yet; none left: the owner has to see to it by the deadline."""
    for mediator in ctx.next_mediators:
        if mediator in case.asked:
            continue
        try:
            return assign(case, Assign(mediator, "next"), ctx)
        except Refused:  # of the wrong kind, or in a conflict of interest: the one after may do
            continue
    return []


HANDLERS: Handlers = {Assign: assign, Accept: accept, Decline: decline}
