"""Other ways a case goes: it fails, is not mediated, is referred, withdrawn, reopened, merged."""

from __future__ import annotations

from dataclasses import dataclass, replace

from services.mediation.domain import terms
from services.mediation.domain.case import Case
from services.mediation.domain.context import Context
from services.mediation.domain.fact import Fact
from services.mediation.domain.fold import fold
from services.mediation.domain.handling import Handlers
from services.mediation.domain.moving import confirmation, fact, move
from services.mediation.domain.opening import AddSource, add_source
from services.mediation.domain.refused import Refused
from services.mediation.domain.rounds import close_round


@dataclass(frozen=True, slots=True)
class Fail:
    """No agreement is to be had. routes: which the parties were told (court, arbitration …)."""

    routes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeclineMediation:
    """The rules exclude it (不予调解). exclusion: which."""

    exclusion: str
    routes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refer:
    """It is a crime. case_number: of the criminal case, the receipt of the case team."""

    case_number: str


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Who asked for mediation no longer does. reason: a word."""

    reason: str


@dataclass(frozen=True, slots=True)
class Reopen:
    """It begins again. reason: a word, such as new_incident; ref: the report that brought it.

    Without a report it is the same quarrel as before, and its rounds go on being counted: else whoever closed and
    reopened a public-order case could mediate it for ever.
    """

    reason: str
    source: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Merge:
    """It is the same dispute as an older open case, which goes on.

    took: how many of its sources the other has taken over; None: not asked. Another may have come in since.
    """

    into: str
    took: int | None = None


def fail(case: Case, order: Fail, ctx: Context) -> list[Fact]:
    """Mediation failed; the parties were told their routes, and are visited all the same."""
    return _ended_unsettled(case, "fail", order, ctx, "failed")


def decline_mediation(case: Case, order: DeclineMediation, ctx: Context) -> list[Fact]:
    """It may not be mediated; other means follow, and visits all the same."""
    failed = _ended_unsettled(case, "decline_mediation", order, ctx, "declined")
    source = ctx.policy.exclusions[order.exclusion].source
    return [*failed, fact("mediation_refused", ctx, exclusion=order.exclusion, rule=source)]


def refer(case: Case, order: Refer, ctx: Context) -> list[Fact]:
    """It goes to the case team, from wherever it stands; what a court was to confirm lapses."""
    facts = [
        *close_round(case, ctx, "no_agreement"),
        move(case, "refer", order, ctx, "referred", case_number=order.case_number),
    ]
    if case.confirmation in ("eligible", "applied"):
        facts.append(confirmation(fold(facts, case), "lapse", order, ctx))
    return facts


def withdraw(case: Case, order: Withdraw, ctx: Context) -> list[Fact]:
    """It is withdrawn; never while the risk is red."""
    return [
        *close_round(case, ctx, "no_agreement"),
        move(case, "withdraw", order, ctx, "withdrawn", reason=order.reason),
    ]


def reopen(case: Case, order: Reopen, ctx: Context) -> list[Fact]:
    """It begins again, with triage."""
    new = bool(order.ref) and (order.source, order.ref) not in {(each.source, each.ref) for each in case.origins}
    facts = [move(case, "reopen", order, ctx, "reopened", reason=order.reason, anew=new)]
    if order.ref:
        facts += add_source(case, AddSource(order.source, order.ref), ctx)
    if case.confirmation in ("eligible", "applied"):
        facts.append(confirmation(fold(facts, case), "lapse", order, ctx))
    return facts


def merge(case: Case, order: Merge, ctx: Context) -> list[Fact]:
    """It ends here; its sources and parties were taken over by the other before."""
    if order.into in ("", case.id):
        raise Refused("into_itself", "a case can't go into itself", "name the older case", field="into")
    if order.took is not None and order.took != len(case.origins):
        raise Refused("changed", "another report came in meanwhile", "take that over too, then merge")
    merged = move(case, "merge", order, ctx, "merged", into=order.into)
    if "alarm" not in case.deadlines:
        return [merged]
    # The other took the risk over, and its alarm with it
    return [replace(merged, data={**merged.data, "clear": sorted({*merged.data.get("clear", ()), "alarm"})})]


def _ended_unsettled(
    case: Case, action: str, order: Fail | DeclineMediation, ctx: Context, outcome: str
) -> list[Fact]:
    planned = terms.follow_ups(case, ctx)
    failed = move(
        case, action, order, ctx, "failed", due={"follow_up": planned[0]}, outcome=outcome,
        routes=sorted(order.routes), follow_ups=[at.isoformat() for at in planned],
    )  # fmt: skip
    return [*close_round(case, ctx, "no_agreement"), failed]


HANDLERS: Handlers = {
    Fail: fail, DeclineMediation: decline_mediation, Refer: refer, Withdraw: withdraw, Reopen: reopen, Merge: merge,
}  # fmt: skip
