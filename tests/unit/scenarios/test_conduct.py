"""How the people of the play act: by the case as it stands and by how they are, never by how it is to end."""

from datetime import UTC, datetime, timedelta

import pytest

from scenarios.clock import Clock, Shifted
from scenarios.shouning.play import actors
from scenarios.shouning.play.clock import slot_after, slot_before
from scenarios.shouning.play.conduct import next_step
from scenarios.shouning.play.steps import Situation

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
AGREEABLE = {"agrees_in": 1, "keeps": [True]}
PARTIES = [{"ref": "p1", "side": "a", "role": "party"}, {"ref": "p2", "side": "b", "role": "party"}]


def step(behaviour=AGREEABLE, *, missed=None, signals=(), relation="neighbours", **view):
    """What is done next in a case that stands so; None when nothing is."""
    before = {
        "state": "registered", "risk": "blue", "alarm_at": None, "alarm_answered_by": None, "parties": PARTIES,
        "signals": [], "past_agreements": [], "transfers": [], "links": [], "consents": [], "visits": [],
        "mediator": "m-1", "accepted": True, "mode": "people", "confirmation": "none", "lowering": None,
        "region": "3509241000011001", "rounds": [], "round": 0, "deadlines": [], "follow_ups_left": [],
    }  # fmt: skip
    dispute = {"id": "dispute-001", "behaviour": behaviour, "signals": list(signals), "relation": relation,
               "parties": PARTIES}  # fmt: skip
    done = next_step(Situation({**before, **view}, dispute, missed or {}, NOW))
    return (done.actor.subject, done.action) if done else None


def in_round(number, **more):
    ended = None if more.pop("going_on", True) else NOW.isoformat()
    return {"state": "mediating", "round": number, "rounds": [{"ended_at": ended}], **more}


def test_an_unknown_disputes_people_are_found_out_first():
    assert step(parties=[]) == ("play-officer", "parties")
    assert step() == ("play-officer", "triage")


def test_a_matter_of_another_body_is_handed_over_once():
    behaviour = {**AGREEABLE, "body": {"name": "civil_affairs", "complexity": "simple", "returns": True}}
    assert step(behaviour) == ("play-officer", "transfer")
    assert step(behaviour, state="returned", transfers=[{}]) == ("play-officer", "triage")


def test_both_sides_consent_before_a_mediator_is_asked():
    assert step(state="triaged", consents=["a"]) == ("play-officer", "consent")
    assert step(state="triaged", consents=["a", "b"]) == ("play-officer", "assign")


def test_a_silent_mediator_does_nothing_until_the_deadline_has_passed():
    silent = {**AGREEABLE, "silent": True}
    assert step(silent, state="assigned", accepted=False) is None
    assert step(silent, state="assigned", accepted=False, missed={"accept": 1}) == ("m-1", "accept")


@pytest.mark.parametrize(("agrees_in", "number", "action"), [
    (1, 1, "agree"), (2, 1, "end-round"), (2, 2, "agree"), (None, 3, "end-round"),
])  # fmt: skip
def test_the_parties_agree_in_their_round(agrees_in, number, action):
    assert step({**AGREEABLE, "agrees_in": agrees_in}, **in_round(number)) == ("m-1", action)


@pytest.mark.parametrize(("mode", "number", "action"), [
    ("people", 2, "start-round"), ("people", 3, "fail"), ("public_order", 1, "start-round"),
    ("public_order", 2, "fail"),
])  # fmt: skip
def test_rounds_go_on_as_long_as_the_mode_has_any(mode, number, action):
    behaviour = {**AGREEABLE, "agrees_in": None}
    assert step(behaviour, **in_round(number, going_on=False, mode=mode)) == ("m-1", action)


@pytest.mark.parametrize(("keeps", "broken", "action"), [
    ([True], 0, "keep"), ([False, True], 0, "breach"), ([False, True], 1, "keep"), ([False, False], 1, "breach"),
])  # fmt: skip
def test_promises_are_kept_or_broken_in_their_turn(keeps, broken, action):
    standing = {"state": "performing", "agreement": {"made_at": NOW.isoformat()}, "past_agreements": [{}] * broken}
    assert step({**AGREEABLE, "keeps": keeps}, **standing) == ("m-1", action)


def test_who_broke_every_promise_is_not_asked_for_another():
    assert step({"agrees_in": 1, "keeps": [False, False]}, state="reopened", past_agreements=[{}, {}]) == (
        "play-officer", "fail",
    )  # fmt: skip


def test_a_forgotten_visit_is_made_after_its_deadline_and_closing_follows_the_last():
    forgotten = {**AGREEABLE, "visit_forgotten": True}
    planned = {"state": "follow_up", "follow_ups_left": [NOW.isoformat()]}
    assert step(forgotten, **planned) is None
    assert step(forgotten, missed={"follow_up": 1}, **planned) == ("play-officer", "follow-up")
    assert step(state="follow_up") == ("play-officer", "close")


def test_an_alarm_is_answered_before_all_else_and_two_people_lower_the_risk():
    assert step(risk="red", alarm_at=NOW.isoformat()) == ("play-command", "acknowledge-alarm")
    answered = {"risk": "red", "alarm_at": NOW.isoformat(), "alarm_answered_by": "x", "state": "follow_up"}
    first, second = step(**answered), step(**answered, lowering={"to": "yellow"})
    assert (first, second) == (("play-officer", "propose-lowering"), ("play-supervisor", "approve-lowering"))


def test_blows_are_the_polices_to_mediate_and_debts_the_courts():
    def mode(**more):
        dispute = {"behaviour": AGREEABLE, "signals": [], "relation": "neighbours", **more}
        view = {"state": "registered", "risk": "blue", "alarm_at": None, "parties": PARTIES, "past_agreements": [],
                "transfers": []}  # fmt: skip
        done = next_step(Situation(view, dispute, {}, NOW))
        assert done is not None
        assert done.actor is actors.OFFICER
        return done.body["mode"]

    assert (mode(), mode(signals=["violence"]), mode(relation="debt")) == ("people", "public_order", "court_docked")


def test_the_clock_is_moved_by_one_and_read_by_others(tmp_path):
    clock = Clock(tmp_path / "clock", NOW)
    other = Shifted(tmp_path / "clock")
    assert abs(other() - NOW) < timedelta(seconds=10)
    clock.move(NOW + timedelta(days=30))
    assert abs(other() - NOW - timedelta(days=30)) < timedelta(seconds=10)


def test_people_work_at_nine_and_three():
    nine, three = NOW, NOW + timedelta(hours=6)  # 01:00 UTC is 09:00 there
    assert slot_after(nine) == three
    assert slot_after(three) == nine + timedelta(days=1)
    assert slot_before(nine) == nine
    assert slot_before(nine - timedelta(seconds=1)) == three - timedelta(days=1)
