"""How facts about risk and judicial confirmation change a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from services.mediation.domain.case import Case
from services.mediation.domain.fact import Fact
from services.mediation.domain.parts import Lowering, Reason


def _graded(case: Case, fact: Fact) -> Case:
    reasons = tuple(Reason(**each) for each in fact.data["reasons"])
    # Who proposed to lower it did not know of what has come since.
    lowering = case.lowering if fact.data["points"] <= case.points else None
    return replace(case, points=fact.data["points"], reasons=reasons, lowering=lowering)


def _raised(case: Case, fact: Fact) -> Case:
    raised = replace(case, risk=fact.data["to"], lowering=None)
    if "follow_ups" not in fact.data:
        return raised
    return replace(raised, follow_ups_left=tuple(datetime.fromisoformat(at) for at in fact.data["follow_ups"]))


def _lowered(case: Case, fact: Fact) -> Case:
    return replace(case, risk=fact.data["to"], lowering=None, lowered_at_points=case.points)


def _proposed(case: Case, fact: Fact) -> Case:
    return replace(case, lowering=Lowering(fact.data["to"], fact.actor, fact.at, fact.data["why"]))


def _alarmed(case: Case, fact: Fact) -> Case:
    return replace(case, alarm_at=fact.at, alarm_answered="", alarm_teams=frozenset(fact.data["teams"]))


def _alarm_acknowledged(case: Case, fact: Fact) -> Case:
    return replace(case, alarm_answered=fact.actor)


def _signalled(case: Case, fact: Fact) -> Case:
    return replace(case, signals=case.signals | frozenset(fact.data["signals"]))


def _confirmation(case: Case, fact: Fact) -> Case:
    return replace(case, confirmation=fact.data["to"])


FOLDERS = {
    "graded": _graded, "risk_raised": _raised, "risk_lowered": _lowered, "lowering_proposed": _proposed,
    "alarm_raised": _alarmed, "alarm_acknowledged": _alarm_acknowledged, "signalled": _signalled,
    "confirmation_changed": _confirmation,
}  # fmt: skip
