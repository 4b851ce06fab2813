"""Judicial confirmation: both sides together, within thirty days, independent of how the case goes on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.mediation.domain.agreeing import Breach, Keep
from services.mediation.domain.confirming import ApplyConfirmation, Confirm, RefuseConfirmation
from services.mediation.domain.following import Close, FollowUp
from services.mediation.domain.parts import Party
from services.mediation.domain.partying import AddParties
from tests.fixtures.mediation_domain import Story, one, policy

BOTH = ApplyConfirmation(("a", "b"))


@pytest.mark.parametrize("mode", sorted(policy().modes))
def test_only_agreements_that_a_court_may_confirm_become_eligible(mode):
    eligible = mode in ("people", "court_docked")
    assert Story(mode).agreed().case.confirmation == ("eligible" if eligible else "none")


def test_the_term_is_thirty_days_to_the_end_of_the_last():
    story = Story().agreed()
    assert story.case.deadlines["confirmation"] == datetime(2026, 4, 1, 16, 0, tzinfo=UTC)


def test_one_side_alone_does_not_apply():
    story = Story().agreed()
    refusal = story.refuses(ApplyConfirmation(("a",)))
    assert (refusal.reason, refusal.field) == ("not_jointly", "sides")
    assert "art. 33" in refusal.source
    story.do(AddParties((Party("p3", "p-3", "c"),)))
    assert "side c" in story.refuses(BOTH).message


@pytest.mark.parametrize(("order", "state"), [(Confirm(), "confirmed"), (RefuseConfirmation(), "refused")])
def test_the_court_decides_and_its_deadline_ends(order, state):
    story = Story().agreed()
    assert story.refuses(order).reason == "illegal_transition"
    story.do(BOTH)
    assert "court_decision" in story.case.deadlines
    assert "confirmation" not in story.case.deadlines
    story.do(order)
    assert story.case.confirmation == state
    assert "court_decision" not in story.case.deadlines


def test_it_expires_with_the_term_and_can_not_be_applied_for_any_more():
    story = Story().agreed(days=90).until("confirmation")
    assert story.refuses(BOTH).reason == "too_late"
    assert one(story.fire(), "confirmation_changed").data["to"] == "expired"
    assert story.refuses(BOTH).reason == "illegal_transition"
    assert "confirmation" not in story.case.deadlines
    assert story.case.state == "agreed"


def test_on_the_last_day_it_is_not_too_late():
    story = Story().agreed(days=90).until("confirmation").wait(seconds=-1)
    assert story.then(BOTH).case.confirmation == "applied"


@pytest.mark.parametrize("before", [(), (BOTH,)])
def test_a_broken_agreement_takes_the_confirmation_with_it(before):
    story = Story().agreed().then(*before, Breach())
    assert story.case.confirmation == "none"
    assert not {"confirmation", "court_decision"} & set(story.case.deadlines)


def test_what_a_court_confirmed_stays_confirmed_when_it_is_broken():
    assert Story().agreed().then(BOTH, Confirm(), Breach()).case.confirmation == "confirmed"


def test_the_term_outlives_the_case():
    story = Story().agreed().then(Keep()).wait(days=28).then(FollowUp("calm"), Close())
    assert story.case.state == "closed"
    assert story.then(BOTH).case.confirmation == "applied"
    story.now = story.case.deadlines["court_decision"] + timedelta(days=1)
    assert one(story.fire(), "deadline_missed").data["kind"] == "court_decision"
