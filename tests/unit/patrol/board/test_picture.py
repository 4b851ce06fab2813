"""What a unit looks like: who mans it, what it can do, whether it can be sent, where it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from services.patrol.domain.board.assigning import choose, move
from services.patrol.domain.board.duties import duty_of, set_by_hand, visit
from services.patrol.domain.board.picture import changes_at, picture, standing_of
from services.patrol.domain.board.unit import AssignmentState, Base, Duty, Hand, Unit
from services.patrol.domain.posts.post import Mark
from services.patrol.domain.rosters.problem import Need
from services.patrol.domain.shifts.shift import Place, PlaceState, Shift, State
from tests.fixtures.clock import MORNING
from tests.fixtures.patrol_shifts import COUNTY, POST, UNIT

END = MORNING + timedelta(hours=4)
CAN = ("command", "patrol", "drone")
BASE = Base(POST, COUNTY, f"{COUNTY}001", point=(115.8, 28.6), mode="car", capabilities=CAN)
FULL = Duty("s", 1, MORNING, END, {"officer": 1, "volunteer": 2})
UNIT_ON_DUTY = Unit(BASE, (FULL,))
OFFICER, HELPER = Need("officer", skills=frozenset({"drone"}), required=True), Need("volunteer")


def shift(*states: PlaceState, state: State = "running", **more) -> Shift:
    """A shift of an officer and a volunteer, whose places are in these states."""
    told = zip((OFFICER, HELPER), states, ("officer", "volunteer"), (("drone",), ()), strict=True)
    places = tuple(
        Place(number, need, each, force=force, skills=skills)
        for number, (need, each, force, skills) in enumerate(told)
    )
    where = (COUNTY, UNIT, POST, "day", f"{COUNTY}001", "r", "slot")
    return Shift("s", *where, MORNING, END, places=places, state=state, **more)


def with_task(priority: int, state: AssignmentState = "offered") -> Unit:
    unit = choose(UNIT_ON_DUTY, "i-1", 1, MORNING, priority=priority).unit
    return move(unit, "i-1", state, MORNING).unit


def test_only_who_has_arrived_and_not_gone_is_on_duty():
    assert dict(duty_of(shift("here", "assigned"), 1).people) == {"officer": 1}
    assert dict(duty_of(shift("served", "here"), 1).people) == {"volunteer": 1}


@pytest.mark.parametrize(
    ("states", "raised", "short"),
    [(("here", "open"), (), False), (("open", "here"), (), True), (("here", "here"), ("together:driving",), True)],
)
def test_a_duty_is_short_when_a_required_place_is_empty_or_a_rule_about_all_is_broken(states, raised, short):
    assert duty_of(shift(*states, raised=raised), 1).short is short


def test_where_nothing_is_required_any_empty_place_makes_it_short():
    it = shift("here", "open")
    optional = replace(it, places=tuple(replace(place, need=HELPER) for place in it.places))
    assert duty_of(optional, 1).short


@pytest.mark.parametrize(
    ("unit", "state", "reason"),
    [
        (Unit(BASE), "unavailable", "off_duty"),
        (Unit(BASE, (replace(FULL, people={}),)), "unavailable", "not_arrived"),
        (Unit(BASE, (replace(FULL, over=True),)), "unavailable", "off_duty"),
        (Unit(BASE, (FULL,)), "available", ""),
        (Unit(BASE, (replace(FULL, short=True),)), "conditional", "short_of_people"),
        (with_task(3), "conditional", "low_priority_task"),
        (with_task(3, "on_scene"), "conditional", "low_priority_task"),
        (with_task(1, "en_route"), "conditional", "task_may_be_left"),
        (with_task(2, "on_scene"), "unavailable", "on_scene"),
        (with_task(1, "done"), "available", ""),
        (Unit(BASE, (FULL,), hand=Hand("unavailable", "repair", END)), "unavailable", "repair"),
        (Unit(BASE, (FULL,), hand=Hand("conditional", "break", END)), "conditional", "break"),
        (replace(with_task(1, "on_scene"), hand=Hand("conditional", "break", END)), "unavailable", "on_scene"),
        (Unit(BASE, (FULL,), hand=Hand("unavailable", "repair", MORNING)), "available", ""),
    ],
)
def test_the_weightiest_reason_says_whether_it_can_be_sent(unit, state, reason):
    found = standing_of(unit, MORNING)
    assert (found.state, found.reason) == (state, reason)


def test_nobody_on_duty_can_do_nothing_and_has_no_end_of_duty():
    told = picture(Unit(BASE), MORNING)
    assert told["capabilities"] == []
    assert "on_duty_until" not in told


def test_a_capability_is_lost_while_the_one_with_its_skill_is_missing():
    def capabilities(asked, held):
        return picture(Unit(BASE, (replace(FULL, asked=frozenset(asked), held=frozenset(held)),)), MORNING)[
            "capabilities"
        ]

    assert capabilities({"drone"}, set()) == ["command", "patrol"]
    assert capabilities({"drone"}, {"drone"}) == ["command", "patrol", "drone"]
    assert capabilities({"leader"}, set()) == ["patrol", "drone"]
    assert capabilities({"armed"}, set()) == ["command", "patrol", "drone"]


def test_people_of_all_shifts_that_run_are_counted_and_the_last_end_counts():
    later = replace(FULL, shift="t", end=END + timedelta(hours=1), people={"officer": 2})
    told = picture(Unit(BASE, (FULL, later)), MORNING)
    assert told["people"] == {"officer": 3, "auxiliary": 0, "volunteer": 2}
    assert told["on_duty_until"] == later.end.isoformat()


def test_a_unit_stands_at_the_last_mark_visited_while_that_duty_lasts_and_then_at_its_post():
    gate, yard = Mark("gate", (1.0, 2.0), f"{COUNTY}001001"), Mark("yard", (3.0, 4.0))
    unit = visit(UNIT_ON_DUTY, gate, MORNING, MORNING).unit
    assert (unit.told["lon"], unit.told["lat"], unit.told["region"]) == (1.0, 2.0, f"{COUNTY}001001")
    late = visit(unit, yard, MORNING - timedelta(minutes=5), MORNING)
    assert late.unit is unit
    next_day = replace(FULL, shift="t", start=MORNING + timedelta(days=1), end=END + timedelta(days=1))
    assert picture(replace(unit, duties=(next_day,)), next_day.start)["lon"] == 115.8


def test_a_mark_visited_in_the_future_by_a_wrong_clock_gives_way_to_the_next_visit():
    gate, yard = Mark("gate", (1.0, 2.0)), Mark("yard", (3.0, 4.0))
    unit = visit(UNIT_ON_DUTY, gate, END, MORNING).unit
    moment = MORNING + timedelta(minutes=1)
    assert visit(unit, yard, moment, moment).unit.told["lon"] == 3.0


def test_the_deadline_is_when_the_picture_changes_by_itself():
    assert changes_at(UNIT_ON_DUTY, MORNING) == END
    pause = set_by_hand(UNIT_ON_DUTY, Hand("conditional", "break", MORNING + timedelta(minutes=20)), MORNING).unit
    assert changes_at(pause, MORNING) == MORNING + timedelta(minutes=20)
    assert changes_at(UNIT_ON_DUTY, END) is None
