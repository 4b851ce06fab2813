"""Rounds of mediation: public-order cases have at most two, each in its time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.mediation.domain import terms
from services.mediation.domain.case import Case
from services.mediation.domain.context import Context
from services.mediation.domain.fact import Fact
from services.mediation.domain.flow import PROCEDURE
from services.mediation.domain.handling import Handlers
from services.mediation.domain.moving import fact, move
from services.mediation.domain.refused import Refused

OUTCOMES = ("no_agreement", "adjourned")


@dataclass(frozen=True, slots=True)
class StartRound:
    """Mediation begins. guardians: refs of the guardians who are present. exclusions: what has come out since."""

    guardians: tuple[str, ...] = ()
    exclusions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EndRound:
    """It ends without agreement, or is adjourned."""

    outcome: str


@dataclass(frozen=True, slots=True)
class Extend:
    """A supervisor lets a late round begin until then. reason: a word."""

    until: datetime
    reason: str


def start_round(case: Case, order: StartRound, ctx: Context) -> list[Fact]:
    """Begin the next round. Raises Refused with the rule that forbids it."""
    due = {"conclude": terms.due("conclude", case, ctx)}
    started = move(
        case, "start_round", order, ctx, "round_started", round=case.round + 1, due=due, ends=("next_round",)
    )
    return [started]


def end_round(case: Case, order: EndRound, ctx: Context) -> list[Fact]:
    """End the round; the next one's term begins, or the owner's to end the mediation."""
    if order.outcome not in OUTCOMES:
        raise Refused(
            "unknown_outcome",
            f"there is no outcome {order.outcome!r}",
            f"one of: {', '.join(OUTCOMES)}",
            field="outcome",
        )
    due = {"next_round": terms.due("next_round", case, ctx)}
    return [
        move(
            case, "end_round", order, ctx, "round_ended", due=due, ends=("conclude",), round=case.round,
            outcome=order.outcome,
        )
    ]  # fmt: skip


def extend(case: Case, order: Extend, ctx: Context) -> list[Fact]:
    """Extend, by decision of a supervisor and with a reason on record."""
    if order.until <= ctx.now:
        raise Refused("in_the_past", "an extension ends in the future", "give a later moment", field="until")
    ctx.flow.step(PROCEDURE, case.state, "extend")
    due = {kind: order.until.isoformat() for kind in ("first_round", "next_round") if kind in case.deadlines}
    return [fact("extended", ctx, until=order.until.isoformat(), reason=order.reason, due=due)]


def close_round(case: Case, ctx: Context, outcome: str) -> list[Fact]:
    """Return the end of a round that is going on while the case goes another way; nothing when none is."""
    return [fact("round_ended", ctx, round=case.round, outcome=outcome)] if case.round_open else []


HANDLERS: Handlers = {StartRound: start_round, EndRound: end_round, Extend: extend}
