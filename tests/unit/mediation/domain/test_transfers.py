"""What is handed to another body is followed up: contact, receipt, answer, call-back; what returns is alive."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.mediation.domain.assigning import Accept, Assign
from services.mediation.domain.ending import Reopen
from services.mediation.domain.following import Close
from services.mediation.domain.opening import Triage
from services.mediation.domain.partying import Consent
from services.mediation.domain.rounds import StartRound
from services.mediation.domain.transferring import CallBack, Contact, Receive, Resolve, Return, TransferTo
from tests.fixtures.mediation_domain import Story, names, one

TO_TOWNSHIP = TransferTo("township_government")


def test_the_body_is_contacted_within_the_hour():
    story = Story().triaged().then(TO_TOWNSHIP)
    assert story.case.deadlines["contact"] == story.now + timedelta(hours=1)
    assert one(story.until("contact").fire(), "deadline_missed").data["kind"] == "contact"
    assert story.case.deadlines["contact"] > story.now


def test_after_the_contact_a_receipt_is_awaited_and_nothing_counts_as_received_without():
    story = Story().triaged().then(TO_TOWNSHIP)
    assert story.refuses(Receive("R-1")).reason == "not_contacted"
    story.do(Contact())
    assert {"receipt"} == set(story.case.deadlines) - {"linking"}
    assert story.do(Contact()) == []
    assert story.refuses(Receive("")).field == "receipt"
    assert story.then(Receive("R-1")).case.transfer.receipt == "R-1"


@pytest.mark.parametrize(("complexity", "term"), [("simple", {"hours": 24}), ("complex", {"days": 5})])
def test_the_answer_is_due_from_the_transfer_however_late_the_receipt(complexity, term):
    story = Story().triaged().then(TransferTo("court", complexity))
    due = story.now + timedelta(**term)
    story.wait(hours=20).do(Contact(), Receive("R-1"))
    assert story.case.deadlines["answer"] == due


def test_an_answer_that_is_late_already_is_told_at_once():
    story = Story().triaged().then(TO_TOWNSHIP).wait(days=3).then(Contact(), Receive("R-1"))
    assert story.case.deadlines["answer"] == story.now
    assert one(story.fire(), "deadline_missed").data["kind"] == "answer"
    assert story.case.deadlines["answer"] > story.now


def test_an_unknown_body_or_measure_is_refused():
    story = Story().triaged()
    assert story.refuses(TransferTo("emperor")).field == "body"
    assert story.refuses(TransferTo("court", "baffling")).field == "complexity"
    assert story.then(TO_TOWNSHIP, Contact(), Receive("1")).refuses(Resolve("")).field == "result"
    assert story.then(Resolve("done")).refuses(CallBack("meh")).field == "opinion"


def test_it_closes_only_with_receipt_result_and_call_back():
    story = Story().triaged().then(TO_TOWNSHIP)
    for step in (Contact(), Receive("R-1"), Resolve("done")):
        assert story.refuses(Close()).reason == "illegal_transition"
        story.do(step)
    assert story.refuses(Close()).reason == "not_called_back"
    story.do(CallBack("unreachable"))
    assert "call_back" in story.case.deadlines
    assert story.refuses(Close()).reason == "not_called_back"
    story.do(CallBack("satisfied"), Close())
    assert (story.case.state, story.case.outcome) == ("closed", "resolved_elsewhere")


def test_who_is_not_satisfied_brings_the_case_back_at_once():
    story = Story().resolved()
    owner = story.case.owner
    assert names(story.do(CallBack("unsatisfied"))) == ["called_back", "transfer_returned"]
    assert (story.case.state, story.case.owner) == ("returned", owner)
    assert {"triage"} == set(story.case.deadlines) - {"linking"}
    assert (story.case.transfer.called_back, story.case.transfer.returned) == ("unsatisfied", "unsatisfied")


@pytest.mark.parametrize("steps", [(), (Contact(),), (Contact(), Receive("R-1")),
                                   (Contact(), Receive("R-1"), Resolve("done"))])  # fmt: skip
def test_what_is_returned_comes_back_alive_and_can_be_mediated(steps):
    story = Story().triaged().then(TO_TOWNSHIP, *steps, Return("not_ours"))
    assert story.case.state == "returned"
    assert story.case.owner
    assert story.case.deadlines["triage"] > story.now
    story.do(Triage("people"), Consent(("a", "b")), Assign("m1"), Accept("m1"), StartRound())
    assert story.case.state == "mediating"


def test_a_case_sent_away_from_the_middle_of_a_round_can_go_on_with_the_same_mediator():
    story = Story().in_round().then(TO_TOWNSHIP, Return("not_ours"), Triage("people"))
    assert not story.case.round_open
    assert story.then(Assign("m1"), Accept("m1"), StartRound()).case.round == 2


def test_a_second_transfer_needs_its_own_receipt():
    story = Story().resolved().then(CallBack("satisfied"), Reopen("again"), TransferTo("court"))
    assert story.case.transfer.receipt == ""
    assert len(story.case.transfers) == 2
    assert story.refuses(Receive("R-2")).reason == "not_contacted"


def test_the_owner_keeps_the_case_while_another_body_has_it():
    story = Story().triaged()
    before = story.case.owner
    assert story.then(TO_TOWNSHIP, Contact(), Receive("R-1")).case.owner == before
