"""What an agreement must have, whether it is kept, and how a broken one comes alive."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.mediation.domain.agreeing import BeginPerformance, Breach, Keep
from services.mediation.domain.ending import Reopen
from services.mediation.domain.following import Close, FollowUp
from tests.fixtures.mediation_domain import Story, an_agreement, names, policy

WRITTEN = [(mode, item) for mode, rules in policy().modes.items() for item in rules.written]
ORAL = [(mode, item) for mode, rules in policy().modes.items() for item in rules.oral or ()]


@pytest.mark.parametrize(
    ("mode", "item", "form"), [(*each, "written") for each in WRITTEN] + [(*each, "oral") for each in ORAL]
)
def test_each_missing_item_is_named(mode, item, form):
    story = Story(mode).in_round()
    refusal = story.refuses(an_agreement(story, form, without=(item,)))
    assert refusal.message == f"a {form} agreement lacks: {item}"
    assert (refusal.field, refusal.source) == ("items", policy().agreement.source)


def test_the_items_of_the_issue_are_asked_for():
    asked = {"parties", "facts", "terms", "performance_manner", "performance_due", "signatures_all", "seal"}
    assert all(set(rules.written) == asked for rules in policy().modes.values())


@pytest.mark.parametrize("mode", [mode for mode, rules in policy().modes.items() if rules.oral])
def test_an_oral_record_is_enough_where_the_law_allows_it(mode):
    story = Story(mode).in_round()
    assert story.then(an_agreement(story, "oral")).case.agreement.form == "oral"


@pytest.mark.parametrize(("mode", "form"), [("court_docked", "oral"), ("people", "sung")])
def test_another_form_is_refused(mode, form):
    story = Story(mode).in_round()
    assert story.refuses(an_agreement(story, form)).field == "form"


def test_an_agreement_ends_the_round_and_starts_the_time_of_performance():
    story = Story("public_order").in_round()
    assert names(story.do(an_agreement(story, days=5))) == ["agreed", "round_ended"]
    assert story.case.deadlines["perform"] == story.now + timedelta(days=5)
    assert "conclude" not in story.case.deadlines
    assert not story.case.round_open
    assert story.case.failed_rounds == 0


def test_no_agreement_outside_a_round_or_to_be_performed_yesterday():
    story = Story().accepted()
    assert story.refuses(an_agreement(story)).reason == "illegal_transition"
    story = Story().in_round()
    assert story.refuses(an_agreement(story, days=-1)).field == "perform_by"
    assert story.then(an_agreement(story, days=0)).case.state == "agreed"


def test_performance_that_begins_keeps_its_time():
    story = Story().agreed()
    until = story.case.deadlines["perform"]
    story.do(BeginPerformance())
    assert (story.case.state, story.case.deadlines["perform"]) == ("performing", until)


def test_performance_that_is_late_is_told_and_asked_for_again():
    story = Story().agreed().until("perform")
    assert "deadline_missed" in names(story.fire())
    assert story.case.state == "agreed"
    assert story.case.deadlines["perform"] > story.now


@pytest.mark.parametrize("after", [(), (BeginPerformance(),), (Keep(),)])
def test_a_broken_agreement_comes_alive_with_a_time_to_be_triaged(after):
    story = Story().agreed().then(*after)
    story.do(Breach())
    assert story.case.state == "reopened"
    assert story.case.deadlines["triage"] > story.now
    assert not {"perform", "follow_up", "confirmation"} & set(story.case.deadlines)
    assert story.case.agreement is None
    assert [each.kept for each in story.case.past_agreements] == [False]
    assert story.case.consents == frozenset()


def test_what_was_never_agreed_can_not_be_broken():
    assert Story().in_round().refuses(Breach()).reason == "no_agreement"


def test_a_kept_agreement_stays_kept_through_closing():
    story = Story().kept().wait(days=31).then(FollowUp("calm"))
    facts = story.do(Close())
    assert names(facts) == ["closed", "settled"]
    assert (story.case.outcome, story.case.agreement.kept) == ("settled", True)


def test_a_case_reopened_after_a_kept_agreement_keeps_it_on_record():
    story = Story().kept().then(Reopen("again"))
    assert [each.kept for each in story.case.past_agreements] == [True]
    assert story.case.confirmation == "none"
