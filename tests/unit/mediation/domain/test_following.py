"""Visits follow the colour of the risk, and nothing closes before they are done."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.mediation.domain.agreeing import Keep
from services.mediation.domain.following import Close, FollowUp
from services.mediation.domain.grading import AcknowledgeAlarm, Raise
from tests.fixtures.mediation_domain import Story, names, policy

DAYS = {"blue": [30], "yellow": [7, 30], "orange": [3, 7, 30], "red": [1, 3, 7, 30]}


def _kept(colour):
    story = Story().agreed()
    return story.then(*([] if colour == "blue" else [Raise(colour, "threat")]), Keep())


@pytest.mark.parametrize("colour", DAYS)
def test_visits_are_planned_by_colour(colour):
    story = _kept(colour)
    assert [(at - story.now).days for at in story.case.follow_ups_left] == DAYS[colour]
    assert story.case.deadlines["follow_up"] == story.case.follow_ups_left[0]


@pytest.mark.parametrize("colour", DAYS)
def test_a_case_closes_only_when_every_visit_is_done(colour):
    story = _kept(colour)
    for at in story.case.follow_ups_left:
        assert story.refuses(Close()).reason == "follow_ups_left"
        assert story.case.deadlines["follow_up"] == at
        story.now = at - timedelta(hours=1)
        story.do(FollowUp("calm"))
    assert story.case.deadlines["follow_up"] == story.now + timedelta(hours=policy().terms["close"].amount)
    if colour == "red":
        assert story.refuses(Close()).reason == "alarm_open"
        story.do(AcknowledgeAlarm("990102.county.command"))
    assert story.then(Close()).case.state == "closed"


@pytest.mark.parametrize("visited", [False, True])
def test_who_rises_while_visits_are_left_is_visited_by_the_higher_colour(visited):
    story = _kept("blue").until("follow_up").then(FollowUp("calm")) if visited else Story().failed()
    story.do(Raise("red", "threat"))
    assert [(at - story.now).days for at in story.case.follow_ups_left] == DAYS["red"]
    assert story.case.deadlines["follow_up"] == story.case.follow_ups_left[0]
    assert story.refuses(Close()).reason == "follow_ups_left"


def test_rising_never_puts_off_a_visit_that_comes_sooner():
    story = _kept("blue").wait(days=29)
    soon = story.case.follow_ups_left[0]
    story.do(Raise("orange", "threat"))
    assert story.case.follow_ups_left[0] == story.case.deadlines["follow_up"] == soon
    assert len(story.case.follow_ups_left) == 1 + len(DAYS["orange"])


def test_a_tense_visit_is_repeated_sooner_and_counts_for_nothing():
    story = _kept("yellow")
    story.do(FollowUp("tense"))
    soon = story.now + timedelta(days=policy().terms["tense"].amount)
    assert story.case.deadlines["follow_up"] == soon
    assert len(story.case.follow_ups_left) == 3


def test_a_tense_visit_never_puts_the_next_one_off():
    story = _kept("red")
    planned = story.case.follow_ups_left[0]
    assert story.then(FollowUp("tense")).case.deadlines["follow_up"] == planned


def test_a_tense_last_visit_plans_another():
    story = _kept("blue").until("follow_up").then(FollowUp("tense"))
    assert story.refuses(Close()).reason == "follow_ups_left"
    assert story.then(FollowUp("calm"), Close()).case.state == "closed"


def test_a_visit_long_before_its_day_is_one_more_and_not_the_planned_one():
    story = _kept("blue").then(FollowUp("calm"))
    assert len(story.case.visits) == 1
    assert story.refuses(Close()).reason == "follow_ups_left"
    story.wait(days=26).do(FollowUp("calm"))
    assert story.refuses(Close()).reason == "follow_ups_left"
    assert story.wait(days=1).then(FollowUp("calm"), Close()).case.state == "closed"


def test_a_visit_that_was_planned_for_the_past_comes_soon():
    story = _kept("yellow").wait(days=60).then(FollowUp("calm"))
    assert story.case.deadlines["follow_up"] == story.now + timedelta(days=policy().terms["tense"].amount)


def test_what_is_met_on_a_visit_counts_at_once():
    story = _kept("blue")
    facts = story.do(FollowUp("tense", ("weapon",)))
    assert names(facts)[:2] == ["followed_up", "signalled"]
    assert story.case.risk == "orange"
    assert story.refuses(FollowUp("calm", ("weather",))).field == "signals"
    assert story.refuses(FollowUp("happy")).field == "how"


def test_a_missed_visit_goes_one_step_up_and_is_asked_for_again():
    story = _kept("blue").until("follow_up")
    before = story.case.owner
    assert names(story.fire()) == ["deadline_missed", "owner_changed"]
    assert story.case.owner != before
    assert story.case.deadlines["follow_up"] > story.now
