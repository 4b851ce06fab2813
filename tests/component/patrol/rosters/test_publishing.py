"""One roster on a unit's days, or none; whoever dies, and however many publish at once."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import replace

import pytest

from lianfang.ops import faults
from services.patrol.app.rosters.publish import Outdated
from services.patrol.domain.people.person import Leave
from services.patrol.domain.refused import Refused
from services.patrol.domain.rosters.problem import Need
from tests.fixtures.patrol_roster_desk import Crash, Mortal, command, day, office
from tests.fixtures.patrol_rosters import UNIT, span

BEFORE_FLIP = ("rosters.after_try", "rosters.after_claim", "rosters.before_flip")
LEAVE = Leave("l", span(0, 0, 24 * 9))
AFTER_FLIP = ("usecase.after_commit:2", "rosters.after_flip", "rosters.after_shifts")


def test_a_published_roster_has_its_days_and_its_shifts(here, world):
    id = here.planned(1, 3)
    assert here.desk.publish(id, command("k")) == 1
    assert here.desk.publish(id, command("k")) == 1, "the same request again gets the first answer"
    here.settle()
    rota = here.rota(id)
    assert (rota.state, rota.shifts, rota.version) == ("published", "open", 1)
    assert world.shifts[id] == {(1, ""): here.roster(id)}
    assert here.events() == ["roster_planned", "roster_published"]


@pytest.mark.parametrize("days", [(3, 5), (1, 1), (2, 2), (0, 9)])
def test_no_second_roster_on_any_of_the_days(here, days):
    first = here.published(1, 3)
    second = here.planned(*days)
    with pytest.raises(Refused) as refused:
        here.desk.publish(second, command())
    assert refused.value.reason == "overlap"
    assert first in refused.value.message
    assert here.rota(second).state == "planned"
    assert here.rota(second).attempt.publishing is None


def test_other_days_and_other_units_are_no_hindrance(here):
    here.published(1, 3)
    here.published(4, 5)
    here.published(1, 3, unit="360103.chuanshan.station-02")
    assert here.events().count("roster_published") == 3


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda w: w.days_off.add(day(2)), "is not needed any more"),
        (lambda w: setattr(w, "hours", (9, 17)), "now"),
        (lambda w: setattr(w, "needs", (*w.needs, Need("third"))), "asks other people now"),
        (lambda w: w.people.pop("p-a"), "person p-a is not of this problem"),
        (lambda w: w.people.update({"p-a": replace(w.people["p-a"], leaves=(LEAVE,))}), "is away then"),
    ],
)
def test_what_changed_since_it_was_planned_is_named(here, world, change, said):
    id = here.planned(1, 3)
    change(world)
    with pytest.raises(Outdated) as outdated:
        here.desk.publish(id, command())
    told = [*outdated.value.changes, *(each.message for each in outdated.value.violations)]
    assert any(said in each for each in told)
    assert here.rota(id).state == "planned"
    assert not here.desk.rosters.checked(here.rota(id))["good"]
    world.days_off.add(day(8))
    here.published(4, 6)


def test_a_later_day_that_was_added_is_found(here, world):
    world.days_off = {day(2)}
    id = here.planned(1, 3)
    world.days_off = set()
    with pytest.raises(Outdated, match="was not planned"):
        here.desk.publish(id, command())


def test_a_withdrawn_roster_frees_its_days(here, world):
    id = here.published(1, 3)
    here.desk.withdraw(id, "plans changed", command())
    assert here.rota(id).state == "withdrawn"
    with pytest.raises(Refused, match="has the days"):
        here.desk.publish(here.planned(2, 2), command())
    here.settle()
    assert id not in world.shifts
    here.published(1, 3)


def test_a_roster_that_has_begun_is_not_withdrawn(here):
    id = here.published(0, 3)
    with pytest.raises(Refused, match="has begun"):
        here.desk.withdraw(id, "too late", command())


@pytest.fixture
def dying(monkeypatch):
    """Make the process die at a fault point, the n-th time it passes."""

    def at(point):
        name, _, count = point.partition(":")
        left = [int(count or 1)]

        def here(passed):
            if passed == name:
                left[0] -= 1
                if left[0] == 0:
                    raise Crash

        monkeypatch.setattr(faults, "here", here)

    return at


@pytest.mark.parametrize("point", BEFORE_FLIP)
def test_who_dies_before_the_flip_leaves_nothing_published_and_the_timer_goes_on(here, world, dying, point):
    id = here.planned(1, 3)
    dying(point)
    with pytest.raises(Crash):
        here.desk.publish(id, command("k"))
    assert here.rota(id).state == "planned"
    assert world.shifts == {}
    here.settle()
    assert here.rota(id).state == "published"
    assert world.shifts[id] == {(1, ""): here.roster(id)}
    assert here.desk.publish(id, command("k")) == 1


@pytest.mark.parametrize("point", BEFORE_FLIP)
def test_a_dead_try_that_can_not_be_finished_is_given_up(here, world, dying, point):
    id = here.planned(1, 3)
    dying(point)
    with pytest.raises(Crash):
        here.desk.publish(id, command())
    world.days_off = {day(1)}
    here.settle()
    rota = here.rota(id)
    assert (rota.state, rota.attempt.publishing) == ("planned", None)
    assert "not needed any more" in rota.attempt.reason
    here.published(2, 4)


@pytest.mark.parametrize("point", AFTER_FLIP)
def test_who_dies_after_the_flip_leaves_shifts_that_the_timer_makes(here, world, dying, point):
    id = here.planned(1, 3)
    dying(point)
    with suppress(Crash):
        here.desk.publish(id, command())
    assert here.rota(id).state == "published"
    with suppress(Crash):
        here.settle()
    here.settle()
    assert world.shifts[id] == {(1, ""): here.roster(id)}
    assert here.rota(id).shifts == "open"


def test_a_dead_try_that_was_given_up_halfway_keeps_nobody_from_the_days(here, world, dying):
    id = here.planned(1, 3)
    world.days_off = {day(1)}
    dying("rosters.after_giving_up")
    with pytest.raises(Crash):
        here.desk.publish(id, command())
    world.days_off = set()
    here.published(2, 4)


@pytest.mark.parametrize("lives", range(6))
def test_a_process_that_dies_between_any_two_writes_leaves_one_roster_or_none(here, path, world, lives):
    one, other = here.planned(1, 3), here.planned(3, 5)
    gone = office(path, world, lambda store: Mortal(store, 1_000))
    gone.store.lives = lives
    with suppress(Crash):
        gone.desk.publish(one, command("k"))
    if here.rota(one).state != "published":
        assert one not in world.shifts
    with suppress(Refused):
        here.desk.publish(other, command())
    here.settle()
    states = sorted([here.rota(one).state, here.rota(other).state])
    assert states == ["planned", "published"]
    assert set(world.shifts) == {id for id in (one, other) if here.rota(id).state == "published"}


@pytest.mark.parametrize("asleep", BEFORE_FLIP)
def test_a_sleeper_whose_try_was_given_up_publishes_nothing(here, path, world, monkeypatch, asleep):
    id = here.planned(1, 3)
    slow, other = office(path, world), []

    def sleep(point):
        if point == asleep:
            monkeypatch.setattr(faults, "here", lambda _point: None)
            world.days_off = {day(1)}
            here.settle()
            world.days_off = set()
            here.published(3, 4)
            other.append(point)

    monkeypatch.setattr(faults, "here", sleep)
    with pytest.raises(Refused):
        slow.desk.publish(id, command())
    assert other
    assert here.rota(id).state == "planned"


def test_a_sleeper_whose_try_another_process_finished_is_told_so(here, path, world, monkeypatch):
    id = here.planned(1, 3)
    slow = office(path, world)

    def sleep(point):
        if point == "rosters.before_flip":
            monkeypatch.setattr(faults, "here", lambda _point: None)
            world.clock.forward(60)
            here.settle()

    monkeypatch.setattr(faults, "here", sleep)
    assert slow.desk.publish(id, command()) == 1
    assert here.events().count("roster_published") == 1


@pytest.mark.parametrize("_again", range(2))
def test_of_two_planners_at_once_one_wins_and_the_other_is_told_why(here, path, world, _again):
    ids = [here.planned(1, 3), here.planned(2, 4)]
    told, start = {}, threading.Barrier(2)

    def publish(id):
        planner = office(path, world)
        start.wait()
        try:
            told[id] = planner.desk.publish(id, command())
        except Refused as refused:
            told[id] = refused.reason

    threads = [threading.Thread(target=publish, args=(id,)) for id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, told.values())) == ["1", "overlap"]
    assert sorted(here.rota(id).state for id in ids) == ["planned", "published"]


def test_of_two_neighbours_published_at_once_the_second_sees_the_first(here, path, world, monkeypatch):
    """Rest between the last day of one and the first of the other: neither is published when both are planned."""
    world.people = {"p-a": world.people["p-a"], "p-b": world.people["p-b"]}
    world.hours = (20, 34)
    world.needs = world.needs[:1]
    first, second = here.planned(1, 1), here.planned(2, 2)
    assert {place.person for place in here.roster(first)} == {place.person for place in here.roster(second)}
    other, refused = office(path, world), []

    def meanwhile(point):
        if point == "rosters.before_flip":
            monkeypatch.setattr(faults, "here", lambda _point: None)
            with pytest.raises(Outdated) as told:
                other.desk.publish(second, command())
            refused.append(told.value)

    monkeypatch.setattr(faults, "here", meanwhile)
    here.desk.publish(first, command())
    assert [each.rule for each in refused[0].violations] == ["rest"]
    assert here.rota(second).state == "planned"


def test_a_planner_can_not_publish_twice_at_once(here, path, world, monkeypatch):
    id = here.planned(1, 3)
    other = office(path, world)

    def meanwhile(point):
        if point == "rosters.after_claim":
            monkeypatch.setattr(faults, "here", lambda _point: None)
            with pytest.raises(Refused, match="being published"):
                other.desk.publish(id, command())

    monkeypatch.setattr(faults, "here", meanwhile)
    assert here.desk.publish(id, command()) == 1


def test_a_roster_is_listed_for_its_unit_by_first_day(here):
    later, sooner = here.draft(4, 5), here.draft(1, 2)
    assert [rota.id for rota in here.desk.rosters.of_unit(UNIT)] == [sooner, later]
