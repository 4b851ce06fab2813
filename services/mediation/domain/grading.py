"""The grade of risk: an additive score with its reasons; it rises by itself and is lowered by two people."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from services.mediation.domain import terms
from services.mediation.domain.case import COLOURS, Case
from services.mediation.domain.context import Context
from services.mediation.domain.fact import Fact
from services.mediation.domain.flow import RISK
from services.mediation.domain.guards import check
from services.mediation.domain.handling import Handlers
from services.mediation.domain.moving import fact
from services.mediation.domain.refused import Refused
from services.mediation.domain.scoring import score


@dataclass(frozen=True, slots=True)
class Raise:
    """By hand, and free: whoever is on the case may. at_least: that it is so high already is no refusal."""

    to: str
    why: str
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class ProposeLowering:
    """The first signature."""

    to: str
    why: str


@dataclass(frozen=True, slots=True)
class ApproveLowering:
    """The second signature, by another person."""

    to: str


@dataclass(frozen=True, slots=True)
class Signal:
    """Something was learnt that counts, such as threats."""

    signals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AcknowledgeAlarm:
    """The command room or the community team has taken note of the red case. team: full id."""

    team: str


def raise_(case: Case, order: Raise, ctx: Context) -> list[Fact]:
    """Raise the risk. Raises Refused when it is that high already."""
    _known(order.to)
    if not case.open:
        raise Refused("case_over", "the case is over, nobody would act on its risk", "reopen it first")
    if COLOURS.index(order.to) <= COLOURS.index(case.risk):
        if order.at_least:
            return []
        raise Refused("not_higher", f"the risk is {case.risk} already", "lowering needs two signatures", field="to")
    return _raised(case, order.to, ctx, order.why)


def propose(case: Case, order: ProposeLowering, ctx: Context) -> list[Fact]:
    """Propose to lower it."""
    _known(order.to)
    if COLOURS.index(order.to) >= COLOURS.index(case.risk):
        raise Refused("not_lower", f"the risk is {case.risk}", "raise it instead", field="to")
    return [fact("lowering_proposed", ctx, to=order.to, why=order.why)]


def approve(case: Case, order: ApproveLowering, ctx: Context) -> list[Fact]:
    """Lower it. Raises Refused without a proposal, or for the proposer's own second signature."""
    _known(order.to)
    transition, target = ctx.flow.step(RISK, case.risk, f"lower_{order.to}")
    check(transition.guards, case, order, ctx)
    assert case.lowering is not None
    lowered = {"from": case.risk, "to": target, "first": case.lowering.by, "why": case.lowering.why}
    clear = {"clear": ["alarm"]} if "alarm" in case.deadlines else {}
    facts = [Fact("risk_lowered", ctx.now, ctx.actor, {**lowered, **clear})]
    return [*facts, *_owner(case, terms.owner(target, ctx), target, ctx)]


def signal(case: Case, order: Signal, ctx: Context) -> list[Fact]:
    """Note signals. Raises Refused for a word that the policy does not know."""
    known_signals(order.signals, ctx)
    fresh = sorted(set(order.signals) - case.signals)
    return [fact("signalled", ctx, signals=fresh)] if fresh else []


def acknowledge(case: Case, order: AcknowledgeAlarm, ctx: Context) -> list[Fact]:
    """The alarm is acknowledged; its deadline ends."""
    if case.alarm_at is None:
        raise Refused("no_alarm", "the case has raised no alarm")
    if case.alarm_answered:
        return []
    return [fact("alarm_acknowledged", ctx, team=order.team, clear=["alarm"])]


def regrade(case: Case, ctx: Context) -> list[Fact]:
    """Return what the present score asks for; the colour never falls by it."""
    if not case.open:
        return []
    points, reasons = score(case, ctx.policy.grading)
    facts = []
    if (points, reasons) != (case.points, case.reasons):
        facts.append(fact("graded", ctx, points=points, reasons=[asdict(each) for each in reasons]))
    colour = terms.colour_of(points, ctx)
    if COLOURS.index(colour) > COLOURS.index(case.risk) and not _lowered_knowingly(case, points):
        facts += _raised(case, colour, ctx, "score")
    return facts


def _lowered_knowingly(case: Case, points: int) -> bool:
    """Two people lowered it with these very points before them: the same score does not raise it again."""
    return case.lowered_at_points is not None and points <= case.lowered_at_points


def _raised(case: Case, to: str, ctx: Context, why: str) -> list[Fact]:
    _, target = ctx.flow.step(RISK, case.risk, f"raise_{to}")
    said = {"from": case.risk, "to": target, "why": why}
    facts = [fact("risk_raised", ctx, **said, **_visits_sooner(case, target, ctx))]
    if target == "red":
        due = {"alarm": terms.due("alarm", case, ctx).isoformat()}
        facts.append(fact("alarm_raised", ctx, teams=sorted(alarm_teams(ctx)), due=due))
    return [*facts, *_owner(case, terms.owner_at_least(target, case.owner, ctx), target, ctx)]


def _visits_sooner(case: Case, to: str, ctx: Context) -> dict[str, Any]:
    """Plan the visits of the higher colour where visits are what is left to do; what comes sooner already stays."""
    if "follow_up" not in case.deadlines:
        return {}
    planned = terms.follow_ups(replace(case, risk=to), ctx)
    visits = [at.isoformat() for at in [*(at for at in case.follow_ups_left if at < planned[0]), *planned]]
    return {"follow_ups": visits, "due": {"follow_up": visits[0]}}


def alarm_teams(ctx: Context) -> set[str]:
    """Return the full ids of the teams that a red case is told to at once: command rooms and community team."""
    return {ctx.owners[name] for name in ("county_command", "command", "community") if ctx.owners.get(name)}


def _owner(case: Case, owner: str, risk: str, ctx: Context) -> list[Fact]:
    if owner in ("", case.owner):
        return []
    return [fact("owner_changed", ctx, owner=owner, before=case.owner, why=f"risk_{risk}")]


def known_signals(signals: tuple[str, ...], ctx: Context) -> None:
    """Pass words that the policy counts. Raises Refused for others."""
    strange = [each for each in signals if each not in ctx.policy.grading.signals]
    if strange:
        known = ", ".join(ctx.policy.grading.signals)
        raise Refused("unknown_signal", f"unknown: {', '.join(strange)}", f"one of: {known}", field="signals")


def _known(colour: str) -> None:
    if colour not in COLOURS:
        raise Refused(
            "unknown_colour", f"there is no colour {colour!r}", f"one of: {', '.join(COLOURS)}", field="to"
        )


HANDLERS: Handlers = {
    Raise: raise_, ProposeLowering: propose, ApproveLowering: approve, Signal: signal,
    AcknowledgeAlarm: acknowledge,
}  # fmt: skip
