"""How facts of the procedure change a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from services.mediation.domain.case import Case
from services.mediation.domain.fact import Fact
from services.mediation.domain.parts import Agreement, Origin, Round, Visit


def _opened(case: Case, fact: Fact) -> Case:
    data = fact.data
    return replace(
        case, id=data["id"], number=data["number"], county=data["county"], region=data["region"],
        category=data["category"], policy=data["policy"], opened_at=fact.at, opened_by=fact.actor,
        text=data.get("text", ""), sealed=data.get("sealed", False), owner=data["owner"],
        origins=(Origin(data["source"], data["ref"], fact.at),), signals=frozenset(data.get("signals", ())),
        relation=data.get("relation", ""), people=data.get("people", 0), outcome=data.get("outcome", ""),
    )  # fmt: skip


def _source_added(case: Case, fact: Fact) -> Case:
    origin = Origin(fact.data["source"], fact.data["ref"], fact.at)
    return replace(case, origins=(*case.origins, origin))


def _triaged(case: Case, fact: Fact) -> Case:
    data = fact.data
    return replace(
        case, mode=data["mode"], signals=frozenset(data["signals"]), relation=data["relation"],
        people=data["people"], languages=frozenset(data["languages"]),
        accepted_case_at=datetime.fromisoformat(data["clock_from"]), outcome="",
        extended_to=None, mediator="", accepted=False, asked=(),
    )  # fmt: skip


def _mediator_assigned(case: Case, fact: Fact) -> Case:
    asked = case.asked if not case.mediator or case.mediator in case.asked else (*case.asked, case.mediator)
    return replace(case, mediator=fact.data["mediator"], accepted=False, asked=asked)


def _mediator_accepted(case: Case, fact: Fact) -> Case:
    return replace(case, accepted=True)


def _mediator_off(case: Case, fact: Fact) -> Case:
    return replace(case, mediator="", accepted=False, asked=(*case.asked, fact.data["mediator"]))


def _round_started(case: Case, fact: Fact) -> Case:
    return replace(
        case, rounds=(*case.rounds, Round(fact.data["round"], fact.at, mode=case.mode)), extended_to=None
    )


def _round_ended(case: Case, fact: Fact) -> Case:
    ended = replace(case.rounds[-1], ended_at=fact.at, outcome=fact.data["outcome"])
    return replace(case, rounds=(*case.rounds[:-1], ended))


def _extended(case: Case, fact: Fact) -> Case:
    return replace(case, extended_to=datetime.fromisoformat(fact.data["until"]))


def _agreed(case: Case, fact: Fact) -> Case:
    data = fact.data
    made = Agreement(
        data["form"], tuple(data["items"]), fact.at, datetime.fromisoformat(data["perform_by"]), data["text"]
    )
    return replace(case, agreement=made)


def _kept(case: Case, fact: Fact) -> Case:
    assert case.agreement is not None
    left = tuple(datetime.fromisoformat(at) for at in fact.data["follow_ups"])
    return replace(case, agreement=replace(case.agreement, kept=True), follow_ups_left=left)


def _broken(case: Case, fact: Fact) -> Case:
    assert case.agreement is not None
    return _begun_again(replace(case, agreement=replace(case.agreement, kept=False)), anew=True)


def _followed_up(case: Case, fact: Fact) -> Case:
    visit = Visit(fact.at, fact.actor, fact.data["how"])
    left = tuple(datetime.fromisoformat(at) for at in fact.data["follow_ups"])
    return replace(case, visits=(*case.visits, visit), follow_ups_left=left)


def _failed(case: Case, fact: Fact) -> Case:
    left = tuple(datetime.fromisoformat(at) for at in fact.data["follow_ups"])
    return replace(case, outcome=fact.data["outcome"], routes=tuple(fact.data["routes"]), follow_ups_left=left)


def _excluded(case: Case, fact: Fact) -> Case:
    return replace(case, exclusions=(*case.exclusions, fact.data["exclusion"]))


def _closed(case: Case, fact: Fact) -> Case:
    return replace(case, outcome=fact.data["outcome"], follow_ups_left=())


def _reopened(case: Case, fact: Fact) -> Case:
    return replace(_begun_again(case, anew=fact.data.get("anew", True)), reopened=case.reopened + 1)


def _begun_again(case: Case, *, anew: bool) -> Case:
    """A new attempt: consent is asked anew, rounds are counted anew where it is about something new (`anew`).

    What was agreed before stays on record.
    """
    past = (*case.past_agreements, case.agreement) if case.agreement else case.past_agreements
    done = tuple(replace(each, number=0) for each in case.rounds) if anew else case.rounds
    return replace(
        case, outcome="", mode="", agreement=None, past_agreements=past, consents=frozenset(), mediator="",
        accepted=False, asked=(), rounds=done, follow_ups_left=(), routes=(), extended_to=None,
    )  # fmt: skip


def _merged(case: Case, fact: Fact) -> Case:
    return replace(case, merged_into=fact.data["into"])


def _same(case: Case, _fact: Fact) -> Case:
    return case


def _missed(case: Case, fact: Fact) -> Case:
    return replace(case, missed=case.missed + 1)


def _owner_changed(case: Case, fact: Fact) -> Case:
    return replace(case, owner=fact.data["owner"])


FOLDERS = {
    "case_opened": _opened, "source_added": _source_added, "triaged": _triaged,
    "mediator_assigned": _mediator_assigned, "mediator_accepted": _mediator_accepted,
    "mediator_declined": _mediator_off, "mediator_replaced": _mediator_off, "round_started": _round_started,
    "round_ended": _round_ended, "extended": _extended, "agreed": _agreed, "agreement_performed": _same,
    "agreement_kept": _kept, "agreement_broken": _broken, "followed_up": _followed_up, "settled": _same,
    "closed": _closed, "failed": _failed, "mediation_refused": _excluded, "withdrawn": _same, "referred": _same,
    "reopened": _reopened, "merged": _merged, "deadline_missed": _missed, "owner_changed": _owner_changed,
}  # fmt: skip
