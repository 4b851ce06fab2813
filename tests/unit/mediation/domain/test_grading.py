"""The grade says where each point comes from, rises by itself, and falls by two signatures only."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.mediation.domain.agreeing import Breach
from services.mediation.domain.ending import Fail, Merge, Reopen, Withdraw
from services.mediation.domain.grading import (
    AcknowledgeAlarm,
    ApproveLowering,
    ProposeLowering,
    Raise,
    Signal,
)
from services.mediation.domain.linking import DecideLink, NoteLinks
from services.mediation.domain.opening import AddSource, Triage
from services.mediation.domain.parts import Link, Party
from services.mediation.domain.partying import AddParties
from services.mediation.domain.rounds import EndRound, StartRound
from tests.fixtures.mediation_domain import (
    COMMAND,
    COMMUNITY,
    COUNTY_COMMAND,
    TEAM,
    Story,
    names,
    one,
    policy,
)

RULES = policy().grading


def _points(story, factor):
    return next((each.points for each in story.case.reasons if each.factor == factor), 0)


@pytest.mark.parametrize("word", sorted(RULES.signals))
def test_each_signal_gives_its_points(word):
    story = Story().opened().then(Signal((word,)))
    assert (story.case.points, _points(story, word)) == (RULES.signals[word], RULES.signals[word])
    assert story.do(Signal((word,))) == []


@pytest.mark.parametrize("relation", sorted(RULES.relations))
def test_each_relation_gives_its_points(relation):
    assert _points(Story().triaged(relation=relation), "relation") == RULES.relations[relation]


@pytest.mark.parametrize(("calls", "points"), [(0, 0), (1, 5), (2, 10), (4, 20), (9, 20)])
def test_repeated_calls_add_up_to_a_cap(calls, points):
    story = Story().opened()
    for number in range(calls):
        story.do(AddSource("incident", f"incident-{number}"))
    assert _points(story, "repeat_calls") == points


@pytest.mark.parametrize(("people", "points"), [(2, 0), (5, 5), (9, 5), (10, 10), (30, 20), (300, 20)])
def test_people_count_by_the_highest_band(people, points):
    assert _points(Story().triaged(people=people), "people") == points


@pytest.mark.parametrize(("years", "points"), [(0, 5), (1, 10), (5, 15), (9, 15), (10, 20), (18, 20)])
def test_an_old_grudge_counts_once_it_is_confirmed(years, points):
    story = Story().opened().then(NoteLinks((Link("case-0", ("family:p-1",), years),)))
    assert _points(story, "grudge_years") == 0
    assert _points(story.then(DecideLink("case-0", True)), "grudge_years") == points
    assert _points(story.then(DecideLink("case-0", False)), "grudge_years") == 0


def test_failed_rounds_broken_agreements_and_new_beginnings_count():
    story = Story().in_round().then(EndRound("no_agreement"), StartRound(), Fail(("court",)))
    assert _points(story, "failed_rounds") == 2 * RULES.failed_round_points
    assert _points(story.then(Reopen("again")), "reopened") == RULES.reopened_points
    assert _points(Story().agreed().then(Breach()), "broken_agreements") == RULES.broken_agreement_points


def test_the_sum_is_that_of_the_lines_and_the_weightiest_is_first():
    story = Story().triaged(signals=("threats", "drunk"), relation="lovers", people=12)
    lines = [(each.factor, each.points) for each in story.case.reasons]
    assert lines == [("threats", 20), ("relation", 15), ("people", 10), ("drunk", 5)]
    assert story.case.points == 50


@pytest.mark.parametrize(
    ("signals", "points", "colour"),
    [
        (("stalking",), 25, "yellow"),
        (("threats",), 20, "yellow"),
        (("minors", "elderly", "drunk"), 15, "blue"),
        (("weapon",), 40, "orange"),
        (("violence", "minors"), 35, "yellow"),
        (("violence", "self_harm"), 70, "red"),
        (("weapon", "stalking"), 65, "orange"),
    ],
)
def test_the_colour_begins_at_its_threshold(signals, points, colour):
    story = Story().opened().then(Signal(signals))
    assert (story.case.points, story.case.risk) == (points, colour)


def test_raising_by_hand_is_free_and_only_upwards():
    story = Story().opened()
    assert names(story.do(Raise("orange", "gut"), by="anybody")) == ["risk_raised", "owner_changed"]
    assert story.case.owner == COMMUNITY
    assert story.refuses(Raise("yellow", "gut")).reason == "not_higher"
    assert story.refuses(Raise("black", "gut")).field == "to"


def test_lowering_takes_the_signature_of_another_person():
    story = Story().opened().then(Raise("red", "gut"))
    assert story.refuses(ApproveLowering("yellow")).reason == "not_proposed"
    assert names(story.do(ProposeLowering("yellow", "calm"), by="officer-1")) == ["lowering_proposed"]
    assert story.case.risk == "red"
    assert story.refuses(ApproveLowering("yellow"), by="officer-1").reason == "same_signature"
    assert story.refuses(ApproveLowering("blue"), by="officer-2").reason == "not_proposed"
    facts = story.do(ApproveLowering("yellow"), by="officer-2")
    lowered = one(facts, "risk_lowered")
    assert (lowered.data["first"], lowered.actor) == ("officer-1", "officer-2")
    assert (story.case.risk, story.case.owner) == ("yellow", TEAM)
    assert "alarm" not in story.case.deadlines


def test_lowering_goes_down():
    story = Story().opened().then(Raise("yellow", "gut"))
    assert story.refuses(ProposeLowering("red", "calm")).reason == "not_lower"
    assert story.refuses(ApproveLowering("red")).reason == "illegal_transition"


def test_what_comes_after_a_proposal_voids_it():
    raised = Story().opened().then(Raise("orange", "gut"), ProposeLowering("blue", "calm"), Raise("red", "knife"))
    assert raised.refuses(ApproveLowering("blue"), by="officer-2").reason == "not_proposed"
    learnt = Story().opened().then(Raise("orange", "gut"), ProposeLowering("blue", "calm"), Signal(("drunk",)))
    assert learnt.refuses(ApproveLowering("blue"), by="officer-2").reason == "not_proposed"


def test_a_score_that_two_people_judged_does_not_raise_again_but_a_higher_one_does():
    story = Story().opened().then(Signal(("weapon",)))
    story.then(ProposeLowering("blue", "a toy")).do(ApproveLowering("blue"), by="officer-2")
    assert story.then(AddSource("patrol", "patrol-1")).case.risk == "blue"
    assert story.then(Signal(("drunk",))).case.risk == "orange"


def test_red_is_told_at_once_to_the_command_rooms_and_the_community_team():
    story = Story().opened()
    facts = story.do(Signal(("extreme_words", "weapon")))
    assert names(facts) == ["signalled", "graded", "risk_raised", "alarm_raised", "owner_changed"]
    assert one(facts, "alarm_raised").data["teams"] == sorted([COUNTY_COMMAND, COMMAND, COMMUNITY])
    assert story.case.owner == COUNTY_COMMAND
    assert story.case.deadlines["alarm"] == story.now + timedelta(minutes=15)


def test_the_alarm_repeats_until_it_is_acknowledged():
    story = Story().opened().then(Raise("red", "knife"))
    for _ in range(3):
        facts = story.until("alarm").fire()
        assert names(facts) == ["deadline_missed", "alarm_raised"]
        assert story.case.deadlines["alarm"] > story.now
    assert names(story.do(AcknowledgeAlarm(COMMAND))) == ["alarm_acknowledged"]
    assert "alarm" not in story.case.deadlines
    assert story.do(AcknowledgeAlarm(COMMAND)) == []


def test_without_an_alarm_there_is_nothing_to_acknowledge():
    assert Story().opened().refuses(AcknowledgeAlarm(COMMAND)).reason == "no_alarm"


def test_an_alarm_is_raised_anew_when_the_case_turns_red_again():
    story = Story().opened().then(Raise("red", "knife"), AcknowledgeAlarm(COMMAND), ProposeLowering("blue", "calm"))
    story.do(ApproveLowering("blue"), by="officer-2")
    assert "alarm" in story.then(Raise("red", "knife again")).case.deadlines
    assert story.case.alarm_answered == ""


def test_a_case_that_goes_into_another_alarms_no_more_the_other_has_its_risk():
    assert "alarm" not in Story().opened().then(Raise("red", "knife"), Merge("case-0")).case.deadlines


def test_rising_never_hands_a_case_down():
    story = Story().opened()
    for _ in range(3):
        story.until("triage").fire()
    assert story.case.owner == COUNTY_COMMAND
    assert story.then(Signal(("weapon",))).case.risk == "orange"
    assert story.case.owner == COUNTY_COMMAND


def test_a_case_that_is_over_is_reopened_before_it_is_raised():
    story = Story().opened().then(Withdraw("reconciled"))
    assert story.refuses(Raise("red", "knife")).reason == "case_over"


def test_what_is_learnt_of_a_case_that_is_over_counts_when_it_begins_again():
    story = Story().in_round().then(Withdraw("reconciled"), Signal(("weapon",)))
    assert story.case.risk == "blue"
    assert story.then(Reopen("again")).case.risk == "orange"


def test_more_people_on_record_are_more_people_involved():
    more = tuple(Party(f"w{n}", f"p-{n}", "a", "witness") for n in range(3, 11))
    assert _points(Story().opened().then(AddParties(more)), "people") == 10


def test_the_grade_follows_from_triage_too():
    assert Story().opened().then(Triage("people", signals=("weapon",))).case.risk == "orange"
