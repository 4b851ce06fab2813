"""Why there is no roster: rules that contradict each other, none of them more than needed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, assume, given, settings

from services.patrol.domain.sequences.problem import Cover, Kind, Problem, Worker
from services.patrol.domain.sequences.rules import Rule, RuleRef
from services.patrol.planning.sequences.explain import explain
from services.patrol.planning.sequences.solution import Status
from services.patrol.planning.sequences.solve import solve
from tests.unit.patrol.planning.sequences.problems import problems


def without(problem: Problem, ref: RuleRef) -> Problem:
    """The problem less one rule, taken away by hand."""
    if ref.rule == Rule.COVER:
        here = (ref.day, ref.kind)
        return replace(problem, cover=tuple(c for c in problem.cover if (c.day, c.kind) != here))
    workers = tuple(_less(problem, each, ref) if each.id == ref.worker else each for each in problem.workers)
    return replace(problem, workers=workers)


def _less(problem: Problem, worker: Worker, ref: RuleRef) -> Worker:
    gone: dict[Rule, dict[str, Any]] = {
        Rule.MIN_MINUTES: {"min_minutes": None},
        Rule.MAX_MINUTES: {"max_minutes": None},
        Rule.MAX_RUN: {"max_run": None},
        Rule.MIN_RUN: {"min_run": 1},
        Rule.MIN_REST: {"min_rest": 1},
        Rule.MAX_WEEKENDS: {"max_weekends": None},
        Rule.MOST_OF_KIND: {"most": {kind: most for kind, most in worker.most.items() if kind != ref.kind}},
        Rule.DAY_OFF: {"days_off": worker.days_off - {ref.day}},
        Rule.NOT_ALLOWED: {"allowed": {day: kinds for day, kinds in worker.allowed.items() if day != ref.day}},
    }
    return replace(worker, **gone[ref.rule])


def possible(problem: Problem) -> bool:
    return solve(problem, seconds=20, workers=1).status == Status.OPTIMAL


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(plain=True))
def test_the_rules_named_contradict_and_without_any_one_of_them_the_rest_can_be_kept(problem):
    # What may follow what is left out: it is the kinds', so that it cannot be taken from one worker by hand.
    free = tuple(replace(each, not_followed_by=frozenset()) for each in problem.kinds)
    only_hard = replace(
        problem, cover=tuple(replace(each, hard=True) for each in problem.cover), requests=(), keep=(), kinds=free,
        workers=tuple(replace(each, before=()) for each in problem.workers),
    )  # fmt: skip
    conflict = explain(only_hard, workers=1)
    assert (conflict is None) == possible(only_hard)
    assume(conflict is not None)
    assert conflict.minimal
    assert len(conflict.text) == len(conflict.rules)
    alone = _only(only_hard, conflict.rules)
    assert not possible(alone)
    for ref in conflict.rules:
        assert possible(without(alone, ref))


def _only(problem: Problem, kept: tuple[RuleRef, ...]) -> Problem:
    """The problem with these rules and no others."""
    every = {RuleRef(Rule.COVER, day=each.day, kind=each.kind) for each in problem.cover}
    for worker in problem.workers:
        every |= {RuleRef(rule, worker.id) for rule in Rule if rule in _WHOLE}
        every |= {RuleRef(Rule.MOST_OF_KIND, worker.id, kind=kind) for kind in worker.most}
        every |= {RuleRef(Rule.DAY_OFF, worker.id, day) for day in worker.days_off}
        every |= {RuleRef(Rule.NOT_ALLOWED, worker.id, day) for day in worker.allowed}
    for ref in every - set(kept):
        problem = without(problem, ref)
    return problem


_WHOLE = {Rule.MIN_MINUTES, Rule.MAX_MINUTES, Rule.MAX_RUN, Rule.MIN_RUN, Rule.MIN_REST, Rule.MAX_WEEKENDS}


def test_it_names_the_post_and_the_two_people_who_are_missing_in_plain_words():
    ten = tuple(Worker(f"W{n}", max_run=5) for n in range(8))
    workers = (*ten, Worker("王", days_off=frozenset({3})), Worker("李", {"N": 0}))
    kinds = (Kind("D", 480), Kind("N", 480, frozenset("D")))
    conflict = explain(
        Problem(7, kinds, workers, (Cover(3, "N", 9, hard=True), Cover(4, "N", 2, hard=True))), workers=1
    )
    assert conflict.text == ("day 3: N needs 9", "李: at most 0 of N", "王: day 3 is off")
    assert conflict.workers == ("李", "王")
    assert conflict.minimal


def test_frozen_days_are_named_too():
    worker = Worker("A", min_rest=2, frozen={0: "D", 1: None, 3: "D"}, allowed={2: frozenset("D")})
    conflict = explain(Problem(4, (Kind("D", 480),), (worker,), (Cover(2, "D", 1, hard=True),)), workers=1)
    assert {each.rule for each in conflict.rules} >= {Rule.COVER, Rule.FROZEN, Rule.MIN_REST}


def test_what_may_not_follow_is_named_for_the_worker_it_stops():
    kinds = (Kind("D", 480), Kind("N", 480, frozenset("D")))
    cover = (Cover(0, "N", 1, hard=True), Cover(1, "D", 1, hard=True))
    conflict = explain(Problem(2, kinds, (Worker("A"),), cover), workers=1)
    assert RuleRef(Rule.SUCCESSION, "A") in conflict.rules
    assert len(conflict.rules) == 3


def test_what_can_be_kept_has_no_conflict():
    assert explain(Problem(3, (Kind("D", 480),), (Worker("A"),), (Cover(0, "D", 1, hard=True),)), workers=1) is None
