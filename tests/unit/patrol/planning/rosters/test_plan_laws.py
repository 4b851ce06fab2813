"""What is true of planning on any small problem, judged by the checker and by trying every roster."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from services.patrol.domain.rosters.check import check
from services.patrol.domain.rosters.facts import Facts
from services.patrol.domain.rosters.problem import Assignment, Wish
from services.patrol.domain.rosters.score import score
from services.patrol.planning.rosters import plan
from services.patrol.planning.rosters.flow import flow
from services.patrol.planning.rosters.model import Model
from services.patrol.planning.rosters.run import Run
from services.patrol.planning.rosters.solve import solve
from services.patrol.planning.rosters.staff import Staff
from tests.unit.patrol.domain.rosters.problems import problems, spans
from tests.unit.patrol.planning.rosters.brute import best_by_force

few = settings(max_examples=40, deadline=None)
KEPT_LATER = {"required", "min_minutes", "together"}


@st.composite
def wanted(draw, slots=5, workers=4):
    """A problem with wishes for duties, things fixed, and perhaps a former roster."""
    one = draw(problems(slots=slots, workers=workers))
    people = tuple(
        replace(worker, wishes=(*worker.wishes, Wish("want", draw(spans), draw(st.integers(1, 3)))))
        for worker in one.workers
    )
    places = [
        Assignment(slot.id, index, worker.id)
        for slot in one.slots for index in range(len(slot.needs)) for worker in people
    ]  # fmt: skip
    some = st.frozensets(st.sampled_from(places), max_size=2)
    return replace(one, workers=people, fixed=draw(some), former=draw(st.none() | some))


@few
@given(wanted(slots=3, workers=3))
def test_a_plan_costs_what_the_best_of_all_rosters_costs(problem):
    assume(sum(need.count for slot in problem.slots for need in slot.needs) <= 6)
    planned, best = plan(problem, seconds=20), best_by_force(problem)
    if best is None:
        assert planned.status == "infeasible"
        assert planned.conflict
    else:
        assert (planned.status, planned.score.total, planned.bound) == ("optimal", best[0], best[0])
        assert check(problem, planned.roster) == []


@few
@given(wanted())
def test_the_models_objective_is_the_score(problem):
    run = Run(20)
    solved = solve(Model(Staff(Facts(problem)), problem.fixed, Staff(Facts(problem)).places, run), run, 20)
    assert solved.status in {"optimal", "infeasible"}
    if solved.roster is not None:
        assert solved.cost == score(problem, solved.roster).total
        assert check(problem, solved.roster) == []


@few
@given(wanted())
def test_a_flow_keeps_every_rule_but_what_must_be_there_at_least(problem):
    staff = Staff(Facts(problem))
    roster = flow(staff, problem.fixed, staff.places, Run(20))
    assert {one.rule for one in check(problem, roster)} <= KEPT_LATER
