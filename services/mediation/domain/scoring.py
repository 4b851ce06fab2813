"""The additive score of a case: each line says what was found and how many points it gives."""

from __future__ import annotations

from services.mediation.domain.case import Case
from services.mediation.domain.parts import Reason
from services.mediation.domain.policy import Band, Grading


def score(case: Case, rules: Grading) -> tuple[int, tuple[Reason, ...]]:
    """Return the points and where they come from, the weightiest first."""
    found = [*_signals(case, rules), *_history(case, rules), *_people(case, rules)]
    reasons = tuple(sorted((each for each in found if each.points), key=lambda each: (-each.points, each.factor)))
    return sum(each.points for each in reasons), reasons


def _signals(case: Case, rules: Grading) -> list[Reason]:
    return [Reason(word, "yes", rules.signals.get(word, 0)) for word in sorted(case.signals)]


def _history(case: Case, rules: Grading) -> list[Reason]:
    calls = sum(1 for each in case.origins[1:] if each.source in ("incident", "grid_report"))
    broken = sum(1 for each in (*case.past_agreements, case.agreement) if each is not None and each.kept is False)
    years = max((each.years for each in case.links if each.decided == "confirmed"), default=None)
    found = [
        Reason("repeat_calls", str(calls), min(calls * rules.repeat_call_points, rules.repeat_call_cap)),
        Reason("failed_rounds", str(case.failed_rounds), case.failed_rounds * rules.failed_round_points),
        Reason("broken_agreements", str(broken), broken * rules.broken_agreement_points),
        Reason("reopened", str(case.reopened), case.reopened * rules.reopened_points),
    ]
    if years is not None:
        found.append(Reason("grudge_years", str(years), _band(years, rules.grudge_years)))
    return found


def _people(case: Case, rules: Grading) -> list[Reason]:
    return [
        Reason("relation", case.relation, rules.relations.get(case.relation, 0)),
        Reason("people", str(case.people), _band(case.people, rules.people)),
    ]


def _band(value: int, bands: tuple[Band, ...]) -> int:
    return max((band.points for band in bands if value >= band.least), default=0)
