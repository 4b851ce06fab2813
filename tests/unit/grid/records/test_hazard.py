"""A hazard is what its steps make it, in whatever order they are told."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.grid.app.policies.load import SHAPE
from services.grid.app.records import codec
from services.grid.domain.records.handling import deadline, find, fire, take
from services.grid.domain.records.hazard import Found, Step
from services.grid.domain.records.told import Told
from services.grid.domain.refused import Refused

POLICY = SHAPE.standard.policy
DAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
TEAMS = ("350924.aoyang.case", "350924.aoyang.traffic")


def at(hours):
    return Told(DAY + timedelta(hours=hours), DAY + timedelta(days=60), "p-1")


def found(**more):
    return Found("drowning_water", "3509241000011007", "visit", at(0), lacks=("buoy", "rope"), **more)


moves = st.builds(
    lambda number, hours, team: Step(str(number), "assigned", at(hours), team=team),
    st.integers(0, 99), st.integers(1, 20), st.sampled_from(TEAMS),
) | st.builds(
    lambda number, hours: Step(str(100 + number), "transferred", at(hours), to="fire_brigade"),
    st.integers(0, 99), st.integers(1, 20),
)  # fmt: skip
ENDS = Step("end", "resolved", at(21), outcome="removed", items=("buoy", "rope"))


@given(st.lists(moves, max_size=6, unique_by=lambda step: step.id), st.data())
def test_the_order_and_repetition_of_telling_change_nothing(steps, data):
    told = [*steps, ENDS]
    other = data.draw(st.permutations(told + steps))
    results = []
    for order in (told, other):
        hazard = find("h", found(), None, POLICY)
        for step in order:
            hazard = take(hazard, step, POLICY)
        steps_kept = [step.key for step in hazard.in_order]
        results.append((hazard.state, hazard.team, hazard.to, hazard.missing, hazard.in_time, steps_kept))
    assert results[0] == results[1]
    assert results[0][0] == "resolved"


@given(st.lists(moves, max_size=6, unique_by=lambda step: step.id))
def test_a_hazard_comes_back_from_the_store_as_it_was(steps):
    hazard = find("h", found(place="350924.pond-7"), None, POLICY)
    for step in steps:
        hazard = take(hazard, step, POLICY)
    assert codec.hazard(codec.to_json(hazard)) == hazard


def test_the_term_is_the_county_s_and_fires_once():
    hazard = find("h", found(), None, POLICY)
    assert hazard.due == DAY + timedelta(days=15)
    assert fire(hazard, hazard.due - timedelta(seconds=1)) is None
    late = fire(hazard, hazard.due)
    assert late.overdue
    assert deadline(late) is None
    assert fire(late, hazard.due + timedelta(days=1)) is None


def test_who_resolves_before_the_deadline_and_tells_it_after_was_in_time():
    late = fire(find("h", found(), None, POLICY), DAY + timedelta(days=20))
    assert take(late, ENDS, POLICY).in_time
    after = Step("end", "resolved", at(24 * 15 + 1), outcome="reduced")
    assert not take(late, after, POLICY).in_time


def test_nothing_is_done_before_the_finding():
    early = take(find("h", found(), None, POLICY), Step("s", "assigned", at(-5), team=TEAMS[0]), POLICY).steps[0]
    assert (early.told.at, early.told.flags) == (DAY, ("before_found",))


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        (Step("s", "resolved", at(1), outcome="removed", items=("buoy",)), "still_missing"),
        (Step("s", "equipped", at(1), items=("sign",), pieces=1), "not_missing"),
        (Step("s", "transferred", at(1), to="circus"), "unknown_body"),
    ],
)
def test_what_can_t_be_is_refused(step, reason):
    with pytest.raises(Refused) as refused:
        take(find("h", found(), None, POLICY), step, POLICY)
    assert refused.value.reason == reason
