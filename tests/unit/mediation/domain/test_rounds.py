"""Rounds of mediation keep the numbers and terms of the law, counted in working days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.mediation.domain.assigning import Accept, Assign
from services.mediation.domain.ending import Fail, Reopen
from services.mediation.domain.opening import Triage
from services.mediation.domain.partying import Consent, Object
from services.mediation.domain.rounds import EndRound, Extend, StartRound
from services.mediation.domain.transferring import Return, TransferTo
from tests.fixtures.mediation_domain import Story, one, policy

FIRST_ENDS = datetime(2026, 3, 5, 16, 0, tzinfo=UTC)
"""Accepted on Monday 2 March: the third working day is Thursday, which ends at midnight in Beijing."""
RULES = policy().modes["public_order"]


def test_the_first_round_is_due_within_three_working_days():
    story = Story("public_order").accepted()
    assert story.case.deadlines["first_round"] == FIRST_ENDS
    story.now = FIRST_ENDS
    assert story.then(StartRound()).case.round == 1


def test_a_round_that_begins_late_needs_a_supervisor_who_extends_it():
    story = Story("public_order").accepted()
    story.now = FIRST_ENDS + timedelta(seconds=1)
    refusal = story.refuses(StartRound())
    assert (refusal.reason, refusal.source) == ("too_late", RULES.source)
    assert "supervisor" in refusal.remedy
    story.do(Extend(story.now + timedelta(days=1), "flood"), by="supervisor-1")
    assert story.case.deadlines["first_round"] == story.now + timedelta(days=1)
    assert story.wait(days=2).refuses(StartRound()).reason == "too_late"
    assert story.wait(days=-1).then(StartRound()).case.round == 1
    assert story.case.extended_to is None


def test_an_extension_lies_in_the_future_and_belongs_to_a_case_that_is_being_mediated():
    story = Story("public_order").accepted()
    assert story.refuses(Extend(story.now, "flood")).field == "until"
    assert Story().opened().refuses(Extend(story.now + timedelta(days=1), "flood")).reason == "illegal_transition"


def test_the_term_begins_with_the_appraisal_where_an_injury_was_appraised():
    story = Story("public_order").opened().wait(days=10)
    appraised = story.now - timedelta(days=1)
    story.do(Triage("public_order", clock_from=appraised), Consent(("a", "b")), Assign("o1"), Accept("o1"))
    assert story.case.deadlines["first_round"] == datetime(2026, 3, 16, 16, 0, tzinfo=UTC)


def test_the_second_round_is_due_within_seven_working_days_after_the_first():
    story = Story("public_order").in_round().then(EndRound("no_agreement"))
    ends = datetime(2026, 3, 11, 16, 0, tzinfo=UTC)
    assert story.case.deadlines == story.case.deadlines | {"next_round": ends}
    assert "conclude" not in story.case.deadlines
    story.now = ends + timedelta(seconds=1)
    assert story.refuses(StartRound()).reason == "too_late"
    story.now = ends
    assert story.then(StartRound()).case.round == 2
    assert "next_round" not in story.case.deadlines


def test_holidays_do_not_count():
    story = Story("public_order", now=datetime(2026, 4, 30, 2, 0, tzinfo=UTC)).accepted()
    assert story.case.deadlines["first_round"] == datetime(2026, 5, 8, 16, 0, tzinfo=UTC)


def test_there_is_no_third_round_in_public_order_and_the_case_must_be_ended():
    story = Story("public_order").in_round().then(EndRound("no_agreement"), StartRound(), EndRound("no_agreement"))
    refusal = story.refuses(StartRound())
    assert (refusal.reason, refusal.source) == ("rounds_used_up", RULES.source)
    assert "next_round" in story.case.deadlines
    story.do(Fail(("court",)))
    assert story.case.state == "failed"


def test_another_mode_has_no_limit_and_a_late_round_is_only_reported():
    story = Story("people").in_round()
    for _ in range(4):
        story.do(EndRound("adjourned"))
        story.wait(days=60).then(StartRound())
    assert story.case.round == 5


def test_a_new_attempt_counts_rounds_anew_and_remembers_the_old_ones():
    story = Story("public_order").in_round().then(EndRound("no_agreement"), StartRound(), Fail(("court",)))
    assert story.case.failed_rounds == 2
    story.do(
        Reopen("new_incident", "incident", "i-9"),
        Triage("public_order"),
        Consent(("a", "b")),
        Assign("o1"),
        Accept("o1"),
    )
    assert (story.case.round, story.case.failed_rounds) == (0, 2)
    assert story.then(StartRound()).case.round == 1


def test_reopening_the_same_quarrel_gives_no_third_round():
    story = Story("public_order").in_round().then(EndRound("no_agreement"), StartRound(), Fail(("court",)))
    for known in (Reopen("again"), Reopen("again", "visit", "visit-1")):
        story.do(known, Triage("public_order"), Consent(("a", "b")), Assign("o1"), Accept("o1"))
        assert story.refuses(StartRound()).reason == "rounds_used_up"
        story.do(Fail(("court",)))


def test_each_mode_counts_its_own_rounds():
    story = Story("people").in_round()
    for _ in range(2):
        story.do(EndRound("adjourned"), StartRound())
    story.do(
        TransferTo("township_government"), Return("not_ours"), Triage("public_order"), Assign("o1"), Accept("o1")
    )
    assert story.case.deadlines["first_round"] == FIRST_ENDS
    assert story.then(StartRound()).case.round == 4
    story.do(EndRound("adjourned"), StartRound(), EndRound("no_agreement"))
    assert story.refuses(StartRound()).reason == "rounds_used_up"


def test_a_mediator_who_cannot_go_on_is_replaced_between_two_rounds():
    story = Story("public_order").in_round()
    assert story.refuses(Assign("o2")).reason == "round_open"
    story.do(EndRound("adjourned"), Object("o1", "friend"))
    assert story.refuses(StartRound()).reason == "conflict_of_interest"
    term = story.case.deadlines["next_round"]
    assert story.do(Assign("o1")) == []
    story.do(Assign("o2"))
    assert (story.case.state, set(story.case.deadlines) - {"linking"}) == ("assigned", {"accept"})
    story.do(Accept("o2"))
    assert story.case.deadlines["first_round"] == term, "it is the second round's term still"
    assert story.then(StartRound()).case.round == 2


def test_one_round_at_a_time():
    story = Story().in_round()
    assert story.refuses(StartRound()).reason == "round_open"
    story.do(EndRound("adjourned"))
    assert story.refuses(EndRound("adjourned")).reason == "no_round"


def test_a_round_ends_only_as_it_may():
    assert Story().in_round().refuses(EndRound("victory")).field == "outcome"


def test_a_round_that_nobody_ends_is_told_and_asked_for_again():
    story = Story("public_order").in_round().until("conclude")
    assert one(story.fire(), "deadline_missed").data["kind"] == "conclude"
    assert story.case.deadlines["conclude"] > story.now


@pytest.mark.parametrize("mode", sorted(policy().modes))
def test_nobody_mediates_before_having_accepted(mode):
    story = Story(mode).triaged().then(Consent(("a", "b")))
    assert story.refuses(StartRound()).reason == "illegal_transition"
    who = next(each for each, kind in story.context().kinds.items() if kind in policy().modes[mode].who_may_mediate)
    assert story.then(Assign(who)).refuses(StartRound()).reason == "not_accepted"
