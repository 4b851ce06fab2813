"""The guards that the flow table names. Each is one rule, and its refusal says what to do and whose rule it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from services.mediation.domain import terms
from services.mediation.domain.case import Case
from services.mediation.domain.context import Context
from services.mediation.domain.refused import Refused

Guard = Callable[[Case, Any, Context], None]
ASKED_ALL_THE_SAME = ("override", "on_the_spot", "suggested")
"""Reasons for asking a mediator who has as many cases as it can take, or is away. Who was suggested was free then:
that another case was quicker is no reason to send the officer back."""


CHANGES_ITS_MIND = ("unwilling",)
"""Exclusions that hold while they are said; what else was found once, stays found."""


def check(names: tuple[str, ...], case: Case, order: Any, ctx: Context) -> None:
    """Pass all guards, in the table's order. Raises Refused by the first that does not."""
    for name in names:
        GUARDS[name](case, order, ctx)


def _no_exclusion(case: Case, order: Any, ctx: Context) -> None:
    mode = getattr(order, "mode", "") or case.mode
    found = [each for each in case.exclusions if each not in CHANGES_ITS_MIND]
    for each in dict.fromkeys((*order.exclusions, *found)):
        rule = ctx.policy.exclusions.get(each)
        if rule is None:
            known = ", ".join(ctx.policy.exclusions)
            raise Refused(
                "unknown_exclusion", f"there is no exclusion {each!r}", f"one of: {known}", field="exclusions"
            )
        if not rule.modes or mode in rule.modes:
            raise Refused(
                f"excluded_{each}", f"{rule.title}: this may not be mediated as {mode}",
                "decline the mediation with the routes told, refer it, or take another mode", field="exclusions",
                source=rule.source,
            )  # fmt: skip


def _no_breach(case: Case, order: Any, ctx: Context) -> None:
    mode = ctx.policy.modes.get(order.mode)
    broken = any(each.kept is False for each in case.past_agreements)
    if mode is not None and broken and not mode.after_breach:
        raise Refused(
            "broken_before", f"an agreement was broken: mode {order.mode} is not for this dispute any more",
            "decline the mediation, refer it, or take another mode", field="mode", source=mode.source,
        )  # fmt: skip


def _exclusion_named(case: Case, order: Any, ctx: Context) -> None:
    if order.exclusion not in ctx.policy.exclusions:
        known = ", ".join(ctx.policy.exclusions)
        raise Refused(
            "unknown_exclusion", f"there is no exclusion {order.exclusion!r}", f"one of: {known}", field="exclusion"
        )


def _right_kind(case: Case, order: Any, ctx: Context) -> None:
    kind = ctx.kinds.get(order.mediator)
    if kind is None:
        raise Refused("unknown_mediator", "there is no such mediator", "look at the suggestions", field="mediator")
    mode = terms.mode(case, ctx)
    if kind not in mode.who_may_mediate:
        raise Refused(
            "wrong_kind", f"a {kind} may not mediate in mode {case.mode}",
            f"one of: {', '.join(mode.who_may_mediate)}", field="mediator", source=mode.source,
        )  # fmt: skip


def _no_conflict(case: Case, order: Any, ctx: Context) -> None:
    mediator = getattr(order, "mediator", "") or case.mediator
    conflicts = {**ctx.conflicts, **case.objections}
    if mediator in conflicts:
        raise Refused(
            "conflict_of_interest", f"this mediator has a conflict of interest: {conflicts[mediator]}",
            "assign another", field="mediator",
        )  # fmt: skip


def _available(_case: Case, order: Any, ctx: Context) -> None:
    if order.mediator in ctx.unavailable and order.why not in ASKED_ALL_THE_SAME:
        raise Refused(
            "not_available", f"this mediator is {ctx.unavailable[order.mediator]}",
            "choose another of the suggestions, or say why: override", field="mediator",
        )  # fmt: skip


def _is_asked(case: Case, order: Any, _ctx: Context) -> None:
    if not case.mediator or order.mediator != case.mediator:
        raise Refused(
            "not_asked",
            "this mediator is not the one who is asked",
            "ask the owner to assign you",
            field="mediator",
        )


