"""The board follows the shifts: who arrives, who goes, what ends; each change of a unit is told once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from services.patrol.app.board import following
from services.patrol.domain.board.unit import Hand
from tests.fixtures.patrol_board import MARK, SPOT, TEAM, board_desk
from tests.fixtures.patrol_shifts import COUNTY, HOURS, POST, START, command, pid, slot


def test_a_unit_is_told_of_as_its_people_arrive_and_when_its_duty_ends(desk):
    shift = desk.open()
    assert desk.standing() == ("unavailable", "not_arrived")
    desk.arrive(shift, 1)
    told = desk.told()
    assert told["people"] == {"officer": 1, "auxiliary": 0, "volunteer": 0}
    assert (told["state"], told["capabilities"], told["team"]) == ("available", ["patrol"], TEAM)
    assert (told["lon"], told["lat"], told["on_duty_until"]) == (*SPOT, shift.end.isoformat())
    desk.arrive(shift, 101)
    assert desk.told()["people"]["volunteer"] == 1
    desk.clock.now = shift.end + timedelta(seconds=1)
    assert desk.uses.fire() == 1
    assert desk.standing() == ("unavailable", "off_duty")
    sequences = [int(event["sequence"]) for event in desk.events("duty_changed")]
    assert sequences == [1, 2, 3, 4]
    assert {event["region"] for event in desk.events()} == {f"{COUNTY}001"}


def test_shifts_that_have_not_begun_make_no_unit(desk):
    desk.office.publish(slot(), taken={("s1", 0): 1, ("s1", 1): 101})
    assert desk.uses.follow() == 0
    assert desk.events() == []


def test_who_did_not_come_leaves_the_unit_short(desk):
    shift = desk.open()
    desk.arrive(shift, 101)
    desk.office.to(START + timedelta(minutes=16))
    desk.uses.follow()
    assert desk.standing() == ("conditional", "short_of_people")


def test_who_goes_early_is_not_on_duty(desk):
    shift = desk.manned()
    desk.office.uses.duty.depart(shift.id, pid(101), START + timedelta(minutes=5), command())
    desk.uses.follow()
    assert desk.told()["people"]["volunteer"] == 0


def test_a_shift_cancelled_while_it_runs_leaves_nobody_on_duty(desk):
    shift = desk.manned()
    desk.office.uses.duty.cancel(shift.id, "storm", command())
    desk.uses.follow()
    assert desk.standing() == ("unavailable", "off_duty")
    assert "on_duty_until" not in desk.told()


def test_looking_again_tells_nothing_and_writes_nothing(desk):
    desk.manned()
    before = desk.uses.units.get(POST).revision
    for _ in range(3):
        desk.clock.forward(1)
        desk.uses.follow()
        desk.uses.fire()
    assert desk.uses.units.get(POST).revision == before


def test_no_person_is_in_what_is_kept_or_told(desk):
    desk.manned()
    assert "p-0" not in str(desk.office.store.get("units", POST))


def test_one_process_follows_and_another_takes_over_when_it_is_gone(desk, tmp_path):
    other = board_desk(tmp_path / "store.db", like=desk)
    shift = desk.open()
    desk.office.uses.duty.arrive(shift.id, pid(1), desk.clock.now, command())
    assert other.uses.follow() == 0
    desk.clock.forward(following.LEASE.total_seconds() + 1)
    assert other.uses.follow() == 1
    assert desk.told()["people"]["officer"] == 1
    assert desk.uses.follow() == 0


def test_an_older_version_of_a_shift_that_comes_late_changes_nothing(desk):
    shift = desk.open()
    stale = desk.office.uses.shifts.get(shift.id)
    desk.arrive(shift, 1)

    class Late:
        def changed_since(self, _cursor, _limit):
            return [stale.shift], "9"

        def get(self, _id):
            return stale

    before = desk.told()
    assert following.FollowShifts(desk.office.store, Late(), desk.uses.units, "late")() == 0
    desk.clock.forward(20)
    assert following.FollowShifts(desk.office.store, Late(), desk.uses.units, "late")() == 0
    assert desk.told() == before


@pytest.mark.parametrize("page", [1, 2, 50])
def test_more_shifts_than_a_page_change_at_one_moment(desk, monkeypatch, page):
    monkeypatch.setattr(following, "PAGE", page)
    posts = [f"{COUNTY}.left.post-{letter}" for letter in "abcde"]
    slots = [replace(slot(letter), post=post) for letter, post in zip("abcde", posts, strict=True)]
    desk.office.publish(*slots, taken={})
    desk.office.to(START)
    assert desk.uses.follow() == 5
    assert all(desk.told(post)["reason"] == "not_arrived" for post in posts)


def test_a_board_that_slept_takes_up_what_runs_now(desk):
    desk.open()
    desk.office.to(START + HOURS + timedelta(days=3))
    shift = desk.office.publish(
        slot("s2", START + timedelta(days=4)), taken={("s2", 0): 2, ("s2", 1): 102}, roster="r-2"
    )[0]
    desk.office.to(shift.start)
    desk.arrive(shift, 2, 102)
    assert desk.standing() == ("available", None)


def test_a_changed_post_is_taken_over_and_one_that_is_no_more_stays_as_it_was(desk):
    desk.manned()
    desk.posts.post = replace(desk.posts.post, place=(1.0, 2.0), team="")
    assert desk.uses.refresh() == 1
    assert desk.uses.refresh() == 0
    assert desk.told()["lon"] == 1.0
    assert "team" not in desk.told()
    desk.posts.get = lambda id: {}[id]
    assert desk.uses.refresh() == 0
    assert desk.standing() == ("available", None)


def test_a_visited_mark_is_where_the_unit_is_until_its_duty_ends(desk):
    shift = desk.manned()
    desk.uses.board.visited(POST, MARK.id, desk.clock.now, command("v1"))
    desk.uses.board.visited(POST, MARK.id, desk.clock.now, command("v1"))
    desk.uses.board.visited(POST, "nowhere", desk.clock.now, command())
    desk.uses.board.visited(POST, "990102.nowhere.post:gate", desk.clock.now, command())
    assert (desk.told()["lon"], desk.told()["region"]) == (MARK.place[0], MARK.region)
    assert len([event for event in desk.events() if event["region"] == MARK.region]) == 1
    desk.clock.now = shift.end + timedelta(seconds=1)
    desk.uses.fire()
    assert desk.told()["lon"] == SPOT[0]


def test_what_was_set_by_hand_ends_by_itself(desk):
    desk.manned()
    until = desk.clock.now + timedelta(minutes=20)
    assert desk.uses.fire() == 0
    desk.uses.units.execute(
        POST, command(), lambda unit, now: following.rebase(replace(unit, hand=Hand("conditional", "break", until)),
                                                            unit.base, now),
    )  # fmt: skip
    assert desk.standing() == ("conditional", "break")
    desk.clock.now = until + timedelta(seconds=1)
    assert desk.uses.fire() == 1
    assert desk.standing() == ("available", None)
