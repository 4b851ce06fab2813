"""What mediation events tell (矛盾纠纷). Every event carries the case's category, owner and place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from services.analytics.domain.facts.tells import Row, Tells, minutes


def _case(
    kind: str, means: str, *, word: str = "", other: str = "", team: str = "owner", value: str = ""
) -> tuple[Tells, ...]:
    return (Tells(kind, means, category="category", word=word, other=other, team=team, value=value),)


def _sealed(data: Row) -> Iterable[Row]:
    return (data,) if data["sealed"] else ()


def _length(data: Row) -> Iterable[Row]:
    return ({**data, "minutes": minutes(data["start"], data["end"])},)


MEDIATION: Mapping[str, tuple[Tells, ...]] = {
    f"mediation.{name}.v1": told
    for name, told in {
        "case_opened": _case("case_opened", "A dispute was registered.", word="source", other="incident_id"),
        "source_added": _case("case_source_added", "The same dispute was reported again.", word="added",
                              other="incident_id"),
        "triaged": _case("case_triaged", "It was graded and accepted (受理).", word="mode"),
        "mediation_refused": _case("case_excluded", "The rules exclude mediation (不予调解).", word="exclusion"),
        "mediator_assigned": _case("mediator_assigned", "A mediator was asked.", word="why", other="mediator"),
        "mediator_accepted": _case("mediator_accepted", "The mediator took it.", other="mediator"),
        "mediator_declined": _case("mediator_declined", "The mediator could not.", word="reason", other="mediator"),
        "mediator_replaced": _case("mediator_replaced", "The mediator did not answer in time.", word="reason",
                                   other="mediator"),
        "round_started": _case("round_started", "A round of mediation began.", other="round"),
        "round_ended": _case("round_ended", "A round of mediation ended.", word="outcome", other="round"),
        "extended": _case("case_extended", "A supervisor let a late round begin.", word="reason"),
        "agreed": _case("case_agreed", "Agreement was reached.", word="form"),
        "agreement_performed": _case("agreement_performed", "Performance of the agreement began."),
        "agreement_kept": _case("agreement_kept", "The agreement was performed in full."),
        "agreement_broken": _case("agreement_broken", "The agreement was broken.", word="reason"),
        "followed_up": _case("case_followed_up", "The parties were visited (回访).", word="how"),
        "closed": _case("case_closed", "Nothing is left to do (办结).", word="outcome"),
        "settled": _case("case_settled", "The case was closed with its agreement kept."),
        "failed": _case("case_failed", "Mediation failed or is excluded.", word="outcome"),
        "sealed": (
            Tells("case_sealed", "From now on few may know of it (封存): it leaves every open figure, as a whole.",
                  category="category", team="owner", rows=_sealed),
        ),
        "withdrawn": _case("case_withdrawn", "Whoever asked no longer does.", word="reason"),
        "referred": _case("case_referred", "It is a crime and went to the case team (转刑事)."),
        "reopened": _case("case_reopened", "It began again.", word="reason"),
        "merged": _case("case_merged", "It is the same dispute as another case.", other="into"),
        "confirmation_changed": _case("confirmation_changed", "Judicial confirmation (司法确认) moved.", word="to"),
        "transferred": _case("case_transferred", "It was handed to another body (移送).", word="complexity",
                             other="body"),
        "transfer_contacted": _case("transfer_contacted", "The body was spoken to.", other="body"),
        "transfer_received": _case("transfer_received", "The body gave a receipt.", other="body"),
        "transfer_resolved": _case("transfer_resolved", "The body answered.", word="result", other="body"),
        "transfer_returned": _case("transfer_returned", "The body sent it back.", word="reason", other="body"),
        "called_back": _case("called_back", "The parties were asked what they think.", word="opinion",
                             other="body"),
        "risk_raised": _case("risk_raised", "The grade of risk rose to this colour.", word="to"),
        "risk_lowered": _case("risk_lowered", "Two people lowered the grade of risk.", word="to"),
        "alarm_raised": _case("alarm_raised", "The team was told of a red case.", word="risk", team="team",
                              other="team"),
        "alarm_acknowledged": _case("alarm_acknowledged", "The team took note.", word="risk", team="team",
                                    other="team"),
        "owner_changed": _case("owner_changed", "Another team must see to the case.", word="why", other="before"),
        "deadline_missed": (
            Tells("case_deadline_missed", "Something was not done in time.", category="category", word="kind",
                  team="owner", at="due_at"),
        ),
        "links_found": _case("links_found", "Old quarrels were found that may be the root; value: how many.",
                             value="count"),
        "link_confirmed": _case("link_confirmed", "An officer confirmed an old quarrel as the root."),
        "link_rejected": _case("link_rejected", "An officer rejected a candidate."),
        "session_scheduled": _case("session_scheduled", "The sides will meet.", other="session"),
        "session_cancelled": _case("session_cancelled", "The sides will not meet then.", other="session"),
        "session_held": (
            Tells("session_held", "The sides met, for so long.", category="category", word="studio", team="owner",
                  other="session", at="start", value="minutes", unit="minutes", rows=_length),
        ),
        "document_issued": _case("document_issued", "A document was made.", word="kind", other="document"),
    }.items()
}  # fmt: skip
"""What each event type gives."""