def _mediator_accepted(case: Case, _order: Any, _ctx: Context) -> None:
    if not case.mediator or not case.accepted:
        raise Refused("not_accepted", "the mediator has not accepted yet", "accept first, or assign another")


def _no_open_round(case: Case, _order: Any, _ctx: Context) -> None:
    if case.round_open:
        raise Refused("round_open", f"round {case.round} is still going on", "end it first")


def _round_open(case: Case, _order: Any, _ctx: Context) -> None:
    if not case.round_open:
        raise Refused("no_round", "no round is going on", "start one first")


def _both_sides(case: Case, _order: Any, _ctx: Context) -> None:
    if len(case.sides) < 2:
        raise Refused(
            "one_sided", "a dispute has at least two sides", "add the parties of the other side", field="parties"
        )


def _both_consent(case: Case, _order: Any, _ctx: Context) -> None:
    missing = sorted(case.sides - case.consents)
    if missing:
        raise Refused(
            "no_consent", f"side {', '.join(missing)} has not agreed to mediation", "ask, and record the consent",
            field="consents", source="治安管理处罚法 art. 9; 人民调解法 art. 3, 17",
        )  # fmt: skip


def _guardians_present(case: Case, order: Any, ctx: Context) -> None:
    present = {each.of for each in case.parties if each.role == "guardian" and each.ref in order.guardians}
    alone = sorted(ctx.minors - present)
    if alone:
        raise Refused(
            "guardian_absent", f"{', '.join(alone)} is under {ctx.policy.guardian_age} and has no guardian present",
            "add the guardian and name its ref in `guardians`", field="guardians",
            source=ctx.policy.guardian_source,
        )  # fmt: skip


def _rounds_left(case: Case, _order: Any, ctx: Context) -> None:
    mode = terms.mode(case, ctx)
    if mode.max_rounds is not None and len(case.rounds_of_mode) >= mode.max_rounds:
        raise Refused(
            "rounds_used_up", f"mode {case.mode} allows {mode.max_rounds} rounds",
            "end the mediation with the routes told", source=mode.source,
        )  # fmt: skip


def _in_time(case: Case, _order: Any, ctx: Context) -> None:
    mode = terms.mode(case, ctx)
    if not mode.late_round_needs_extension:
        return
    latest = terms.latest_start(case, ctx)
    if ctx.now > latest and (case.extended_to is None or ctx.now > case.extended_to):
        raise Refused(
            "too_late", f"the term for round {case.round + 1} ended at {latest.isoformat()}",
            "a supervisor may extend it with a reason, or end the mediation", source=mode.source,
        )  # fmt: skip


def _agreement_complete(case: Case, order: Any, ctx: Context) -> None:
    required = terms.required_items(order.form, case, ctx)
    missing = [item for item in required if item not in order.items]
    if missing:
        raise Refused(
            "agreement_incomplete", f"a {order.form} agreement lacks: {', '.join(missing)}", "complete it",
            field="items", source=ctx.policy.agreement.source,
        )  # fmt: skip


def _alarm_answered(case: Case, _order: Any, _ctx: Context) -> None:
    if "alarm" in case.deadlines:
        raise Refused("alarm_open", "nobody has acknowledged the alarm of this red case", "acknowledge it first")


def _follow_ups_done(case: Case, _order: Any, _ctx: Context) -> None:
    if case.follow_ups_left:
        next_ = case.follow_ups_left[0].date().isoformat()
        raise Refused(
            "follow_ups_left", f"{len(case.follow_ups_left)} visits are still planned, next {next_}", "visit first"
        )


def _routes_told(_case: Case, order: Any, ctx: Context) -> None:
    known = ctx.policy.routes
    strange = [each for each in order.routes if each not in known]
    if strange or not order.routes:
        wrong = f"unknown: {', '.join(strange)}" if strange else "the parties must be told their routes"
        raise Refused(
            "routes_not_told", wrong, f"name what they were told, of: {', '.join(known)}", field="routes",
            source="人民调解法 art. 26; 治安管理处罚法 art. 9",
        )  # fmt: skip


def _receipt_of_case(_case: Case, order: Any, _ctx: Context) -> None:
    if not order.case_number:
        raise Refused(
            "no_receipt",
            "a referral needs the number of the criminal case",
            "ask the case team",
            field="case_number",
        )


