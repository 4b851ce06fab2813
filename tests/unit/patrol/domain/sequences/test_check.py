"""The checker finds every hard rule that is broken, and nothing else; what is frozen breaks none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.patrol.domain.sequences.check import violations
from services.patrol.domain.sequences.problem import Cover, Kind, Problem, Worker
from services.patrol.domain.sequences.roster import Roster
from services.patrol.domain.sequences.rules import Rule

KINDS = (Kind("E", 480), Kind("N", 600, frozenset("E")))
STRICT = Worker(
    "A", most={"N": 2}, min_minutes=2_880, max_minutes=4_100, max_run=4, min_run=2, min_rest=2, max_weekends=1,
    days_off=frozenset({2}), allowed={9: frozenset("N")},
)  # fmt: skip
GOOD = "EE--EE---NN---"  # day 0 is a Monday


def found(line: str, worker: Worker = STRICT, **other: Any) -> list[tuple[Rule, int | None]]:
    """What the checker says of one worker's line, a letter or a dash for each day."""
    problem = Problem(len(line), KINDS, (worker,), **other)
    roster = Roster({worker.id: tuple(None if each == "-" else each for each in line)})
    return [(each.ref.rule, each.ref.day) for each in violations(problem, roster)]


def test_a_roster_that_keeps_every_rule_is_let_pass():
    assert found(GOOD) == []


@pytest.mark.parametrize(
    ("line", "broken"),
    [
        ("EE--EE--NNE---", {(Rule.SUCCESSION, 10)}),
        ("EE--E---NNN---", {(Rule.MOST_OF_KIND, None), (Rule.MIN_RUN, 4)}),
        ("EE--EE--------", {(Rule.MIN_MINUTES, None)}),
        ("EE-EEEE--NNE--", {(Rule.SUCCESSION, 11), (Rule.MAX_MINUTES, None), (Rule.MIN_REST, 2)}),
        ("EE--EEEEE-----", {(Rule.MAX_RUN, 4)}),
        ("E--E--EE-NN---", {(Rule.MIN_RUN, 3), (Rule.MIN_REST, 8)}),
        ("EE--EE-EE--NN-", {(Rule.MIN_REST, 6), (Rule.MAX_WEEKENDS, None)}),
        ("EEE-EE---NN---", {(Rule.DAY_OFF, 2), (Rule.MIN_REST, 3)}),
        ("EE--EE---EE---", {(Rule.NOT_ALLOWED, 9)}),
    ],
)
def test_each_rule_that_is_broken_is_found_on_its_day(line, broken):
    assert set(found(line)) == broken


def test_the_ends_of_the_horizon_count_as_long_enough():
    loose = replace(STRICT, min_minutes=None)
    assert found("E--EE--------E", loose) == []


def test_what_was_worked_before_counts():
    loose = replace(STRICT, min_minutes=None)
    assert found("E-------------", replace(loose, before=("N",))) == [(Rule.SUCCESSION, 0)]
    assert found("EE------------", replace(loose, before=(None, "E", "E", "E"))) == [(Rule.MAX_RUN, -3)]
    assert found("--EE----------", replace(loose, days_off=frozenset(), before=(None, "E"))) == [(Rule.MIN_RUN, -1)]
    assert found("EE------------", replace(loose, before=("E", None))) == [(Rule.MIN_REST, -1)]


def test_half_a_weekend_at_either_end_is_a_weekend():
    free = Worker("A", max_weekends=1)
    assert found("E-----E", free, first_weekday=6) == [(Rule.MAX_WEEKENDS, None)]
    assert found("E-----E", replace(free, max_weekends=2), first_weekday=6) == []


def test_frozen_days_must_stay_as_they_are():
    assert found("-E", Worker("A", frozen={0: "E", 1: None})) == [(Rule.FROZEN, 0), (Rule.FROZEN, 1)]


def test_facts_break_no_rule():
    line = "NENEE-"
    facts = {day: None if kind == "-" else kind for day, kind in enumerate(line)}
    worker = Worker("A", {"E": 1}, 9_000, 10, 1, 3, 3, 0, frozenset({0}), {1: frozenset()}, facts)
    assert found(line, worker, first_weekday=3) == []
    assert found(line + "E", worker, first_weekday=3) != []


def test_hard_cover_that_is_short_is_found():
    cover = (Cover(0, "E", 2, hard=True), Cover(1, "E", 2))
    assert found("EE", Worker("A"), cover=cover) == [(Rule.COVER, 0)]


@pytest.mark.parametrize("of", [{"B": ("E",)}, {"A": ("E", "E")}, {"A": ("X",)}])
def test_a_roster_of_another_problem_is_refused(of):
    with pytest.raises(ValueError, match="roster"):
        violations(Problem(1, KINDS, (Worker("A"),)), Roster(of))
