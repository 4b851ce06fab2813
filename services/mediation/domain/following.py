"""Follow-up visits (回访) and closing."""

from __future__ import annotations

from dataclasses import dataclass

from services.mediation.domain import terms
from services.mediation.domain.case import Case
from services.mediation.domain.context import Context
from services.mediation.domain.fact import Fact
from services.mediation.domain.grading import known_signals
from services.mediation.domain.handling import Handlers
from services.mediation.domain.moving import fact, move
from services.mediation.domain.refused import Refused

STATES = ("calm", "tense")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A visit. how: calm or tense. signals: threats and the like that were met."""

    how: str
    signals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Close:
    """Nothing is left to do."""


def follow_up(case: Case, order: FollowUp, ctx: Context) -> list[Fact]:
    """Note a visit. A calm one does the next planned; a tense one counts for none and brings another soon.

    A visit long before the planned day is one more visit, not the planned one: else a case could be closed on
    the day it was agreed, and whether the agreement was kept would be anybody's guess.
    """
    if order.how not in STATES:
        raise Refused(
            "unknown_state", f"there is no state {order.how!r}", f"one of: {', '.join(STATES)}", field="how"
        )
    known_signals(order.signals, ctx)
    kept = order.how == "tense" or terms.is_early(case, ctx)
    left = case.follow_ups_left if kept else case.follow_ups_left[1:]
    planned = terms.visits_after(left, order.how, ctx)
    next_ = planned[0] if planned else terms.closing(ctx)
    visited = move(
        case, "follow_up", order, ctx, "followed_up", due={"follow_up": next_}, how=order.how,
        follow_ups=[at.isoformat() for at in planned],
    )  # fmt: skip
    fresh = set(order.signals) - case.signals
    return [visited, fact("signalled", ctx, signals=sorted(fresh))] if fresh else [visited]


def close(case: Case, order: Close, ctx: Context) -> list[Fact]:
    """Close. A settled case says so in an event of its own; a transferred one needs receipt, result, call-back."""
    if case.state == "resolved":
        return [move(case, "close_transfer", order, ctx, "closed", outcome="resolved_elsewhere")]
    if case.state == "failed":
        return [move(case, "close", order, ctx, "closed", outcome=case.outcome or "failed")]
    closed = move(case, "close", order, ctx, "closed", outcome="settled")
    return [closed, fact("settled", ctx)]


HANDLERS: Handlers = {FollowUp: follow_up, Close: close}
