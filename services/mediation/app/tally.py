"""How a case counts: one standing, and marks for what ever happened in it. Every figure is made of these."""

from __future__ import annotations

from services.mediation.domain.case import Case

STANDINGS = ("pending", "settled", "resolved_elsewhere", "failed", "declined", "referred", "withdrawn")
"""Every accepted dispute has exactly one; together they are all of them."""

ANSWERED = ("satisfied", "unsatisfied")
"""Opinions of parties who were asked; who could not be reached was not."""


def standing(case: Case) -> str:
    """Return how the dispute stands: pending while open, else how it ended."""
    if case.state in ("referred", "withdrawn"):
        return case.state
    return (case.outcome or "settled") if case.state == "closed" else "pending"


def marks(case: Case) -> list[str]:
    """Return the words under which it is counted; a merged one is its dispute's second report, and is not.

    Nor is an old paper record, unless it has been reopened: then it is work like any other.
    """
    if case.state == "merged" or (case.origins[0].source == "record" and not case.reopened):
        return []
    made = [each for each in (*case.past_agreements, case.agreement) if each is not None]
    found = {
        "accepted": True,
        standing(case): True,
        "transferred": bool(case.transfers),
        "in_transfer": case.state in ("transferred", "received", "resolved"),
        "returned": any(each.returned for each in case.transfers),
        "called_back": any(each.called_back in ANSWERED for each in case.transfers),
        "failed_ever": case.outcome != "declined" and (bool(case.routes) or standing(case) == "failed"),
        "reopened": case.reopened > 0 or any(each.kept is False for each in made),
        "agreed": bool(made),
        "kept": any(each.kept is True for each in made),
        "broken": any(each.kept is False for each in made),
        # By its last agreement a case that has any has exactly one of these three
        "agreement_open": bool(made) and made[-1].kept is None,
        "agreement_kept": bool(made) and made[-1].kept is True,
        "agreement_broken": bool(made) and made[-1].kept is False,
        "linked": any(each.decided == "confirmed" for each in case.links),
        "red_ever": case.alarm_at is not None,
        "deadline_missed": case.missed > 0,
        f"risk_{case.risk}": True,
    }
    return sorted(word for word, holds in found.items() if holds)
