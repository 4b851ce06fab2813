"""A dispute is opened, seen again from another source, graded and accepted (受理)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.mediation.domain import terms
from services.mediation.domain.case import Case
from services.mediation.domain.context import Context
from services.mediation.domain.fact import Fact
from services.mediation.domain.grading import known_signals
from services.mediation.domain.handling import Handlers
from services.mediation.domain.moving import fact, move
from services.mediation.domain.refused import Refused

SOURCES = ("visit", "grid_report", "incident", "walk_in", "patrol", "other_body", "record")


@dataclass(frozen=True, slots=True)
class Open:
    """A dispute comes to notice. ref: id at its source; text: encrypted; for `record` see `Record`."""

    id: str
    number: str
    source: str
    ref: str
    category: str
    county: str
    region: str
    text: str = ""
    sealed: bool = False
    signals: tuple[str, ...] = ()
    relation: str = ""
    people: int = 0


@dataclass(frozen=True, slots=True)
class Record(Open):
    """An old case from the paper ledger (台账补录): it is over, and kept so that a grudge can be traced to it.

    happened_at: when it was; outcome: how it ended.
    """

    happened_at: datetime | None = None
    outcome: str = "settled"


@dataclass(frozen=True, slots=True)
class AddSource:
    """The same dispute is reported again, perhaps by another source. calls_again: it counts as a repeated call."""

    source: str
    ref: str
    signals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Triage:
    """Grading and accepting (受理). clock_from: when terms begin, the appraisal's day where one was needed."""

    mode: str
    signals: tuple[str, ...] = ()
    relation: str = ""
    people: int = 0
    exclusions: tuple[str, ...] = ()
    clock_from: datetime | None = None
    languages: tuple[str, ...] = ()


def open_(case: Case, order: Open, ctx: Context) -> list[Fact]:
    """Open a case; its first owner and its first deadline are part of the same fact.

    Raises Refused for a word that the policy doesn't count: misspelt, a threat would weigh nothing.
    """
    if case.state:
        return add_source(case, AddSource(order.source, order.ref, order.signals), ctx)
    owner = terms.owner("blue", ctx)
    if order.source not in SOURCES:
        raise Refused(
            "unknown_source",
            f"there is no source {order.source!r}",
            f"one of: {', '.join(SOURCES)}",
            field="source",
        )
    known_signals(order.signals, ctx)
    _known_relation(order.relation, ctx)
    if not owner:
        raise Refused(
            "no_owner", "no team answers for this place", "import the county's teams first", field="region"
        )
    said: dict[str, Any] = {
        "id": order.id, "number": order.number, "source": order.source, "ref": order.ref, "county": order.county,
        "category": order.category, "region": order.region, "policy": ctx.policy.version, "text": order.text,
        "sealed": order.sealed, "signals": sorted(order.signals), "relation": order.relation,
        "people": order.people, "owner": owner,
    }  # fmt: skip
    if isinstance(order, Record):
        at = order.happened_at or ctx.now
        if at > ctx.now:
            raise Refused("in_the_future", "an old case lies in the past", "mend the date", field="happened_at")
        return [Fact("case_opened", at, ctx.actor, {**said, "state": "closed", "outcome": order.outcome})]
    first = ctx.flow.regions["procedure"].initial
    due = {kind: terms.due(kind, case, ctx).isoformat() for kind in ctx.flow.state("procedure", first).timers}
    return [fact("case_opened", ctx, **said, state=first, due=due)]


def add_source(case: Case, order: AddSource, ctx: Context) -> list[Fact]:
    """Note another source; the same one twice changes nothing."""
    if any((each.source, each.ref) == (order.source, order.ref) for each in case.origins):
        return []
    known_signals(order.signals, ctx)
    facts = [fact("source_added", ctx, source=order.source, ref=order.ref)]
    fresh = set(order.signals) - case.signals
    return [*facts, fact("signalled", ctx, signals=sorted(fresh))] if fresh else facts


def triage(case: Case, order: Triage, ctx: Context) -> list[Fact]:
    """Accept the dispute for a mode of mediation. Raises Refused for an exclusion or an unknown mode."""
    _known_relation(order.relation, ctx)
    if order.mode not in ctx.policy.modes:
        known = ", ".join(ctx.policy.modes)
        raise Refused("unknown_mode", f"there is no mode {order.mode!r}", f"one of: {known}", field="mode")
    known_signals(order.signals, ctx)
    clock = order.clock_from or ctx.now
    # now itself is never refused: a server's clock that was set back must not stop the work
    if clock != ctx.now and (clock < (case.opened_at or clock) or clock > ctx.now):
        raise Refused(
            "bad_clock", "terms can't begin before the case was opened or in the future",
            "give the moment of acceptance, or of the appraisal", field="clock_from",
        )  # fmt: skip
    return [
        move(
            case, "triage", order, ctx, "triaged", mode=order.mode, relation=order.relation or case.relation,
            signals=sorted(case.signals | set(order.signals)), people=max(order.people, case.people),
            clock_from=clock.isoformat(), languages=sorted(set(order.languages) or case.languages),
        )
    ]  # fmt: skip


def _known_relation(relation: str, ctx: Context) -> None:
    if relation and relation not in ctx.policy.grading.relations:
        known = ", ".join(ctx.policy.grading.relations)
        raise Refused(
            "unknown_relation", f"there is no relation {relation!r}", f"one of: {known}", field="relation"
        )


HANDLERS: Handlers = {Open: open_, Record: open_, AddSource: add_source, Triage: triage}
