"""When things are due, and who owns them: the policy, asked about a case."""

from __future__ import annotations

from datetime import datetime

from services.mediation.domain.case import COLOURS, Case
from services.mediation.domain.context import Context
from services.mediation.domain.policy import Mode
from services.mediation.domain.refused import Refused


def mode(case: Case, ctx: Context) -> Mode:
    """Return the rules of the case's mode. Raises Refused before triage."""
    found = ctx.policy.modes.get(case.mode)
    if found is None:
        raise Refused("not_triaged", "the case has no mode of mediation yet", "triage it first")
    return found


def due(kind: str, case: Case, ctx: Context) -> datetime:
    """Return when a deadline that begins now falls."""
    if kind == "first_round":
        return max(latest_start(case, ctx), ctx.now)
    if kind == "next_round":
        return mode(case, ctx).next_round_within.after(ctx.now, ctx.calendar)
    if kind == "conclude":
        ends = mode(case, ctx).conclude_within.after(ctx.now, ctx.calendar)
        if not mode(case, ctx).late_round_needs_extension:
            return ends
        # The law's term is for completing the round, not for beginning it
        return min(ends, max(latest_start(case, ctx), case.extended_to or ctx.now, ctx.now))
    if kind == "answer":
        asked = case.transfer.requested_at if case.transfer else ctx.now
        complexity = case.transfer.complexity if case.transfer else "simple"
        return max(ctx.policy.terms[f"answer_{complexity}"].after(asked, ctx.calendar), ctx.now)
    return ctx.policy.terms[kind].after(ctx.now, ctx.calendar)


def again(kind: str, ctx: Context) -> datetime:
    """Return when a missed deadline is asked for again, always in the future."""
    return ctx.policy.again.get(kind, ctx.policy.again["default"]).after(ctx.now, ctx.calendar)


def latest_start(case: Case, ctx: Context) -> datetime:
    """Return until when the next round must begin: from acceptance, or from the end of the round before."""
    rules = mode(case, ctx)
    held = case.rounds_of_mode
    if held and held[-1].ended_at is not None:
        return rules.next_round_within.after(held[-1].ended_at, ctx.calendar)
    return rules.first_round_within.after(case.accepted_case_at or ctx.now, ctx.calendar)


def required_items(form: str, case: Case, ctx: Context) -> tuple[str, ...]:
    """Return what an agreement must have. Raises Refused for a form that the mode does not know."""
    rules = mode(case, ctx)
    if form == "written":
        return rules.written
    if form == "oral" and rules.oral is not None:
        return rules.oral
    forms = "written or oral" if rules.oral is not None else "written"
    raise Refused("unknown_form", f"mode {case.mode} takes no agreement in form {form!r}", forms, field="form")


def follow_ups(case: Case, ctx: Context) -> list[datetime]:
    """Return the moments of the follow-up visits that the colour asks for; at least one."""
    planned = [term.after(ctx.now, ctx.calendar) for term in ctx.policy.colours[case.risk].follow_up]
    return sorted(planned) or [ctx.policy.terms["close"].after(ctx.now, ctx.calendar)]


def is_early(case: Case, ctx: Context) -> bool:
    """Tell whether the next planned visit lies further ahead than a visit may anticipate."""
    reach = ctx.policy.terms["early"].after(ctx.now, ctx.calendar)
    return bool(case.follow_ups_left) and reach < case.follow_ups_left[0]


def visits_after(left: tuple[datetime, ...], how: str, ctx: Context) -> list[datetime]:
    """Return the visits planned after one: those left, none in the past, and one soon if it was tense."""
    soon = ctx.policy.terms["tense"].after(ctx.now, ctx.calendar)
    ahead = [max(at, soon) if at <= ctx.now else at for at in left]
    return sorted({*ahead, soon} if how == "tense" else set(ahead))


def closing(ctx: Context) -> datetime:
    """Return when a case with no visit left must be closed."""
    return ctx.policy.terms["close"].after(ctx.now, ctx.calendar)


def colour_of(points: int, ctx: Context) -> str:
    """Return the colour of a score."""
    return max(
        (colour for colour in COLOURS if points >= ctx.policy.grading.thresholds.get(colour, 0)), key=COLOURS.index
    )


def owner(risk: str, ctx: Context) -> str:
    """Return the team that owns a case of this colour: who provides the capability, else the next in escalation."""
    wanted = (ctx.policy.colours[risk].owner, *ctx.policy.escalation)
    return next((ctx.owners[name] for name in wanted if ctx.owners.get(name)), "")


def owner_at_least(risk: str, team: str, ctx: Context) -> str:
    """Return who owns a case that has risen to a colour: never one below the team it has gone up to already."""
    chain, wanted = _chain(ctx), owner(risk, ctx)
    if team in chain and wanted in chain and chain.index(team) > chain.index(wanted):
        return team
    return wanted


def higher_owner(team: str, ctx: Context) -> str:
    """Return who comes after a team in the escalation; the last one keeps it."""
    chain = _chain(ctx)
    if team not in chain:
        return chain[0] if chain else team
    return chain[min(chain.index(team) + 1, len(chain) - 1)]


def _chain(ctx: Context) -> list[str]:
    return list(dict.fromkeys(ctx.owners[name] for name in ctx.policy.escalation if ctx.owners.get(name)))
