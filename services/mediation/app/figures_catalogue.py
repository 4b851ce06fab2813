"""The published figures as data: what each counts, and of what it is a share. All are made of marks (app/tally)."""

from __future__ import annotations

from dataclasses import dataclass

from services.mediation.app.tally import STANDINGS


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure. mark: the word it counts, empty for a difference of others (`DECIDED`). of: its denominators."""

    name: str
    title: str
    english: str
    definition: str
    mark: str = ""
    of: tuple[str, ...] = ()


DECIDED = "decided"
"""The one figure that is not counted but computed: accepted less pending."""

AGREEMENTS = ("agreements_kept", "agreements_broken", "agreements_open")
"""Parts of agreements_made: by its last agreement every case with one has exactly one of these."""

_CASES = "Disputes opened in the period, by their state now"
CATALOGUE: tuple[Figure, ...] = (
    Figure(
        "accepted", "受理", "accepted",
        "Disputes opened in the period and region: all of them, whatever became of them. A second report of"
        " the same dispute (merged) and old cases entered from paper (台账补录) are not counted.",
        "accepted",
    ),
    Figure(
        "pending", "未结", "pending",
        f"{_CASES}, that have not ended: open, or handed to another body and unanswered.", "pending", ("accepted",),
    ),
    Figure("in_transfer", "移送在办", "pending at another body",
           "Of the pending: transferred, received or resolved there and not yet closed.", "in_transfer",
           ("pending", "transferred")),
    Figure(DECIDED, "已结", "decided", "Accepted less pending.", "", ("accepted",)),
    Figure("settled", "调解成功办结", "settled",
           f"{_CASES}, closed after an agreement that was kept and all visits made.", "settled",
           ("accepted", DECIDED)),
    Figure("resolved_elsewhere", "移送化解", "resolved elsewhere",
           f"{_CASES}, closed by another body, with receipt, result and call-back.", "resolved_elsewhere",
           ("accepted", DECIDED)),
    Figure("failed", "调解不成", "failed",
           f"{_CASES}, closed without agreement; the parties were told their routes.", "failed",
           ("accepted", DECIDED)),
    Figure("declined", "不予调解", "declined", f"{_CASES}, closed because the rules exclude mediation.", "declined",
           ("accepted", DECIDED)),
    Figure("referred", "转刑事", "referred", f"{_CASES}, that went to the case team as a crime.", "referred",
           ("accepted", DECIDED)),
    Figure("withdrawn", "撤回", "withdrawn", f"{_CASES}, that the applicant withdrew.", "withdrawn",
           ("accepted", DECIDED)),
    Figure("transferred", "移送", "transferred", "Handed to another body at least once.", "transferred",
           ("accepted",)),
    Figure("returned", "退回", "returned", "Came back from a body at least once.", "returned", ("transferred",)),
    Figure("called_back", "移送回访", "called back", "Transferred, and the parties were asked afterwards.",
           "called_back", ("transferred",)),
    Figure("failed_ever", "曾调解不成", "failed at least once",
           "Mediation failed and no other attempt has begun since, or the case was closed so.",
           "failed_ever", ("accepted",)),
    Figure("reopened", "重新受理", "reopened", "Came alive again after an end, or after a broken agreement.",
           "reopened", ("accepted",)),
    Figure("agreements_made", "达成协议", "agreements made", "At least one agreement was made.", "agreed",
           ("accepted",)),
    Figure("agreements_kept", "协议履行", "agreements kept", "The last agreement was performed in full.",
           "agreement_kept", ("agreements_made",)),
    Figure("agreements_broken", "协议违约", "agreements broken",
           "The last agreement was broken and no other has been made.", "agreement_broken", ("agreements_made",)),
    Figure("agreements_open", "协议待履行", "agreements open", "The last agreement is neither kept nor broken yet.",
           "agreement_open", ("agreements_made",)),
    Figure("broken_ever", "曾违约", "broken at least once",
           "Some agreement was broken, though a later one may have been kept.", "broken", ("agreements_made",)),
    Figure("deadline_missed", "曾超时", "missed a deadline", "At least one deadline passed unmet.",
           "deadline_missed", ("accepted",)),
    Figure("linked", "关联旧怨", "linked", "An officer confirmed an older quarrel as its root.", "linked",
           ("accepted",)),
    Figure("red_ever", "曾列红色", "red at least once", "The risk was red at some time.", "red_ever",
           ("accepted",)),
)  # fmt: skip

PARTITIONS: tuple[tuple[str, tuple[str, ...]], ...] = (("accepted", STANDINGS), ("agreements_made", AGREEMENTS))
"""Sums that must hold: a whole and all its parts."""
