"""What analytics' own events tell: warnings (预警), reviews (责任倒查) and appeals, counted like any other's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from services.analytics.domain.facts.tells import Row, Tells


def _placed(data: Row) -> Iterable[Row]:
    return ({**data, "region": data["place"]},)


def _warning(kind: str, means: str, *, word: str, other: str) -> tuple[Tells, ...]:
    return (
        Tells(kind, means, category="category", word=word, other=other, subject="warning", rows=_placed),
    )  # fmt: skip


def _review(kind: str, means: str, *, word: str, at: str = "") -> tuple[Tells, ...]:
    return (Tells(kind, means, category="category", word=word, team="team", other="incident", subject="review",
                  at=at),)  # fmt: skip


OWN: Mapping[str, tuple[Tells, ...]] = {
    f"analytics.{name}.v1": told
    for name, told in {
        "warning_raised": _warning("warning_raised", "More happens at a place than chance explains.", word="method",
                                   other="figure"),
        "warning_dismissed": _warning("warning_dismissed", "Somebody looked: nothing more is needed.",
                                      word="reason", other="figure"),
        "warning_expired": _warning("warning_expired", "It was not seen again.", word="method", other="figure"),
        "review_opened": _review("review_opened", "A preventable crime or major accident: what was known?",
                                 word="trigger", at="at"),
        "review_overdue": _review("review_overdue", "A review took longer than it may.", word="trigger", at="due"),
        "review_concluded": _review("review_concluded", "A review ended with a finding.", word="finding"),
        "review_dismissed": _review("review_dismissed", "A review ended without one.", word="reason"),
        "scorecard_appealed": (
            Tells("scorecard_appealed", "Somebody disagrees with a card.", category="kind", word="reason",
                  subject="card", other="round"),
        ),
        "appeal_decided": (
            Tells("appeal_decided", "An appeal is over.", category="kind", word="decision", subject="card",
                  other="round"),
        ),
        "appeal_overdue": (
            Tells("appeal_overdue", "An appeal was not answered in time.", category="kind", subject="card",
                  other="round", at="due"),
        ),
    }.items()
}  # fmt: skip
"""What each event type gives."""
