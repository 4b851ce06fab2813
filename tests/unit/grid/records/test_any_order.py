"""Counts and grades come late, twice and in any order: what was made last holds, and nothing is kept twice."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.grid.app.policies.load import SHAPE
from services.grid.domain.records.handling import MOST_STEPS, find, take
from services.grid.domain.records.hazard import Found, Step
from services.grid.domain.records.place import Grading, Place, graded
from services.grid.domain.records.population import Population, count
from services.grid.domain.records.told import Told
from services.grid.domain.refused import Refused

DAY = datetime(2026, 3, 2, tzinfo=UTC)
GRID = "3509241000011007"
POLICY = SHAPE.standard.policy


def at(hour, received=0):
    return Told(DAY + timedelta(hours=hour), DAY + timedelta(days=9, seconds=received), "p-1")


@st.composite
def told_in_some_order(draw, values):
    """(hour made, value) of each record, hours all different, and the order of telling, some told again."""
    hours = draw(st.lists(st.integers(0, 40), min_size=1, max_size=6, unique=True))
    made = [(hour, draw(values)) for hour in hours]
    return made, draw(st.permutations(made + draw(st.lists(st.sampled_from(made), max_size=3))))


@given(told_in_some_order(st.integers(1, 3)))
def test_the_count_made_last_holds_in_whatever_order_counts_come(case):
    made, order = case
    now = None
    for received, (hour, people) in enumerate(order):
        now = count(now, Population(GRID, "migrant", "2026-03", people, 9, at(hour, received))) or now
    assert (now.told.at, now.registered) == (DAY + timedelta(hours=max(made)[0]), max(made)[1])
    assert now.number <= len(made)


@given(told_in_some_order(st.sampled_from("abc")))
def test_the_grade_given_last_holds_and_none_is_kept_twice(case):
    made, order = case
    place = None
    for received, (hour, grade) in enumerate(order):
        place = graded(place, Place("350924.x", GRID, "rental", (Grading(grade, at(hour, received)),)))
    assert [(each.told.at, each.grade) for each in place.gradings] == [
        (DAY + timedelta(hours=hour), grade) for hour, grade in sorted(made)
    ]


@pytest.fixture
def pond():
    return find("h", Found("drowning_water", GRID, "visit", at(0), lacks=("buoy",)), None, POLICY)


def test_a_step_told_again_under_another_id_is_one_step(pond):
    once = take(pond, Step("a", "equipped", at(1), items=("buoy",), pieces=2), POLICY)
    assert take(once, Step("b", "equipped", at(1, 60), items=("buoy",), pieces=2), POLICY) is once
    done = take(once, Step("c", "resolved", at(2), outcome="removed"), POLICY)
    assert take(done, Step("d", "resolved", at(2, 60), outcome="removed"), POLICY) is done


def test_a_hazard_does_not_grow_without_end_and_can_still_be_resolved(pond):
    for number in range(MOST_STEPS):
        pond = take(pond, Step(str(number), "transferred", at(number + 1), to="fire_brigade"), POLICY)
    with pytest.raises(Refused) as refused:
        take(pond, Step("more", "transferred", at(400), to="fire_brigade"), POLICY)
    assert refused.value.reason == "too_many"
    assert take(pond, Step("end", "resolved", at(401), outcome="reduced"), POLICY).state == "resolved"
