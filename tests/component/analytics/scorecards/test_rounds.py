"""A round is measured from facts, traced to their events, published once, and corrected by appeals."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.analytics.app.scorecards import cards as cards_module
from services.analytics.app.scorecards.assess import Asked
from services.analytics.domain.refused import Refused
from services.analytics.domain.scorecards.card import Subject
from tests.fixtures.analytics_assessment import (
    COUNTY,
    MIDDLE,
    OTHER_UNIT,
    PERIOD,
    PLACE,
    SPAN,
    UNIT,
    command,
    fact,
    person,
)  # fmt: skip

ROUND = f"{COUNTY}-{PERIOD}"
UNITS = (
    Subject(UNIT, "unit", COUNTY, UNIT, PLACE, 20), Subject(OTHER_UNIT, "unit", COUNTY, OTHER_UNIT, "350924200", 10)
)  # fmt: skip
PEOPLE = tuple(Subject(person(n), "person", COUNTY, UNIT) for n in (1, 2))
FULL = {(UNIT, "satisfaction"): 95.0, (person(1), "familiarity"): 90.0, (person(2), "familiarity"): 40.0}


def asked(given=None, subjects=UNITS + PEOPLE):
    return Asked(COUNTY, PERIOD, SPAN, 600_000, 400_000, subjects, FULL if given is None else given)


def line(card, word):
    return next(each for each in card.lines if each.measure == word)


def bound(card, word):
    return next(each for each in card.bounds if each.word == word)


@pytest.fixture
def told(office):
    """Facts in and out of the period, of this unit and another."""
    day = timedelta(days=1)
    office.tell(
        *[fact("arrive_deadline", team=UNIT, other=f"t{n}") for n in range(10)],
        fact("deadline_missed", team=UNIT, word="arrive"),
        fact("deadline_missed", team=UNIT, word="acknowledge"),
        fact("deadline_missed", SPAN.end, team=UNIT, word="arrive"),
        fact("deadline_missed", team=OTHER_UNIT, word="arrive"),
        fact("review_concluded", event="failed-1", word="prevention_failed", restricted=True),
        fact("review_concluded", word="nothing_to_prevent"),
        fact("households_visited", category="officer", word="kept", team=UNIT, other=person(1), value=180.0),
        fact("households_visited", category="officer", word="short", team=UNIT, other=person(1), value=20.0),
        fact("households_visited", category="officer", word="kept", team=UNIT, other=person(2), value=9.0),
        fact("hours_served", other=person(1), team=UNIT, value=600.0),
        fact("hours_served", SPAN.start - day, other=person(1), team=UNIT, value=9999.0),
    )
    return office


def test_a_card_shows_what_each_measure_came_to_and_the_facts_behind(told):
    round = told.scores.assess.assess(asked(), command())
    assert (round.assessed, round.state) == (True, "draft")
    unit = told.scores.cards.get(f"{ROUND}:{UNIT}").state
    assert (line(unit, "arrived_late").value, line(unit, "arrived_late").facts) == (10.0, 1)
    assert line(unit, "disputes_settled").note == "nothing_to_measure"
    assert (bound(unit, "prevention_failed").points, bound(unit, "prevention_failed").events) == (-5, ("failed-1",))
    one = told.scores.cards.get(f"{ROUND}:{person(1)}").state
    assert line(one, "households").value == round_(200 * 7 / 90)
    assert line(one, "long_enough").value == 50.0
    assert line(one, "duty_minutes").value == round_(600 * 7 / 90)
    assert one.unit_score == unit.result.score


def round_(value):
    return round(value, 6)


def test_the_same_command_makes_one_round_and_another_makes_it_anew(told):
    first = told.scores.assess.assess(asked(), command("a"))
    assert told.scores.assess.assess(asked(), command("a")) == first
    again = told.scores.assess.assess(asked(subjects=UNITS, given={}), command("b"))
    assert [card.subject.id for card in told.scores.assess.cards(again)] == [UNIT, OTHER_UNIT]
    with pytest.raises(cards_module.NoSuchCard):
        told.scores.cards.get(f"{ROUND}:{person(1)}")


def test_a_round_that_a_crash_cut_short_is_ended_by_the_repeat(told, monkeypatch):
    def dies(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(type(told.scores.assess), "_make", dies)
        with pytest.raises(KeyboardInterrupt):
            told.scores.assess.assess(asked(), command("a"))
    with pytest.raises(Refused):
        told.scores.assess.publish(ROUND, command())
    assert told.scores.assess.assess(asked(), command("a")).assessed
    assert len(told.scores.assess.cards(told.scores.assess.get(ROUND))) == 4


def test_a_round_is_published_once_after_its_period_with_the_budget_check(told):
    told.scores.assess.assess(asked(), command())
    told.clock.now = SPAN.end - timedelta(hours=1)
    with pytest.raises(Refused) as no:
        told.scores.assess.publish(ROUND, command())
    assert no.value.reason == "too_early"
    told.clock.now = SPAN.end
    told.scores.assess.publish(ROUND, command())
    told.scores.assess.publish(ROUND, command())
    (event,) = told.events("score_rounds", "scorecards_published")
    check = told.scores.assess.budget(ROUND)
    assert (event["data"]["pool_fen"], event["data"]["paid_fen"]) == (1_000_000, check.paid)
    assert event["audience"] == "restricted"
    assert check.balance == 1_000_000 - check.paid
    with pytest.raises(Refused):
        told.scores.assess.assess(asked(), command())


def test_an_upheld_appeal_of_a_unit_reaches_its_peoples_cards_and_the_budget(told):
    told.scores.assess.assess(asked(), command())
    told.scores.assess.publish(ROUND, command())
    card, before = f"{ROUND}:{UNIT}", told.scores.cards.get(f"{ROUND}:{person(1)}").state
    told.scores.cards.appeal(card, "wrong_count", ["arrived_late"], command(actor="chief"))
    after = told.scores.cards.uphold(card, "device_fault", {"arrived_late": 0.0}, command("u"))
    assert told.scores.cards.uphold(card, "device_fault", {"arrived_late": 0.0}, command("u")) == after
    fresh = told.scores.cards.get(f"{ROUND}:{person(1)}").state
    assert fresh.unit_score == after.result.score > before.unit_score
    assert fresh.result.score > before.result.score
    decided = [event["data"]["decision"] for event in told.events("scorecards", "appeal_decided")]
    assert decided == ["upheld"]


def test_an_appeal_that_waits_too_long_is_told_once(told):
    told.scores.assess.assess(asked(), command())
    told.scores.assess.publish(ROUND, command())
    told.scores.cards.appeal(f"{ROUND}:{UNIT}", "wrong_count", ["arrived_late"], command(actor="chief"))
    assert told.scores.cards.fire() == 0
    told.clock.forward(15 * 86400 + 1)
    assert [told.scores.cards.fire(), told.scores.cards.fire()] == [1, 0]
    assert len(told.events("scorecards", "appeal_overdue")) == 1


def test_own_cards_are_seen_when_published(told):
    told.scores.assess.assess(asked(), command())
    assert told.scores.cards.of(person(1)) == []
    told.scores.assess.publish(ROUND, command())
    assert [card.subject.id for card in told.scores.cards.of(person(1))] == [person(1)]


def test_a_countys_own_measures_count_and_a_figure_of_the_catalogue_can_be_one(told):
    told.policies.put(COUNTY, {"units": {"measures": {
        "arrived_late": {"weight": 0},
        "kept": {"title": "按时到场", "weight": 100, "zero": 0, "full": 77, "figure": "response.kept"},
    }}}, command(actor="registrar"))  # fmt: skip
    round = told.scores.assess.assess(asked(given={}), command())
    card = told.scores.cards.get(f"{ROUND}:{UNIT}").state
    assert line(card, "kept").note == f"response.kept {PLACE} {PERIOD}"
    assert (line(card, "kept").points, card.version) == (100.0, round.version)
    assert "arrived_late" not in [each.measure for each in card.lines]


def test_visits_of_exactly_thirty_minutes_are_flagged_with_their_events(told):
    told.tell(*[
        fact("visit_made", MIDDLE + timedelta(days=n % 30, hours=n % 5), f"v{n}", other=person(2), value=30.0)
        for n in range(40)
    ])  # fmt: skip
    told.scores.assess.assess(asked(), command())
    flags = {flag.check: flag for flag in told.scores.cards.get(f"{ROUND}:{person(2)}").state.flags}
    assert flags["visits_at_the_limit"].count == 40
    assert set(flags["visits_at_the_limit"].events) == {f"v{n}" for n in range(40)}
    assert told.scores.cards.get(f"{ROUND}:{person(1)}").state.flags == ()


@pytest.mark.parametrize(
    ("given", "subjects", "field"),
    [({(person(9), "familiarity"): 1.0}, UNITS, "given"), ({}, UNITS + UNITS[:1], "subjects")],
)
def test_a_round_about_the_wrong_people_is_refused(office, given, subjects, field):
    with pytest.raises(Refused) as no:
        office.scores.assess.assess(asked(given, subjects), command())
    assert no.value.field == field
