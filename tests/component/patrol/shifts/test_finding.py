"""Who is asked: of many people those who are fittest, by what their diaries say of other units too."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from lianfang.persistence.store import find_all
from services.patrol.app.shifts.turns import Count, Turns
from services.patrol.domain.people.person import Leave
from services.patrol.domain.span import Span
from tests.fixtures.patrol_shifts import START, UNIT, ZONE, command, person, pid, shift_office, slot, waiting

MANY = (1, 2, *range(101, 301))
TAKEN = {("s1", 0): 1, ("s1", 1): 101}


def asked_first(office, shift):
    """Return who is asked when the volunteer drops out."""
    return waiting(office.uses.duty.drop_out(shift.id, pid(101), "ill", command()), 1)[0]


def test_of_hundreds_one_is_asked_who_has_served_least_lately(tmp_path):
    office = shift_office(tmp_path / "store.db", MANY)
    week = [slot(f"w{day}-{n}", START - timedelta(days=2 + day)) for day in range(5) for n in range(40)]
    busy = iter(n for n in range(102, 300))
    taken = {(each.id, 1): next(busy) for each in week[:198]}
    office.publish(*week, taken=taken, roster="r-0")
    shift = office.publish(slot(), taken=TAKEN)[0]
    assert asked_first(office, shift) == pid(300)


def test_nobody_is_asked_who_is_away_suspended_or_on_duty_elsewhere(tmp_path):
    office = shift_office(tmp_path / "store.db", (1, 101, 102, 103, 104, 105))
    folk = office.folk.people
    leave = Leave("l-1", Span(START - timedelta(hours=1), START + timedelta(hours=1)))
    folk[pid(102)] = person(102, leaves=(leave,))
    folk[pid(103)] = person(103, state="suspended")
    office.publish(slot("s0", START + timedelta(hours=2)), taken={("s0", 1): 104, ("s0", 0): 1}, roster="r-0")
    shift = office.publish(slot("s1"), taken={("s1", 1): 101})[0]
    assert asked_first(office, shift) == pid(105)


def test_who_serves_in_another_county_may_not_take_a_place(tmp_path):
    office = shift_office(tmp_path / "store.db", (1, 101))
    shift = office.publish(slot(), taken={("s1", 0): 1})[0]
    found = office.uses.act.finder.judge(
        office.rules.policy, shift, 1, person(101, groups=frozenset({UNIT}))
    )  # fmt: skip
    assert found == []
    stranger = type(person(101))(pid(102), "350924", "350924.aoyang.case", "volunteer")
    assert office.uses.act.finder.judge(office.rules.policy, shift, 1, stranger)


def test_who_is_at_a_rural_post_for_a_week_is_found_on_its_last_day(tmp_path):
    office = shift_office(tmp_path / "store.db", MANY)
    (shift,) = office.publish(slot(length=timedelta(days=7)), taken=TAKEN)
    last = Span(shift.end - timedelta(hours=2), shift.end)
    found = office.uses.shifts
    assert [found.of_person(pid(1), last), found.of_post(shift.post, last), found.of_unit(UNIT, last)] == [
        [shift]
    ] * 3


@pytest.mark.parametrize("numbers", [(1, 2, 101, 102, 103), MANY], ids=["few", "many"])
def test_who_served_most_this_year_is_asked_last_though_long_ago(tmp_path, numbers):
    office = shift_office(tmp_path / "store.db", numbers)
    months_ago = [slot(f"m{number}", START - timedelta(days=40 + 30 * number)) for number in range(3)]
    for number in numbers[3:-1]:  # all but the last
        taken = {(each.id, 1): number for each in months_ago}
        office.publish(*months_ago, taken=taken, roster=f"r-{number}")
    shift = office.publish(slot(), taken=TAKEN)[0]
    assert asked_first(office, shift) == pid(numbers[-1])


def test_turns_of_weeks_that_are_over_are_counted_once_and_kept(tmp_path):
    office = shift_office(tmp_path / "store.db", (1, 2, 101))
    saturday = START + timedelta(days=2 - 70, hours=15)  # until after midnight
    days = [slot("a", saturday), slot("b", saturday + timedelta(days=1)), slot("c", saturday + timedelta(days=7))]
    office.publish(*days, taken={(each.id, 1): 101 for each in days})
    until = START - timedelta(days=14)

    def turns():
        count = Turns(office.store, office.clock, ZONE)
        return count(office.rules.policy, UNIT, count.until(until))

    assert turns() == {pid(101): Count(turns=3, nights=3, weekends=2)}
    for document in list(find_all(office.store, "shifts")):
        office.store.delete("shifts", document["id"], document["revision"])
    assert turns() == {pid(101): Count(turns=3, nights=3, weekends=2)}
    brief = replace(office.rules.policy, fairness_period=timedelta(days=30))
    assert Turns(office.store, office.clock, ZONE)(brief, UNIT, until) == {}
