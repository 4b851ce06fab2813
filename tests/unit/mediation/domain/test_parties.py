"""Who is party to it: both sides, willing, children with a guardian, and nobody's friend as a mediator."""

from __future__ import annotations

import pytest

from services.mediation.domain.assigning import Accept, Assign
from services.mediation.domain.opening import Triage
from services.mediation.domain.parts import Party
from services.mediation.domain.partying import AddParties, Consent, Object
from services.mediation.domain.rounds import EndRound, StartRound
from tests.fixtures.mediation_domain import A, B, Story, an_agreement, an_opening, names, policy

GUARDIAN = Party("g1", "p-9", "a", "guardian", of="p1")


def test_a_child_needs_its_guardian_at_every_round_and_at_the_agreement():
    story = Story().accepted().knows(minors=frozenset({"p1"}))
    refusal = story.refuses(StartRound())
    assert (refusal.reason, refusal.source) == ("guardian_absent", policy().guardian_source)
    assert f"under {policy().guardian_age}" in refusal.message
    assert story.refuses(StartRound(guardians=("g1",))).reason == "guardian_absent"
    story.do(AddParties((GUARDIAN,)))
    assert story.refuses(StartRound()).reason == "guardian_absent"
    story.do(StartRound(guardians=("g1",)))
    assert story.refuses(an_agreement(story)).reason == "guardian_absent"


def test_a_guardian_of_the_one_is_none_of_the_other():
    story = Story().accepted().knows(minors=frozenset({"p1", "p2"})).then(AddParties((GUARDIAN,)))
    refusal = story.refuses(StartRound(guardians=("g1",)))
    assert "p2" in refusal.message
    assert "p1" not in refusal.message


def test_a_witness_does_not_stand_in_for_a_guardian():
    story = Story().accepted().knows(minors=frozenset({"p1"}))
    story.do(AddParties((Party("w1", "p-8", "a", "witness", of="p1"),)))
    assert story.refuses(StartRound(guardians=("w1",))).reason == "guardian_absent"


def test_a_guardian_stands_for_somebody_in_the_case():
    story = Story().opened()
    assert story.refuses(AddParties((Party("g1", "p-9", "a", "guardian", of="p7"),))).field == "of"
    assert story.refuses(AddParties((Party("g1", "p-9", "a", "guardian", of="g1"),))).field == "of"
    assert story.refuses(AddParties((Party("x", "p-9", "a", "judge"),))).field == "role"


def test_a_ref_stands_for_one_person():
    story = Story().opened()
    assert story.refuses(AddParties((GUARDIAN, GUARDIAN))).reason == "ref_twice"
    assert story.do(AddParties((A,))) == []
    story.do(AddParties((Party("p1", "p-77", "a"),)))
    assert sorted(each.person for each in story.case.parties) == ["p-2", "p-77"]


def test_a_dispute_has_two_sides():
    story = Story().then(an_opening(), AddParties((A,)))
    from_one = Story(case=story.case).then(*_until_round(("a",)))
    assert from_one.refuses(StartRound()).reason == "one_sided"


def _until_round(sides):
    return Triage("people"), Consent(sides), Assign("m1"), Accept("m1")


def test_both_sides_must_want_it():
    story = Story().then(an_opening(), AddParties((A, B)), *_until_round(("a",)))
    refusal = story.refuses(StartRound())
    assert refusal.reason == "no_consent"
    assert "side b" in refusal.message
    assert story.then(Consent(("b",)), StartRound()).case.state == "mediating"


def test_consent_may_be_taken_back_before_a_round_and_before_the_agreement():
    story = Story().in_round().then(Consent(("b",), given=False))
    assert story.refuses(an_agreement(story)).reason == "no_consent"
    story.do(EndRound("adjourned"))
    assert story.refuses(StartRound()).reason == "no_consent"


def test_a_side_that_joins_must_consent_too():
    story = Story().accepted().then(AddParties((Party("p3", "p-3", "c"),)))
    assert "side c" in story.refuses(StartRound()).message


def test_a_side_without_a_party_can_not_consent():
    assert Story().opened().refuses(Consent(("z",))).field == "sides"


def test_a_mediator_with_a_conflict_of_interest_is_neither_assigned_nor_begins():
    story = Story().triaged().then(Consent(("a", "b"))).knows(conflicts={"m1": "cousin"})
    refusal = story.refuses(Assign("m1"))
    assert refusal.reason == "conflict_of_interest"
    assert "cousin" in refusal.message
    story.knows(conflicts={}).do(Assign("m1"), Accept("m1"))
    assert story.knows(conflicts={"m1": "cousin"}).refuses(StartRound()).reason == "conflict_of_interest"


def test_a_mediator_whom_a_side_objects_to_mediates_no_more():
    story = Story().accepted()
    assert names(story.do(Object("m1", "partial"))) == ["objected"]
    assert story.refuses(StartRound()).reason == "conflict_of_interest"
    assert story.then(Assign("m2")).case.mediator == "m2"
    assert story.refuses(Assign("m1")).reason == "conflict_of_interest"


@pytest.mark.parametrize(("mode", "wrong"), [("public_order", "m1"), ("people", "o1"), ("court_docked", "o1")])
def test_each_mode_has_its_own_kinds_of_mediators(mode, wrong):
    story = Story(mode).triaged()
    refusal = story.refuses(Assign(wrong))
    assert (refusal.reason, refusal.source) == ("wrong_kind", policy().modes[mode].source)
    assert story.refuses(Assign("nobody")).reason == "unknown_mediator"
