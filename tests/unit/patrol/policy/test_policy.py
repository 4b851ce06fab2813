"""Patrol's rules: each with its source, taken whole or refused with the field; what they say of times."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.datafile import NotValid
from services.patrol.app.policies.load import SHAPE, default
from services.patrol.domain.posts.post import KINDS
from services.patrol.domain.rosters.problem import FORCES, Limits

BASE = default().document
POLICY = default().policy
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def merged(partial):
    return SHAPE.build(SHAPE.merge(BASE, partial), "v")


def test_volunteers_are_kept_from_night_after_night_and_from_being_alone():
    volunteer = POLICY.limits["volunteer"]
    assert (volunteer.most_nights, volunteer.most_days, volunteer.most_turns, volunteer.longest) == (1, 1, 4, 360)
    # 22:00-02:00 on two evenings with one between leaves 44 h, with two between 68 h
    assert 44 * HOUR < volunteer.rest < 68 * HOUR
    assert POLICY.accompanied == {"volunteer": "officer"}
    assert all(POLICY.limits[force].rest >= 11 * HOUR for force in FORCES)


def test_every_rule_has_its_source():
    sections = {name for name in BASE if name not in ("edition", "limits")}
    assert POLICY.sources.keys() == sections | {f"limits.{force}" for force in FORCES}
    assert set(POLICY.idle_minutes) <= set(KINDS)


@pytest.mark.parametrize(
    ("partial", "field", "said"),
    [
        ({"limits": {"officer": {"rest": 11}}}, "limits.officer.rest", "is no duration | write it as {hours: 24}"),
        ({"limits": {"officer": {"rest": {"weeks": 1}}}}, "limits.officer.rest", "the units are seconds, minutes"),
        ({"limits": {"guard": {}}}, "limits.guard", "known here: auxiliary, officer, volunteer"),
        ({"limits": {"officer": {"min_minutes": 20000}}}, "limits.officer.min_minutes", "give at most 13200"),
        ({"limits": {"volunteer": {"most_turns": 0}}}, "limits.volunteer.most_turns", "give 1 to 200"),
        ({"accompanied": {"forces": {"officer": "officer"}}}, "accompanied.forces", "name another force"),
        ({"accompanied": {"forces": {"volunteer": "dog"}}}, "accompanied.forces.volunteer", "dog is no force"),
        ({"reminders": {"before": [{"hours": 2}, {"hours": 24}]}}, "reminders.before", "give the longest first"),
        ({"asks": {"begun": {"hours": 1}}}, "asks.begun", "is longer than open"),
        ({"stops": {"between": [16, 10]}}, "stops.between", "give the least first"),
        ({"stops": {"between": [16]}}, "stops.between", "is no pair"),
        ({"rings": {"within": [5, 3, 1]}}, "rings.within", "give the nearest first"),
        ({"speeds": {"modes": {"car": {"detour": 0.5}}}}, "speeds.modes.car.detour", "give 1 to 5"),
        ({"idle": {"by_kind": {"tent": 5}}}, "idle.by_kind.tent", "is unknown"),
        ({"weights": {"nights": -1}}, "weights.nights", "out of range"),
        ({"night": {"start": 24}}, "night.start", "give 0 to 23"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)  # fmt: skip
def test_each_wrong_field_is_named_with_its_remedy(partial, field, said):
    with pytest.raises(NotValid) as caught:
        merged(partial)
    found = {each.field: f"{each.what} | {each.remedy}" for each in caught.value.wrongs}
    assert any(name == field and said in text for name, text in found.items()), found


def test_a_county_may_lift_a_limit_and_leave_the_rest():
    policy = merged({"limits": {"officer": {"most_nights": None}}, "no_show": {"after": {"seconds": 5}}})
    assert policy.limits["officer"].most_nights is None
    assert policy.limits["officer"].rest == POLICY.limits["officer"].rest
    assert policy.no_show_after == timedelta(seconds=5)


@given(st.integers(1, 400))
def test_caps_go_with_the_horizon_and_always_leave_one_turn(days):
    scaled = POLICY.limits_over("volunteer", days)
    assert scaled.most_turns >= 1
    assert 4 * days / 28 <= scaled.most_turns < 4 * days / 28 + 1
    assert (scaled.rest, scaled.longest) == (POLICY.limits["volunteer"].rest, 360)
    assert POLICY.limits_over("unknown", days) == Limits()
    day_of_duty = POLICY.limits_over("officer", days)
    assert day_of_duty.most_minutes >= day_of_duty.longest, "a single duty that may be is never too much"


@given(st.timedeltas(timedelta(days=-1), timedelta(days=30)))
def test_asks_are_shorter_when_the_shift_is_near_and_never_shorter_than_when_it_has_begun(until):
    asked = POLICY.asked_for(until)
    assert 5 * MINUTE <= asked <= 20 * MINUTE
    assert asked <= max(until / 3, 5 * MINUTE)


def test_long_before_a_shift_and_after_its_start():
    assert (POLICY.asked_for(24 * HOUR), POLICY.asked_for(-MINUTE)) == (20 * MINUTE, 5 * MINUTE)
    assert POLICY.asked_for(30 * MINUTE) == 10 * MINUTE


def test_a_way_is_longer_than_the_straight_line():
    assert POLICY.speeds["car"].seconds(8300) == pytest.approx(1300)
