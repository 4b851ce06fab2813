"""What was found about a dispute once is not forgotten by closing and reopening it."""

from __future__ import annotations

import pytest

from services.mediation.domain.agreeing import Breach
from services.mediation.domain.ending import DeclineMediation, Refer, Reopen
from services.mediation.domain.opening import Triage
from tests.fixtures.mediation_domain import Story, policy


def test_an_exclusion_that_was_found_still_excludes_after_reopening():
    story = Story("public_order").opened().then(DeclineMediation("hired_assault", ("court",)), Reopen("again"))
    refusal = story.refuses(Triage("public_order"))
    assert refusal.reason == "excluded_hired_assault"
    assert "程序规定" in str(refusal)


def test_who_did_not_want_mediation_may_change_their_mind():
    story = Story().opened().then(DeclineMediation("unwilling", ("court",)), Reopen("asked_again"))
    assert story.then(Triage("people")).case.state == "triaged"


def test_a_broken_public_order_agreement_is_not_mediated_so_again():
    story = Story("public_order").agreed().then(Breach())
    refusal = story.refuses(Triage("public_order"))
    assert refusal.reason == "broken_before"
    assert "治安管理处罚法" in refusal.source
    assert story.then(Triage("people")).case.mode == "people"


@pytest.mark.parametrize("before", ["agreed", "kept", "failed", "resolved"])
def test_a_crime_is_referred_from_wherever_the_case_stands(before):
    story = getattr(Story(), before)().then(Refer("A350924-1"))
    assert story.case.state == "referred"
    assert story.case.confirmation == "none"
    assert not story.case.deadlines.keys() & {"perform", "follow_up", "contact", "call_back", "confirmation"}


def test_whom_to_ask_knows_the_languages_said_at_triage():
    story = Story().opened().then(Triage("people", languages=("she",)))
    assert story.case.languages == {"she"}
    assert policy().modes["public_order"].after_breach is False
