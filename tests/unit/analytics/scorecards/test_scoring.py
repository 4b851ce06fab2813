"""Points, scores and grades follow the written rules, and nothing is lost by what couldn't be measured."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.analytics.domain.scorecards import scoring
from services.analytics.domain.scorecards.rules import Bound, Measure
from services.analytics.domain.scorecards.scoring import Measured
from services.analytics.domain.wanted import Wanted

RISING = Measure("visits", "走访", 30, 0, 30)
FALLING = Measure("late", "超时", 20, 20, 2)
FAILED = Bound("failed", "失职", Wanted(("review_concluded",)), -5, 20)
LEAD = Bound("lead", "线索", None, 3, 15)


@pytest.mark.parametrize(
    ("measure", "value", "points"),
    [(RISING, 0, 0), (RISING, 15, 15), (RISING, 30, 30), (RISING, 99, 30), (FALLING, 20, 0), (FALLING, 11, 10),
     (FALLING, 2, 20), (FALLING, 0, 20), (FALLING, 50, 0)],
)  # fmt: skip
def test_points_rise_from_zero_to_full_either_way_round(measure, value, points):
    assert scoring.points(measure, value) == points


def test_what_could_not_be_measured_falls_away_on_both_sides():
    found = scoring.lines([RISING, FALLING], {"visits": Measured(15.0)})
    assert [line.value for line in found] == [15.0, None]
    assert scoring.own_score(found, ()) == 50.0


def test_nothing_measured_is_no_score_and_no_grade(rules):
    found = scoring.lines([RISING], {})
    assert scoring.own_score(found, ()) is None
    assert scoring.result(None, 90.0, 0.3, rules) == scoring.NOTHING


def test_a_failure_of_prevention_deducts_and_a_lead_that_solves_adds_within_their_bounds():
    assert scoring.bound_line(FAILED, 2, ["e1", "e2"]).points == -10
    assert scoring.bound_line(FAILED, 9, []).points == -20
    assert scoring.bound_line(LEAD, 2, []).points == 6
    assert scoring.bound_line(LEAD, 99, []).points == 15
    base = scoring.lines([RISING], {"visits": Measured(24.0)})
    both = [scoring.bound_line(FAILED, 1, ["e"]), scoring.bound_line(LEAD, 1, [])]
    assert scoring.own_score(base, both) == 78.0


@pytest.mark.parametrize(
    ("score", "grade", "coefficient"),
    [(100, "excellent", "1.2"), (90, "excellent", "1.2"), (89.99, "good", "1.0"), (75, "good", "1.0"),
     (74.99, "passed", "0.6"), (60, "passed", "0.6"), (59.99, "failed", "0.5"), (0, "failed", "0.5")],
)  # fmt: skip
def test_the_grades_have_the_published_coefficients(rules, score, grade, coefficient):
    found = scoring.result(score, None, rules.unit_share, rules)
    assert (found.grade, str(found.coefficient)) == (grade, coefficient)


def test_a_persons_score_has_the_units_in_it(rules):
    assert scoring.result(80.0, 60.0, 0.3, rules).score == 74.0
    assert scoring.result(80.0, None, 0.3, rules).score == 80.0


@given(st.lists(st.tuples(st.floats(0.1, 100), st.floats(-1e6, 1e6)), min_size=1, max_size=8), st.integers(0, 9))
def test_a_score_without_bonus_lies_between_0_and_100_and_failures_never_raise_it(drawn, failures):
    measures = [Measure(f"m{n}", "x", weight, -50, 80) for n, (weight, _) in enumerate(drawn)]
    found = scoring.lines(measures, {f"m{n}": Measured(value) for n, (_, value) in enumerate(drawn)})
    plain = scoring.own_score(found, ())
    less = scoring.own_score(found, [scoring.bound_line(FAILED, failures, [])])
    assert 0 <= less <= plain <= 100
    assert plain - less <= FAILED.most + 0.011  # each is rounded to two decimals
