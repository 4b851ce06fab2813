"""A tide is covered hour by hour at the least cost."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.patrol.domain.demand.flow import Arc, least_cost
from services.patrol.domain.demand.tide import Turn, cover


def staffed(turns: tuple[Turn, ...], hours: int) -> list[int]:
    return [sum(t.people for t in turns if t.start <= h < t.start + t.hours) for h in range(hours)]


def spent(turns: tuple[Turn, ...]) -> tuple[int, int]:
    return sum(t.hours * t.people for t in turns), sum(t.people for t in turns)


@settings(max_examples=40)
@given(
    st.lists(st.integers(0, 9), min_size=24, max_size=24).map(tuple),
    st.sets(st.integers(1, 12), min_size=1, max_size=4).map(lambda found: tuple(sorted(found))),
)
def test_every_hour_gets_its_people_in_turns_of_allowed_lengths(demand, lengths):
    turns = cover(demand, lengths)
    assert all(has >= wants for has, wants in zip(staffed(turns, 24), demand, strict=True))
    assert {turn.hours for turn in turns} <= set(lengths)
    assert all(turn.start >= 0 and turn.start + turn.hours <= 24 for turn in turns)


@settings(max_examples=15)
@given(
    st.lists(st.integers(0, 2), min_size=4, max_size=5).map(tuple),
    st.sets(st.integers(1, 4), min_size=1, max_size=2).map(lambda found: tuple(sorted(found))),
)
def test_no_other_choice_spends_less(demand, lengths):
    hours = len(demand)
    starts = [(start, length) for length in lengths for start in range(hours - length + 1)]
    best = min(
        spent(turns)
        for chosen in product(range(3), repeat=len(starts))
        for turns in [tuple(Turn(*at, people) for at, people in zip(starts, chosen, strict=True) if people)]
        if all(has >= wants for has, wants in zip(staffed(turns, hours), demand, strict=True))
    )
    assert spent(cover(demand, lengths)) == best


def test_a_demand_that_turns_fit_is_met_without_surplus():
    assert cover((0, 0, 2, 2, 2, 2, 3, 3, 3, 3, 0, 0), (4,)) == (Turn(2, 4, 2), Turn(6, 4, 3))


def test_nobody_wanted_is_nobody_sent():
    assert cover((0,) * 24, (8,)) == ()


def test_too_long_turns_are_refused():
    with pytest.raises(ValueError, match="allow a shorter one"):
        cover((1, 1), (3,))


def test_a_flow_takes_back_what_stood_in_the_way():
    arcs = [Arc(0, 1, 1), Arc(0, 2, 5), Arc(1, 2, 1), Arc(1, 3, 5), Arc(2, 3, 1)]
    assert least_cost([1, 0, 0, -1], arcs) == [1, 0, 1, 0, 1]
    assert least_cost([2, -1, 0, -1], arcs) == [2, 0, 1, 0, 1]


@pytest.mark.parametrize(("supply", "reason"), [([1, 0], "not to 0"), ([1, -1], "no way")])
def test_a_flow_that_can_not_be_is_refused(supply, reason):
    with pytest.raises(ValueError, match=reason):
        least_cost(supply, [Arc(1, 0, 1)])
