"""A dispute comes to notice once, and is accepted only where the rules allow mediation."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.mediation.domain.assigning import Assign
from services.mediation.domain.ending import DeclineMediation, Reopen
from services.mediation.domain.opening import AddSource, Record, Triage
from services.mediation.domain.partying import Seal
from services.mediation.domain.rounds import StartRound
from tests.fixtures.mediation_domain import COUNTY, TEAM, Story, an_opening, names, one, policy


def test_a_fresh_case_has_an_owner_and_a_time_to_be_triaged():
    story = Story().then(an_opening())
    assert (story.case.state, story.case.owner) == ("registered", TEAM)
    assert story.case.deadlines == {"triage": story.now + timedelta(hours=24)}
    assert story.case.policy == policy().version


def test_the_same_report_twice_changes_nothing_and_another_source_is_added():
    story = Story().then(an_opening())
    assert story.do(an_opening()) == []
    assert names(story.do(an_opening(source="incident", ref="incident-1")))[0] == "source_added"
    assert [each.source for each in story.case.origins] == ["visit", "incident"]
    assert story.do(AddSource("incident", "incident-1")) == []


def test_a_case_that_nobody_answers_for_is_not_opened():
    assert Story().knows(owners={}).refuses(an_opening()).reason == "no_owner"


def test_a_source_that_does_not_exist_is_refused_by_name():
    refusal = Story().refuses(an_opening(source="rumour"))
    assert (refusal.reason, refusal.field) == ("unknown_source", "source")
    assert "walk_in" in refusal.remedy


def test_nothing_is_done_to_a_case_that_does_not_exist():
    assert Story().refuses(Seal(True)).reason == "no_such_case"


def test_an_old_case_from_the_ledger_is_over_and_dated_when_it_was():
    story = Story()
    long_ago = story.now - timedelta(days=18 * 365)
    opening = an_opening(source="record", ref="ledger-77")
    said = {name: getattr(opening, name) for name in opening.__slots__}
    story.do(Record(**said, happened_at=long_ago, outcome="failed"))
    assert (story.case.state, story.case.outcome, story.case.opened_at) == ("closed", "failed", long_ago)
    assert story.case.deadlines == {}
    story.do(Reopen("again", "visit", "visit-9"))
    assert (story.case.state, story.case.owner) == ("reopened", TEAM)
    assert Story().refuses(Record(**said, happened_at=story.now + timedelta(days=1))).reason == "in_the_future"


@pytest.mark.parametrize("exclusion", sorted(policy().exclusions))
def test_each_exclusion_is_refused_with_its_reason_and_its_source(exclusion):
    rule = policy().exclusions[exclusion]
    for mode in rule.modes or policy().modes:
        refusal = Story().opened().refuses(Triage(mode, exclusions=(exclusion,)))
        assert refusal.reason == f"excluded_{exclusion}"
        assert refusal.source == rule.source != ""
        assert rule.title in refusal.message
        assert refusal.remedy


def test_what_only_public_order_mediation_excludes_may_still_be_mediated_otherwise():
    story = Story().opened().then(Triage("people", exclusions=("gang_fight",)))
    assert story.case.state == "triaged"


def test_what_is_excluded_may_come_out_later_and_forbids_the_round():
    story = Story("public_order").accepted()
    assert story.refuses(StartRound(exclusions=("fled",))).reason == "excluded_fled"


def test_declined_mediation_names_the_rule_and_tells_the_routes():
    story = Story().opened()
    assert story.refuses(DeclineMediation("gang_fight", ())).reason == "routes_not_told"
    assert story.refuses(DeclineMediation("boredom", ("court",))).reason == "unknown_exclusion"
    facts = story.do(DeclineMediation("gang_fight", ("court", "police_punishment")))
    assert one(facts, "mediation_refused").data["rule"] == policy().exclusions["gang_fight"].source
    assert (story.case.state, story.case.outcome, story.case.exclusions) == ("failed", "declined", ("gang_fight",))
    assert "follow_up" in story.case.deadlines


@pytest.mark.parametrize(
    ("order", "field"),
    [
        (Triage("duel"), "mode"),
        (Triage("people", exclusions=("boredom",)), "exclusions"),
        (Triage("people", signals=("weather",)), "signals"),
        (Triage("people", relation="strangers_in_the_night"), "relation"),
    ],
)
def test_words_that_the_policy_does_not_know_are_refused_by_field(order, field):
    refusal = Story().opened().refuses(order)
    assert refusal.field == field
    assert "one of" in refusal.remedy


def test_terms_begin_neither_before_the_case_nor_in_the_future():
    story = Story().opened().wait(hours=3)
    for wrong in (story.now - timedelta(hours=4), story.now + timedelta(seconds=1)):
        assert story.refuses(Triage("people", clock_from=wrong)).field == "clock_from"


def test_a_clock_that_was_set_back_does_not_stop_the_triage():
    assert Story().opened().wait(hours=-5).then(Triage("people")).case.state == "triaged"


def test_a_missed_triage_is_asked_for_again_one_step_higher():
    story = Story().opened().until("triage")
    missed = one(story.fire(), "deadline_missed")
    assert (missed.data["kind"], missed.data["owner"]) == ("triage", TEAM)
    assert story.case.owner != TEAM
    assert story.case.deadlines["triage"] > story.now


def test_a_mediator_is_asked_only_after_triage():
    assert Story().opened().refuses(Assign("m1")).reason == "illegal_transition"


def test_sealing_is_a_fact_once():
    story = Story().opened()
    assert names(story.do(Seal(True))) == ["sealing_changed"]
    assert story.do(Seal(True)) == []
    assert story.case.sealed
    assert story.case.county == COUNTY
