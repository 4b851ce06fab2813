"""What each order brings about, and what is refused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from services.patrol.domain.refused import Refused
from services.patrol.domain.shifts.asking import Accept, Decline
from services.patrol.domain.shifts.cancelling import Cancel
from services.patrol.domain.shifts.context import Context, Who
from services.patrol.domain.shifts.decide import decide
from services.patrol.domain.shifts.due import due
from services.patrol.domain.shifts.firing import fire
from services.patrol.domain.shifts.leaving import DropOut, Release
from services.patrol.domain.shifts.opening import open_shift, place_needs
from services.patrol.domain.shifts.places import held_by
from services.patrol.domain.shifts.running import Arrive, Depart, late_at
from services.patrol.domain.shifts.shift import Shift
from services.patrol.domain.shifts.swapping import Agree, Commit, EndSwap, HandOver, Pledge, Propose
from services.patrol.domain.shifts.taking import Assign, GiveUp, Take
from tests.fixtures.clock import MORNING
from tests.fixtures.patrol_shifts import HOURS, OFFICER, POLICY, START, VOLUNTEER, a_post, pid, slot


@dataclass(frozen=True)
class Able:
    person: str
    why: tuple[str, ...] = ("knows the post",)


def ctx(now=MORNING, able=(103, 104, 105), broken=(), **policy):
    """Return a context in which some are able to replace others."""
    return Context(
        now, "test", replace(POLICY, **policy),
        find=lambda _shift, _place, barred, _limit: [Able(pid(n)) for n in able if pid(n) not in barred],
        judge=lambda _shift, _place, _person: list(broken),
    )  # fmt: skip


def who(number, hold=None, skills=()):
    return Who(pid(number), "officer" if number < 100 else "volunteer", skills, hold or f"h-{number}")


@pytest.fixture
def shift() -> Shift:
    """Return a shift with an officer and two volunteers."""
    a_slot = slot(needs=(OFFICER, replace(VOLUNTEER, count=2)))
    return open_shift(a_slot, a_post(), "r-1", {0: [who(1)], 1: [who(101), who(102)]}, POLICY, MORNING)[0]


def names(happened):
    return [each.name for each in happened]


def refused(reason, *decision):
    with pytest.raises(Refused) as error:
        decide(*decision)
    assert error.value.reason == reason
    assert error.value.remedy


def test_a_need_of_two_is_two_places_of_one():
    two = place_needs(slot(needs=(OFFICER, replace(VOLUNTEER, count=2))))
    assert [(index, need.count) for index, need in two] == [(0, 1), (1, 1), (1, 1)]


def test_places_that_the_planner_left_open_are_told_but_nobody_is_asked():
    opened, happened = open_shift(slot(), a_post(), "r-1", {0: [who(1)]}, POLICY, MORNING)
    assert happened[0].data["open"] == [1]
    assert decide(opened, Arrive(who(1), START), ctx())[0].places[1].asks == ()


def test_who_drops_out_is_asked_for_and_not_asked_again(shift):
    after, happened = decide(shift, DropOut(pid(101), "ill"), ctx(able=(101, 103)))
    assert names(happened) == ["dropped_out", "replacement_asked"]
    assert after.places[1].before == ((pid(101), "ill"),)
    assert [ask.person for ask in after.places[1].asks] == [pid(103)]


def test_who_has_come_does_not_drop_out(shift):
    here, _ = decide(shift, Arrive(who(101), START), ctx())
    refused("came_already", here, DropOut(pid(101)), ctx())
    refused("not_in_shift", shift, DropOut(pid(999)), ctx())


def test_leave_takes_nobody_out_of_a_shift_that_runs(shift):
    running = replace(shift, state="running")
    assert decide(running, Release(pid(101)), ctx()) == (running, [])


def test_an_ask_is_open_for_a_third_of_the_time_left_at_most_as_long_as_policy_says(shift):
    far, _ = decide(shift, DropOut(pid(101)), ctx(MORNING))
    assert far.places[1].asks[0].until == MORNING + POLICY.ask_for
    near, _ = decide(shift, DropOut(pid(101)), ctx(START - timedelta(minutes=30)))
    assert near.places[1].asks[0].until == START - timedelta(minutes=20)


def test_as_many_are_asked_at_once_as_policy_says_and_the_rest_thanked(shift):
    asked, _ = decide(shift, DropOut(pid(101)), ctx(asks_at_once=2))
    after, happened = decide(asked, Accept(who(104)), ctx())
    assert after.places[1].person == pid(104)
    assert [(each.data.get("answer"), each.people) for each in happened] == [
        ("accepted", ()), (None, (pid(104),)), ("withdrawn", (pid(103),)),
    ]  # fmt: skip
    refused("already_taken", after, Accept(who(103)), ctx())
    assert decide(after, Accept(who(104)), ctx()) == (after, [])


def test_who_declines_is_followed_by_the_next_and_at_last_the_place_is_told_open(shift):
    now, _ = decide(shift, DropOut(pid(101)), ctx(able=(103, 104)))
    now, happened = decide(now, Decline(pid(103), "away"), ctx(able=(103, 104)))
    assert names(happened) == ["replacement_answered", "replacement_asked"]
    now, happened = decide(now, Decline(pid(104)), ctx(able=(103, 104)))
    assert names(happened) == ["replacement_answered", "place_left_open"]
    assert decide(now, Decline(pid(104)), ctx()) == (now, [])
    refused("not_asked", now, Decline(pid(999)), ctx())


def test_a_lapsed_ask_may_still_be_accepted_while_the_place_is_empty(shift):
    now, _ = decide(shift, DropOut(pid(101)), ctx(able=(103,)))
    fired = fire(now, ctx(MORNING + timedelta(hours=1), able=()))
    assert fired is not None
    assert names(fired[1]) == ["replacement_answered", "place_left_open"]
    after, _ = decide(fired[0], Accept(who(103)), ctx())
    assert after.places[1].person == pid(103)


def test_an_open_place_is_for_the_first_who_may(shift):
    now, _ = decide(shift, DropOut(pid(101)), ctx(able=()))
    refused("against_the_rules", now, Take(who(105)), ctx(broken=("no rest",)))
    taken, _ = decide(now, Take(who(105)), ctx())
    assert taken.places[1].person == pid(105)
    refused("already_taken", taken, Take(who(106)), ctx())
    refused("has_a_place", taken, Take(who(105)), ctx())


def test_a_planner_assigns_over_somebody_and_over_a_rule_with_a_reason(shift):
    refused("against_the_rules", shift, Assign(who(105), 1), ctx(broken=("no rest",)))
    after, happened = decide(shift, Assign(who(105), 1, "flood"), ctx(broken=("no rest",)))
    assert after.people == (pid(1), pid(105), pid(102))
    assert names(happened) == ["shift_changed", "place_filled"]
    refused("has_a_place", shift, Assign(who(102), 1), ctx())
    refused("no_such_place", shift, Assign(who(105), 9), ctx())


def test_a_hold_that_was_given_up_never_becomes_a_place(shift):
    now, _ = decide(shift, DropOut(pid(101)), ctx(able=()))
    now, _ = decide(now, GiveUp("h-105"), ctx())
    refused("took_too_long", now, Take(who(105)), ctx())
    assert decide(now, GiveUp("h-1"), ctx()) == (now, [])


def test_who_is_left_alone_is_raised_and_the_officer_asked_before_anybody(shift):
    now, _ = decide(shift, DropOut(pid(101)), ctx(able=()))
    now, happened = decide(now, DropOut(pid(1)), ctx(able=(2, 103)))
    lacking = [each.data["lacking"] for each in happened if each.name == "shift_changed"]
    assert lacking == ["accompanied_volunteer"]
    assert [each.data["place"] for each in happened if each.name == "replacement_asked"] == [0, 1]


def test_what_all_hold_together_is_looked_at_after_each_change():
    both = slot(needs=(OFFICER, OFFICER), together={"household_registration": 1})
    opened, _ = open_shift(
        both, a_post(), "r-1", {0: [who(1, skills=("household_registration",))], 1: [who(2)]}, POLICY, MORNING
    )
    after, _ = decide(opened, DropOut(pid(1)), ctx(able=()))
    assert after.raised == ("together:household_registration",)
    after, _ = decide(after, Take(who(3, skills=("household_registration",))), ctx())
    assert after.raised == ()


def test_a_shift_starts_finds_no_shows_and_ends_by_itself(shift):
    now, seen = shift, []
    for _ in range(12):
        at = due(now, POLICY)
        if at is None:
            break
        fired = fire(now, ctx(at, able=()))
        assert fired is not None
        now, happened = fired
        seen += names(happened)
        if now.state == "running" and now.places[0].state == "assigned":
            now, _ = decide(now, Arrive(who(1), START), ctx(START))
    assert (now.state, [place.state for place in now.places]) == ("ended", ["served", "missed", "missed"])
    assert seen.count("no_show_found") == 2
    assert seen[-1] == "shift_ended"
    assert fire(now, ctx(START + HOURS * 9)) is None


def test_all_that_was_due_while_nothing_ran_is_made_up_in_order(shift):
    fired = fire(shift, ctx(START + HOURS))
    assert fired is not None
    assert names(fired[1]) == ["shift_started", *["no_show_found"] * 3, "shift_ended"]


def test_who_takes_a_place_after_the_start_has_as_long_to_come(shift):
    running = replace(shift, state="running", reminded=("86400", "7200"))
    missed, _ = fire(running, ctx(START + timedelta(minutes=15), able=(103,)))
    assert missed is not None
    late = START + timedelta(minutes=19)
    taken, _ = decide(missed, Accept(who(103)), ctx(late))
    place = held_by(taken, pid(103))
    assert place is not None
    assert late_at(taken, place, POLICY.no_show_after) == late + POLICY.no_show_after


def test_arrivals_out_of_order_give_the_earliest(shift):
    now, happened = decide(shift, Arrive(who(101), START + timedelta(minutes=9)), ctx(START))
    assert happened[0].data["what"] == "arrived"
    now, happened = decide(now, Arrive(who(101), START), ctx(START))
    assert (now.places[1].arrived, happened) == (START, [])
    assert decide(now, Arrive(who(101), START + timedelta(minutes=9)), ctx(START)) == (now, [])
    refused("bad_span", now, Depart(pid(101), START - HOURS), ctx(START))
    gone, _ = decide(now, Depart(pid(101), START + timedelta(minutes=90)), ctx(START))
    assert gone.places[1].state == "served"
    refused("not_here", shift, Depart(pid(102), START), ctx(START))


def test_a_swap_needs_the_giver_the_taker_and_a_place_that_is_still_theirs(shift):
    now, _ = decide(shift, Propose("w", pid(101), pid(105)), ctx())
    refused("offered_already", now, Propose("v", pid(101), pid(106)), ctx())
    refused("not_agreed", now, Commit("w", who(105)), ctx())
    refused("not_yours", now, Agree("w", pid(106)), ctx())
    now, _ = decide(now, Agree("w", pid(105)), ctx())
    refused("against_the_rules", now, Commit("w", who(105)), ctx(broken=("no rest",)))
    done, happened = decide(now, Commit("w", who(105)), ctx())
    assert done.places[1].person == pid(105)
    assert names(happened) == ["place_filled", "swap_decided"]
    refused("swap_over", done, EndSwap("w", "withdrawn"), ctx())
    out, _ = decide(now, DropOut(pid(101)), ctx())
    assert out.swaps[0].state == "withdrawn"


def test_a_pledged_place_waits_for_the_decision(shift):
    now, _ = decide(shift, Pledge("x:w", pid(101), 1, pid(105)), ctx())
    refused("being_swapped", now, DropOut(pid(101)), ctx())
    refused("being_swapped", now, Cancel("off"), ctx())
    assert decide(now, HandOver("x:w", None), ctx())[0] == shift
    moved, _ = decide(now, HandOver("x:w", who(105)), ctx())
    assert moved.places[1].person == pid(105)
    lost, happened = decide(now, HandOver("x:w", None, lost=True), ctx())
    assert lost.places[1].person == ""
    assert names(happened) == ["replacement_asked"]


def test_a_cancelled_shift_tells_all_and_nothing_more_is_due(shift):
    asked, _ = decide(shift, DropOut(pid(101)), ctx())
    off, happened = decide(asked, Cancel("storm"), ctx())
    assert sorted(happened[-1].people) == sorted([pid(1), pid(102), pid(103)])
    assert (off.people, due(off, POLICY)) == ((), None)
    refused("shift_over", off, Take(who(105)), ctx())
