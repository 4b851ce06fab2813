"""Routes can be driven as written, cover what they can, tell the rest, and differ from day to day."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.patrol.domain.plans.check import faults
from services.patrol.domain.plans.codec import plan_from_json, plan_to_json, problem_from_json, problem_to_json
from services.patrol.domain.plans.judge import entropy, worth
from services.patrol.domain.plans.problem import Plan, PlanProblem, Target, Team
from services.patrol.domain.plans.weights import weight
from services.patrol.domain.policy import Speed
from services.patrol.domain.span import Span
from services.patrol.planning.kinds import Report
from services.patrol.planning.routes.solve import route
from tests.fixtures.clock import MORNING

SPEEDS = {"foot": Speed(1.4, 1.3), "car": Speed(8.3, 1.3)}
SPAN = Span(MORNING, MORNING + timedelta(hours=6))
LOCAL = ZoneInfo("Asia/Shanghai")


def places(number: int, seed: int = 1, width: float = 0.01):
    draw = random.Random(seed)
    return [(115.88 + draw.uniform(0, width), 28.67 + draw.uniform(0, width)) for _ in range(number)]


def problem(
    marks: int = 6, cars: int = 2, idle: int | None = 90, seed: str = "a", line: bool = True
) -> PlanProblem:
    spots = places(marks + 3)
    targets = [Target(f"m{number}", (f"m{number}",), (spots[number],), 10, idle) for number in range(marks)]
    if line:
        targets.append(Target("line", ("l1", "l2", "l3"), tuple(spots[marks:]), 10, 180))
    teams = tuple(Team(f"car-{number}", "car", SPAN, spots[0]) for number in range(cars))
    return PlanProblem("plan", SPAN, teams, tuple(targets), SPEEDS, (10, 16), seed)


def plan_of(one: PlanProblem, seconds: float = 0.2) -> Plan:
    return route(one, seconds, Report()).plan


def test_with_time_enough_every_mark_is_visited_within_its_limit():
    one = problem()
    plan = plan_of(one, 2)
    assert faults(one, plan) == []
    judged = worth(one, plan)
    assert (judged.share, judged.uncovered) == (1.0, ())
    assert {stop.mark for leg in plan.legs for stop in leg.stops} == {
        mark for each in one.targets for mark in each.marks
    }


def test_too_few_teams_tell_what_they_can_not_cover_and_keep_to_what_weighs_most():
    one = problem(marks=12, cars=1, idle=40, line=False)
    targets = tuple(replace(each, weight=100 if each.id == "m3" else 1) for each in one.targets)
    one = replace(one, targets=targets)
    plan = plan_of(one, 0.4)
    judged = worth(one, plan)
    assert faults(one, plan) == []
    assert judged.uncovered
    assert judged.share < 1
    assert judged.visits["m3"] == max(judged.visits.values())


@pytest.fixture(scope="module")
def month():
    """Thirty days of plans, each with its own seed."""
    return [(one, plan_of(one, 0.2)) for one in (problem(seed=f"secret/{day}") for day in range(30))]


def test_times_can_not_be_told_beforehand_and_marks_are_covered_all_the_same(month):
    hours, firsts = defaultdict(list), defaultdict(set)
    for _, plan in month:
        for leg in plan.legs:
            hours[leg.target].append(leg.arrive.astimezone(LOCAL).hour)
        first = {leg.target: leg.arrive for leg in sorted(plan.legs, key=lambda leg: leg.arrive, reverse=True)}
        for target, at in first.items():
            firsts[target].add(at)
    flat = entropy(list(range(6)))
    assert min(entropy(each) for each in hours.values()) > 0.85 * flat
    assert min(len(each) for target, each in firsts.items() if target != "line") >= 25
    orders = {tuple(leg.target for leg in plan.of("car-0")) for _, plan in month}
    assert len(orders) >= 28
    assert sum(worth(one, plan).share for one, plan in month) / 30 > 0.97
    assert [faults(one, plan) for one, plan in month] == [[]] * 30


def test_the_entropy_tells_a_habit_from_chance():
    assert entropy([9] * 30) == 0
    assert entropy([0, 1, 2, 3] * 5) == 2


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.integers(0, 5), st.integers(0, 2), st.sampled_from([None, 15, 60, 500]), st.text("ab", max_size=3),
    st.booleans(),
)  # fmt: skip
def test_whatever_is_asked_the_plan_holds(marks, cars, idle, seed, line):
    one = problem(marks, cars, idle, seed, line)
    plan = plan_of(problem_from_json(problem_to_json(one)), 0.08)
    assert faults(one, plan) == []
    assert plan_from_json(plan_to_json(plan)) == plan


@pytest.mark.parametrize("harm", [
    lambda leg: replace(leg, team="nobody"),
    lambda leg: replace(leg, target="nowhere"),
    lambda leg: replace(leg, stops=tuple(replace(stop, arrive=SPAN.start, leave=SPAN.start) for stop in leg.stops)),
    lambda leg: replace(leg, stops=tuple(replace(stop, leave=SPAN.end + timedelta(hours=1)) for stop in leg.stops)),
    lambda leg: replace(leg, stops=(*leg.stops, *leg.stops)),
], ids=["team", "target", "no stop", "beyond the hours", "twice"])  # fmt: skip
def test_the_checker_sees_what_can_not_be_driven(harm):
    one = problem()
    legs = list(plan_of(one).legs)
    legs[3] = harm(legs[3])
    assert faults(one, Plan(tuple(legs))) != []


def test_busy_and_forgotten_places_weigh_more():
    quiet, busy = (weight(number, 50, MORNING, 60, MORNING) for number in (1, 50))
    assert quiet < busy
    assert weight(1, 50, None, 60, MORNING) > weight(1, 50, MORNING, 60, MORNING) >= 1
    assert weight(0, 0, MORNING, None, MORNING) == 10
