"""The nearest suitable unit first, and a reason for each place in the order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.incident.domain.duty import Unit
from services.incident.domain.recommend import Asked, recommend
from tests.fixtures.clock import MORNING
from tests.fixtures.incident import COUNTY, LEFT

UNIT = Unit(
    f"{COUNTY}.left.car-1", COUNTY, COUNTY, "available", 1, team=f"{COUNTY}.left.case", lon=LEFT[0], lat=LEFT[1],
    mode="car", capabilities=("case", "patrol"), people={"officer": 1, "auxiliary": 1},
    until=MORNING + timedelta(hours=1),
)  # fmt: skip
ASKED = Asked(
    frozenset({"case"}), frozenset({f"{COUNTY}.left.case"}), COUNTY, f"{COUNTY}.left", emergency=True,
    community_alone=False, lon=LEFT[0], lat=LEFT[1], ring=1, limit_s=60,
)  # fmt: skip


def one(asked=ASKED, **more):
    (advice,) = recommend(asked, [replace(UNIT, **more)], MORNING)
    return advice


def test_a_near_unit_of_the_team_that_has_the_task_is_there_in_time():
    advice = one()
    assert (advice.suitable, advice.cost, advice.way_s, advice.in_time) == (True, 0, 0, True)
    assert "of a team that has the task" in advice.why
    assert "within the 1.0 min allowed (ring 1)" in advice.why


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"until": None}, "nobody is on duty"),
        ({"until": MORNING}, "nobody is on duty"),
        ({"state": "unavailable", "reason": "break"}, "not available: break"),
        ({"mode": "fixed"}, "stays where it is"),
        ({"people": {"volunteer": 4, "auxiliary": 1}}, "no officer is in it"),
        ({"capabilities": ("traffic",)}, "can do none of case"),
    ],
)
def test_who_can_not_go_is_told_with_the_reason_and_never_recommended(changed, why):
    advice = one(**changed)
    assert not advice.suitable
    assert why in advice.why


def test_community_officers_are_never_the_only_ones_sent_to_an_emergency():
    asked = replace(ASKED, capabilities=frozenset({"community"}))
    community = {"capabilities": ("community",)}
    assert not one(asked, **community).suitable
    assert one(replace(asked, emergency=False), **community).suitable
    assert one(replace(asked, community_alone=True), **community).suitable


def test_nearness_can_outweigh_ownership_and_load_can_outweigh_nearness():
    strange = replace(UNIT, id=f"{COUNTY}.right.car-2", team=f"{COUNTY}.right.case")
    own_far = replace(UNIT, lat=LEFT[1] + 0.05)
    assert [each.unit for each in recommend(ASKED, [own_far, strange], MORNING)] == [strange.id, UNIT.id]
    busy = replace(strange, load=5)
    assert [each.unit for each in recommend(ASKED, [own_far, busy], MORNING)] == [UNIT.id, strange.id]


def test_a_unit_that_is_too_far_for_the_ring_is_recommended_and_said_to_be_late():
    advice = one(lat=LEFT[1] + 0.05)
    assert (advice.suitable, advice.in_time) == (True, False)
    assert any(text.startswith("later than the 1.0 min") for text in advice.why)


def test_where_nothing_is_known_of_a_place_units_are_still_ordered():
    asked = replace(ASKED, lon=None, lat=None)
    units = [replace(UNIT, id=f"{COUNTY}.left.car-{n}", load=n) for n in (3, 2, 1)]
    assert [each.unit[-1] for each in recommend(asked, units, MORNING)] == ["1", "2", "3"]


@given(st.permutations(range(5)), st.lists(st.booleans(), min_size=5, max_size=5))
def test_the_order_does_not_depend_on_the_order_of_the_news(order, free):
    units = [
        replace(UNIT, id=f"{COUNTY}.left.car-{n}", load=n % 3, state="available" if free[n] else "unavailable")
        for n in range(5)
    ]
    advice = recommend(ASKED, [units[n] for n in order], MORNING)
    assert advice == recommend(ASKED, units, MORNING)
    suitable = [each.suitable for each in advice]
    assert suitable == sorted(suitable, reverse=True)
