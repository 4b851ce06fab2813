"""From a draft to a planned roster, or to words that say why not."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from services.patrol.domain.people.person import Leave
from services.patrol.domain.refused import Refused
from services.patrol.domain.rosters.codec import problem_to_json
from services.patrol.domain.rosters.problem import Assignment, Limits
from tests.fixtures.patrol_roster_desk import Crash, Mortal, command, day, greedy, office
from tests.fixtures.patrol_rosters import UNIT, span


def problem_of(here, id):
    return here.desk.rosters.shown(here.rota(id)).problem


def test_a_draft_is_planned_and_every_place_is_taken(here):
    id = here.draft(1, 7)
    assert here.rota(id).state == "draft"
    rota = here.plan(id)
    assert (rota.state, rota.attempt.places, rota.attempt.open_count) == ("planned", 14, 0)
    assert set(rota.attempt.score) >= {"missing", "turns", "nights"}
    assert here.events() == ["roster_planned"]


def test_the_same_request_again_makes_no_second_draft(here):
    assert here.draft(1, 7, key="k") == here.draft(1, 7, key="k")
    assert len(list(here.desk.rosters.of_unit(UNIT))) == 1


@pytest.mark.parametrize(
    ("first", "last", "field"), [(3, 2, "last"), (-1, 2, "first"), (1, 93, "last"), (9000, 9001, "last")]
)
def test_days_that_make_no_roster_are_refused_by_field(here, first, last, field):
    with pytest.raises(Refused) as refused:
        here.draft(first, last)
    assert refused.value.field == field
    assert refused.value.remedy


def test_no_more_is_begun_than_can_be_worked_on(here, world):
    world.most_jobs = 1
    first, second = here.draft(1, 7), here.draft(8, 14)
    here.desk.plan.start(first, command("once"), seconds=5)
    here.desk.plan.start(first, command("once"), seconds=5)
    with pytest.raises(Refused) as refused:
        here.desk.plan.start(second, command(), seconds=5)
    assert refused.value.reason == "too_many_jobs"
    assert [here.rota(each).attempt.state for each in (first, second)] == ["planning", "draft"]


def test_a_roster_that_the_checker_refuses_is_not_planned(here, world):
    def wrong(problem):
        clash = [[slot.id, 0, "p-a"] for slot in problem.slots] + [[problem.slots[0].id, 1, "p-a"]]
        return {"roster": clash, "status": "optimal", "conflict": None}

    world.answer = wrong
    rota = here.plan(here.draft(1, 3))
    assert (rota.state, rota.attempt.violations[0].rule) == ("failed", "twice")
    assert here.events() == ["roster_failed"]
    with pytest.raises(Refused, match="failed, not planned"):
        here.desk.publish(rota.id, command())


def test_why_no_roster_is_possible_is_told_in_words(here, world):
    world.answer = lambda _problem: {
        "roster": [],
        "status": "infeasible",
        "conflict": ["p-a is away", "one needed"],
    }
    rota = here.plan(here.draft(1, 3))
    assert (rota.state, rota.attempt.conflict) == ("infeasible", ("p-a is away", "one needed"))
    assert here.events() == ["roster_infeasible"]
    world.answer = None
    assert here.plan(rota.id).state == "planned"


def test_a_solver_that_breaks_down_leaves_a_failed_roster_with_its_reason(here, world):
    id = here.draft(1, 3)
    here.desk.plan.start(id, command(), seconds=5)
    (job,) = world.jobs.values()
    job.reason = "out of memory"
    here.desk.plan.done(job, None)
    assert (here.rota(id).state, here.rota(id).attempt.reason) == ("failed", "out of memory")


def test_a_job_that_was_called_off_by_itself_leaves_a_cancelled_roster(here, world):
    id = here.draft(1, 3)
    here.desk.plan.start(id, command(), seconds=5)
    (job,) = world.jobs.values()
    job.state = "cancelled"
    here.desk.plan.done(job, None)
    assert here.rota(id).state == "cancelled"


def test_a_job_that_ended_in_silence_is_seen(here, world):
    id = here.draft(1, 3)
    here.desk.plan.start(id, command(), seconds=5)
    next(iter(world.jobs.values())).state = "failed"
    world.clock.forward(21)
    here.desk.resume()
    assert here.rota(id).state == "failed"


def test_cancelled_planning_keeps_the_best_so_far_if_there_is_any(here, world):
    id = here.draft(1, 3)
    here.desk.plan.start(id, command(), seconds=5)
    here.desk.plan.cancel(id, command())
    assert (here.rota(id).state, world.cancelled) == ("planning", [here.rota(id).attempt.job])
    here.jobs.work(here.desk)
    assert here.rota(id).state == "planned"


def test_cancelled_planning_without_a_roster_is_cancelled(here, world):
    id = here.draft(1, 3)
    here.desk.plan.start(id, command(), seconds=5)
    here.desk.plan.cancel(id, command(), reason="another way")
    here.desk.plan.done(next(iter(world.jobs.values())), None)
    assert here.rota(id).state == "cancelled"


def test_what_comes_of_a_planning_that_was_given_up_is_not_taken(here):
    id = here.draft(1, 3)
    here.desk.plan.start(id, command(), seconds=5)
    here.desk.plan.cancel(id, command(), keep_best=False)
    here.jobs.work(here.desk)
    assert here.rota(id).state == "cancelled"
    assert here.plan(id).state == "planned"


@pytest.mark.parametrize("lives", range(6))
def test_planning_cut_short_anywhere_goes_on_in_another_process(here, path, world, lives):
    id = here.draft(1, 3)
    dying = office(path, world, lambda store: Mortal(store, 1_000))
    dying.store.lives = lives
    try:
        dying.plan(id)
    except Crash:
        here.settle()
    if here.rota(id).state == "draft":
        here.plan(id)
    assert here.rota(id).state == "planned"
    assert len(here.roster(id)) == 6
    assert here.events() == ["roster_planned"]


def test_leave_skills_wishes_and_limits_reach_the_solver(here, world):
    world.people["p-a"] = replace(
        world.people["p-a"], leaves=(Leave("l", span(2, 0, 24)), Leave("m", span(90, 0, 1)))
    )
    world.people["p-b"] = replace(world.people["p-b"], state="suspended")
    world.policy = replace(world.policy, limits={"officer": Limits(rest=timedelta(hours=9), most_turns=28)})
    problem = problem_of(here, here.planned(1, 7))
    assert [worker.id for worker in problem.workers] == ["p-a", "p-c"]
    assert problem.workers[0].away == (span(2, 0, 24),)
    assert problem.workers[0].limits == Limits(rest=timedelta(hours=9), most_turns=7)


def test_what_was_published_before_is_everybodys_past(here):
    first = here.published(1, 3)
    had = [place.person for place in here.roster(first)]
    problem = problem_of(here, here.planned(4, 6))
    for worker in problem.workers:
        assert worker.past.turns == had.count(worker.id)
    assert {worker.past.last_day for worker in problem.workers} <= {day(1), day(2), day(3), None}


def test_rest_is_kept_towards_a_later_roster_that_is_published_already(here, world):
    world.hours = (20, 34)
    later = here.published(5, 5)
    taken = {place.person for place in here.roster(later)}
    problem = problem_of(here, here.planned(3, 4))
    for worker in problem.workers:
        assert bool(worker.away) == (worker.id in taken)
    before = here.roster(here.planned(4, 4))
    assert not {place.person for place in before} & taken


def test_only_what_is_near_stays_when_a_published_roster_is_planned_anew(here, world):
    id = here.published(1, 5)
    before = here.roster(id)
    seen = []

    def other_way(problem):
        seen.append(problem)
        return greedy(replace(problem, workers=tuple(reversed(problem.workers))))

    world.answer = other_way
    here.plan(id)
    (problem,) = seen
    frozen = {slot.id for slot in problem.slots if slot.start < world.clock() + world.policy.horizon_frozen}
    assert problem.former == before
    assert problem.fixed == {place for place in before if place.slot in frozen}
    assert 0 < len(frozen) < 5
    assert here.roster(id) == before, "what is in force is shown until the new version is published"
    here.desk.publish(id, command())
    here.settle()
    rota = here.rota(id)
    assert (rota.version, rota.state) == (2, "published")
    assert problem.fixed <= here.roster(id) != before
    assert world.shifts[id] == {(2, ""): here.roster(id)}


def test_edits_by_hand_are_checked_at_once(here):
    id = here.planned(1, 3)
    place = min(here.roster(id))
    other = next(each.person for each in here.roster(id) if each.slot == place.slot and each != place)
    here.desk.edit(id, [place], [Assignment(place.slot, place.need, other)], command())
    assert [each.rule for each in here.rota(id).attempt.violations] == ["twice"]
    third = ({"p-a", "p-b", "p-c"} - {place.person, other}).pop()
    changed = Assignment(place.slot, place.need, third)
    here.desk.edit(id, [Assignment(place.slot, place.need, other)], [changed], command())
    assert here.rota(id).attempt.violations == ()
    assert changed in here.roster(id)
    here.desk.publish(id, command())
    assert changed in here.roster(id)


@pytest.mark.parametrize(
    ("place", "field"),
    [
        (Assignment("no-slot", 0, "p-a"), "set.0.slot"),
        (Assignment(f"{UNIT}-post/day/2026-03-03", 2, "p-a"), "set.0.need"),
        (Assignment(f"{UNIT}-post/day/2026-03-03", 0, "p-z"), "set.0.person"),
    ],
)
def test_an_edit_of_what_is_not_there_is_refused_by_field(here, place, field):
    id = here.planned(1, 3)
    with pytest.raises(Refused) as refused:
        here.desk.edit(id, [], [place], command())
    assert refused.value.field == field


def test_a_unit_without_duties_can_not_be_planned(here, world):
    world.days_off = {day(1)}
    with pytest.raises(Refused, match="needs anybody"):
        here.planned(1, 1)


@pytest.mark.parametrize("required", [True, False])
def test_a_solver_that_plans_the_rest_of_a_week_knows_what_was_worked_in_it(here, world, required):
    from services.patrol.planning.kinds import Report
    from services.patrol.planning.rosters.jobs import roster as solve

    world.policy = replace(world.policy, limits={"officer": Limits(week_minutes=2 * 480)})
    world.needs = (replace(world.needs[0], required=required),)
    first = here.published(0, 2)
    world.answer = lambda problem: json.loads(json.dumps(solve(
        {"problem": problem_to_json(problem), "seconds": 3}, Report()
    )))  # fmt: skip
    rota = here.plan(here.draft(3, 6))
    assert rota.state == ("infeasible" if required else "planned"), "six duties a week are all three may have"
    if not required:
        both = Counter(place.person for place in (*here.roster(first), *here.roster(rota.id)))
        assert set(both.values()) == {2}


def test_rosters_older_than_fairness_looks_back_are_not_read(here, world, monkeypatch):
    world.policy = replace(world.policy, fairness_period=timedelta(days=5))
    old, near = here.published(1, 2), here.published(8, 9)
    read = []
    whole = here.desk.plan.books.roster
    monkeypatch.setattr(here.desk.plan.books, "roster", lambda id, attempt: read.append(id) or whole(id, attempt))
    new = here.draft(10, 11)
    here.desk.plan.start(new, command(), seconds=5)
    assert near in read
    assert old not in read
