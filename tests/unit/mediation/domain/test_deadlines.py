"""A deadline that passes is told, goes up one step, and is followed by another; firing twice does nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.mediation.domain.assigning import Accept, Assign, Decline
from services.mediation.domain.partying import Consent
from services.mediation.domain.transferring import Contact, TransferTo
from tests.fixtures.mediation_domain import COMMAND, COMMUNITY, COUNTY_COMMAND, TEAM, Story, names, one


def _asked(*then, **more):
    return Story().triaged().then(Consent(("a", "b")), Assign("m1")).knows(next_mediators=then, **more)


def test_who_does_not_accept_in_time_is_replaced_by_the_next():
    story = _asked("m1", "m2").until("accept")
    assert names(story.fire()) == ["deadline_missed", "mediator_replaced", "mediator_assigned"]
    assert (story.case.state, story.case.mediator, story.case.asked) == ("assigned", "m2", ("m1",))
    assert story.case.deadlines["accept"] > story.now
    assert story.case.owner == TEAM
    assert story.refuses(Accept("m1")).reason == "not_asked"


def test_who_declines_is_replaced_by_the_next():
    story = _asked("m1", "m2")
    assert story.refuses(Decline("m2")).reason == "not_asked"
    assert names(story.do(Decline("m1", "ill"))) == ["mediator_declined", "mediator_assigned"]
    assert story.case.mediator == "m2"


def test_the_next_is_one_who_may():
    story = _asked("m1", "m2", "o1", "ghost", "l1", conflicts={"m2": "cousin"}).until("accept")
    story.fire()
    assert story.case.mediator == "l1"


def test_where_nobody_is_left_the_owner_has_to_assign():
    story = _asked("m1").until("accept")
    assert names(story.fire()) == ["deadline_missed", "mediator_replaced"]
    assert (story.case.state, story.case.mediator) == ("triaged", "")
    assert story.case.deadlines["assign"] > story.now


def test_asking_another_drops_the_first_ones_terms():
    story = _asked().then(Accept("m1"), Assign("m2"))
    assert (story.case.mediator, story.case.accepted, story.case.asked) == ("m2", False, ("m1",))
    assert set(story.case.deadlines) - {"linking"} == {"accept"}
    assert story.do(Assign("m2")) == []
    story.do(Accept("m2"))
    assert story.do(Accept("m2")) == []
    assert set(story.case.deadlines) - {"linking"} == {"first_round"}


def test_a_missed_deadline_climbs_one_step_each_time_and_stays_at_the_top():
    story = Story().triaged()
    owners = []
    for _ in range(5):
        story.until("assign").fire()
        owners.append(story.case.owner)
        assert story.case.deadlines["assign"] > story.now
    assert owners == [COMMUNITY, COMMAND, COUNTY_COMMAND, COUNTY_COMMAND, COUNTY_COMMAND]
    assert story.case.missed == 5


def test_where_a_capability_has_no_team_the_next_one_up_owns_it():
    story = Story().knows(owners={"community": COMMUNITY, "county_command": COUNTY_COMMAND}).opened()
    assert story.case.owner == COMMUNITY
    story.until("triage").fire()
    assert story.case.owner == COUNTY_COMMAND


def test_nothing_fires_before_its_time_and_nothing_twice():
    story = Story().triaged().until("assign")
    story.wait(seconds=-1)
    assert story.fire() == []
    story.wait(seconds=1)
    assert one(story.fire(), "deadline_missed").data["due_at"] == story.now.isoformat()
    assert story.fire() == []


def test_after_years_of_standstill_everything_is_told_once_and_goes_on():
    story = Story().agreed().wait(days=4 * 365)
    assert names(story.fire()) == ["deadline_missed", "owner_changed", "confirmation_changed"]
    assert all(at > story.now for kind, at in story.case.deadlines.items() if kind != "linking")


@pytest.mark.parametrize("hours", [-1, -12, -48])
def test_a_clock_that_is_set_back_fires_nothing_and_loses_nothing(hours):
    story = Story().triaged().then(TransferTo("court"), Contact())
    due = story.case.deadlines["receipt"]
    assert story.wait(hours=hours).fire() == []
    story.now = due + timedelta(minutes=1)
    assert names(story.fire()) == ["deadline_missed", "owner_changed"]
