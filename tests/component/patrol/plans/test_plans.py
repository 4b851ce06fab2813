"""Plans over a store: made by the real planner, checked, told of without the route, shown to those on duty."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from lianfang.contracts.registry import contract_of
from lianfang.persistence.store import find_all
from services.patrol.app.plans.patrol_plans import seeds
from services.patrol.app.plans.ports import NoSuchPlan
from services.patrol.domain.plans.problem import Team
from services.patrol.domain.refused import Refused
from services.patrol.domain.span import Span
from tests.fixtures.patrol_rounds import GATE, GRIDS, HERE, KEY, LINE, OLD_KEY, SQUARE
from tests.fixtures.patrol_shifts import COUNTY, POST, START, UNIT, command, pid

HOURS = Span(START, START + timedelta(hours=3))
CAR = Team("car-1", "car", HOURS, HERE)


def ask(it, key="plan"):
    return it.plans.plans.ask(UNIT, HOURS, [CAR, replace(CAR, id="car-2")], 1, command(key)).state["id"]


def test_a_plan_is_made_once_covers_what_it_can_and_is_told_of_without_its_route(it):
    id = ask(it)
    assert ask(it) == id
    assert it.plans.plans.get(id).plan is None
    it.jobs.run(it.plans)
    plan = it.plans.plans.get(id)
    assert plan.state["state"] == "ready"
    assert set(plan.worth.visits) == {GATE, SQUARE, f"{LINE}:m0", f"{LINE}:m1", f"{LINE}:m2"}
    assert plan.worth.share > 0.8
    assert min(plan.worth.visits.values()) >= 1
    ((name, event),) = it.events("patrol_plans")
    assert (name, event["data"]["visits"]) == ("patrol_plan_ready", sum(plan.worth.visits.values()))
    assert contract_of(event["type"]).restricted(event["data"])
    assert not any(mark in str(event) for mark in plan.worth.visits)


def test_no_more_is_asked_for_than_can_be_worked_on(it):
    id = ask(it)
    it.jobs.full = True
    assert ask(it) == id
    with pytest.raises(Refused):
        ask(it, "another")
    assert [each["id"] for each in it.plans.plans.asked.page("").documents] == [id]


def test_members_see_the_plan_of_the_hours_in_which_they_serve_the_unit(it):
    it.shift(1)
    it.shift(2, START + timedelta(hours=5))
    plan = it.plans.plans.get(ask(it))
    assert [it.plans.plans.concerns(plan, pid(number)) for number in (1, 2, 3)] == [True, False, False]


def test_what_can_not_be_driven_is_never_shown(it):
    id = ask(it)
    at = START.isoformat()
    legs = [{"team": "car-1", "target": each, "stops": [[each, at, at]]} for each in (GATE, SQUARE)]
    it.plans.plans.done(SimpleNamespace(owner=id, reason=""), {"plan": legs, "left_out": 0})
    plan = it.plans.plans.get(id)
    assert (plan.state["state"], plan.plan, it.events("patrol_plans")) == ("failed", None, [])
    it.jobs.run(it.plans)  # what comes later changes nothing
    assert it.plans.plans.get(id).state["state"] == "failed"


def test_a_crash_before_the_job_was_asked_for_is_made_good(it, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(it.jobs, "ask", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            ask(it)
    assert it.plans.sweep() == 0
    it.office.clock.forward(21)
    assert [it.plans.sweep(), it.plans.sweep()] == [1, 0]
    it.jobs.run(it.plans)
    (document,) = find_all(it.office.store, "patrol_plans")
    assert document["state"]["state"] == "ready"


def test_seeds_are_secret_and_each_plan_has_its_own():
    mine, other = seeds([KEY]), seeds([OLD_KEY])
    assert mine("a") == mine("a")
    assert len({mine("a"), mine("b"), other("a")}) == 3


@pytest.mark.parametrize(("span", "teams", "reason"), [
    (Span(START, START), [CAR], "bad_span"),
    (Span(START, START + timedelta(days=2)), [CAR], "bad_span"),
    (Span(START - timedelta(days=9), START - timedelta(days=8.5)), [CAR], "bad_span"),
    (HOURS, [], "bad_teams"),
    (HOURS, [CAR, CAR], "bad_teams"),
])  # fmt: skip
def test_hours_and_teams_that_make_no_sense_are_refused(it, span, teams, reason):
    with pytest.raises(Refused) as refused:
        it.plans.plans.ask(UNIT, span, teams, 1, command())
    assert refused.value.reason == reason


def test_an_unknown_plan_is_unknown(it):
    with pytest.raises(NoSuchPlan):
        it.plans.plans.get("plan-0")


def test_reach_counts_from_units_on_duty_only_with_what_it_is_a_share_of(it):
    it.shift()
    off = it.plans.reaching(COUNTY, START - timedelta(hours=1))
    assert (off.units, off.rings, off.places, off.weight) == (0, ((1, 0, 0), (3, 0, 0), (5, 0, 0)), 12, 78)
    on = it.plans.reaching(COUNTY, START + timedelta(hours=1))
    assert on.units == 1
    assert {each.unit for each in on.reached} == {POST}
    shares = [weight for _, _, weight in on.rings]
    assert shares == sorted(shares)
    assert 0 < shares[-1] < on.weight


@pytest.mark.parametrize("method", ["mclp", "p_median"])
def test_siting_finds_places_no_worse_than_the_present_ones_and_proves_it(it, method):
    state = it.plans.siting.ask(COUNTY, 2, method, 3, "foot", 5, command())
    it.jobs.run(it.plans)
    found = it.plans.siting.asked.get(state["id"])
    assert (found["state"], len(found["found"]["chosen"])) == ("ready", 2)
    assert found["found"]["cost"] == found["found"]["bound"] <= found["posts_now"]["cost"]
    assert set(found["found"]["chosen"]) <= {*GRIDS, POST, LINE}
    assert found["found"]["weight"] == 78


def test_more_places_than_candidates_are_refused(it):
    with pytest.raises(Refused, match="14 candidates"):
        it.plans.siting.ask(COUNTY, 15, "mclp", 3, "foot", 5, command())
