"""Other ways a case goes: each with what the law asks for, and nothing is lost on the way."""

from __future__ import annotations

import pytest

from services.mediation.domain.documenting import DocumentMade, RequestDocument
from services.mediation.domain.ending import Fail, Merge, Refer, Reopen, Withdraw
from services.mediation.domain.following import Close, FollowUp
from services.mediation.domain.grading import AcknowledgeAlarm, Raise
from services.mediation.domain.linking import LinksChecked
from services.mediation.domain.opening import AddSource, Triage
from tests.fixtures.mediation_domain import COMMAND, Story, a_case, names


def test_a_failed_mediation_tells_the_routes_and_is_visited_all_the_same():
    story = Story().in_round()
    assert story.refuses(Fail(())).field == "routes"
    refusal = story.refuses(Fail(("court", "duel")))
    assert "duel" in refusal.message
    assert refusal.source
    assert names(story.do(Fail(("court", "arbitration"))))[:2] == ["round_ended", "failed"]
    assert story.case.routes == ("arbitration", "court")
    assert story.case.failed_rounds == 1
    assert story.refuses(Close()).reason == "follow_ups_left"
    story.wait(days=29).do(FollowUp("calm"), Close())
    assert (story.case.state, story.case.outcome) == ("closed", "failed")


def test_a_crime_goes_to_the_case_team_with_its_number():
    story = Story().in_round()
    assert story.refuses(Refer("")).field == "case_number"
    story.do(Refer("演公（刑）立字〔2026〕1号"))
    assert story.case.state == "referred"
    assert set(story.case.deadlines) <= {"linking"}
    assert not story.case.round_open


def test_whoever_asked_may_withdraw_but_never_while_it_is_red():
    story = Story().in_round().then(Raise("red", "weapon"))
    refusal = story.refuses(Withdraw("reconciled"))
    assert refusal.reason == "red"
    assert "second signature" in refusal.remedy
    assert Story().in_round().then(Raise("orange", "threat"), Withdraw("reconciled")).case.state == "withdrawn"


@pytest.mark.parametrize(
    "end",
    [
        lambda story: story.failed(),
        lambda story: story.in_round().then(Withdraw("reconciled")),
        lambda story: story.in_round().then(Refer("1")),
        lambda story: story.kept(),
        lambda story: story.kept().until("follow_up").then(FollowUp("calm"), Close()),
        lambda story: story.resolved(),
    ],
)
def test_what_is_over_or_nearly_begins_again_with_triage(end):
    story = end(Story())
    facts = story.do(Reopen("new_incident", "incident", "incident-9"))
    assert names(facts)[0] == "reopened"
    assert story.case.state == "reopened"
    assert story.case.deadlines["triage"] > story.now
    assert "follow_up" not in story.case.deadlines
    assert (story.case.reopened, story.case.outcome, story.case.mediator) == (1, "", "")
    assert story.case.origins[-1].ref == "incident-9"
    assert story.then(Triage("public_order")).case.state == "triaged"


def test_the_same_report_does_not_become_a_second_source_by_reopening():
    story = Story().failed().then(Reopen("again", "visit", "visit-1"))
    assert len(story.case.origins) == 1


def test_a_case_is_merged_into_another_and_never_into_itself():
    story = Story().triaged()
    assert story.refuses(Merge("case-1")).field == "into"
    assert story.refuses(Merge("")).field == "into"
    story.do(Merge("case-0"))
    assert (story.case.state, story.case.merged_into) == ("merged", "case-0")
    refusal = story.refuses(Reopen("again"))
    assert refusal.reason == "merged"
    assert "case-0" in refusal.message


def test_a_merge_waits_for_a_report_that_came_in_meanwhile():
    story = Story().triaged().then(AddSource("incident", "incident-1"))
    assert story.refuses(Merge("case-0", took=1)).reason == "changed"
    assert story.then(Merge("case-0", took=2)).case.state == "merged"


def test_what_was_begun_before_a_merge_is_brought_to_its_end():
    story = Story().opened().then(Raise("red", "knife"), RequestDocument("d1", "invitation", "1", "token"))
    story.do(Merge("case-0"))
    story.do(DocumentMade("d1", 1, "aa", 1, 1), AcknowledgeAlarm(COMMAND), LinksChecked())
    assert story.case.document("d1").state == "issued"
    assert story.case.deadlines == {}


@pytest.mark.parametrize("state", ["mediating", "agreed", "follow_up"])
def test_what_is_well_on_its_way_is_not_merged(state):
    assert Story(case=a_case(state)).refuses(Merge("case-0")).reason == "illegal_transition"