def _not_red(case: Case, _order: Any, _ctx: Context) -> None:
    if case.risk == "red":
        raise Refused("red", "a red case can't be withdrawn", "lower the risk with a second signature first")


def _known_body(_case: Case, order: Any, ctx: Context) -> None:
    if order.body not in ctx.policy.bodies:
        raise Refused(
            "unknown_body",
            f"there is no body {order.body!r}",
            f"one of: {', '.join(ctx.policy.bodies)}",
            field="body",
        )


def _contacted(case: Case, _order: Any, _ctx: Context) -> None:
    if case.transfer is None or case.transfer.contacted_at is None:
        raise Refused("not_contacted", "the body was not contacted yet", "record the contact first")


def _receipt_given(_case: Case, order: Any, _ctx: Context) -> None:
    if not order.receipt:
        raise Refused(
            "no_receipt",
            "a transfer counts as received with its receipt",
            "give the body's reference",
            field="receipt",
        )


def _result_given(_case: Case, order: Any, _ctx: Context) -> None:
    if not order.result:
        raise Refused("no_result", "an answer needs its result", "give the result", field="result")


def _receipt_there(case: Case, _order: Any, _ctx: Context) -> None:
    if case.transfer is None or not case.transfer.receipt:
        raise Refused("no_receipt", "there is no receipt", "record it first")


def _result_there(case: Case, _order: Any, _ctx: Context) -> None:
    if case.transfer is None or not case.transfer.result:
        raise Refused("no_result", "there is no result", "record it first")


def _called_back(case: Case, _order: Any, _ctx: Context) -> None:
    if case.transfer is None or case.transfer.called_back != "satisfied":
        raise Refused(
            "not_called_back", "the parties have not been called back, or could not be reached", "call them back"
        )


def _jointly(case: Case, order: Any, _ctx: Context) -> None:
    missing = sorted(case.sides - set(order.sides))
    if missing:
        raise Refused(
            "not_jointly", f"side {', '.join(missing)} does not apply", "both sides apply together", field="sides",
            source="民事诉讼法 art. 205; 人民调解法 art. 33",
        )  # fmt: skip


def _in_term(case: Case, _order: Any, ctx: Context) -> None:
    until = case.deadlines.get("confirmation")
    if until is not None and ctx.now >= until:  # the timer may not have fired yet
        raise Refused(
            "too_late", f"the term for judicial confirmation ended at {until.isoformat()}",
            "the agreement still binds; who does not keep it may be sued", source=ctx.policy.confirmation.source,
        )  # fmt: skip


def _second_signature(case: Case, order: Any, ctx: Context) -> None:
    if case.lowering is None or case.lowering.to != order.to:
        raise Refused("not_proposed", "nobody proposed to lower the risk to this", "propose it first", field="to")
    if case.lowering.by == ctx.actor:
        raise Refused("same_signature", "the second signature is another person's", "ask a colleague who may sign")


GUARDS: Mapping[str, Guard] = {
    "no_exclusion": _no_exclusion,
    "no_breach": _no_breach,
    "alarm_answered": _alarm_answered,
    "exclusion_named": _exclusion_named,
    "right_kind": _right_kind,
    "no_conflict": _no_conflict,
    "available": _available,
    "is_asked": _is_asked,
    "mediator_accepted": _mediator_accepted,
    "no_open_round": _no_open_round,
    "round_open": _round_open,
    "both_sides": _both_sides,
    "both_consent": _both_consent,
    "guardians_present": _guardians_present,
    "rounds_left": _rounds_left,
    "in_time": _in_time,
    "agreement_complete": _agreement_complete,
    "follow_ups_done": _follow_ups_done,
    "routes_told": _routes_told,
    "receipt_of_case": _receipt_of_case,
    "not_red": _not_red,
    "known_body": _known_body,
    "contacted": _contacted,
    "receipt_given": _receipt_given,
    "result_given": _result_given,
    "receipt_there": _receipt_there,
    "result_there": _result_there,
    "called_back": _called_back,
    "jointly": _jointly,
    "in_term": _in_term,
    "second_signature": _second_signature,
}
"""Guards by the names that the flow table uses."""
